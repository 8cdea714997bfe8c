"""Fields that articles inherit: from defaults, from their path, and from files that an engine reads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.attempt import unforeseen
from broadsheet.config import FILE_NAME, records
from broadsheet.errors import Problems
from broadsheet.source.document import Inherited
from broadsheet.walk import glob_pattern

Merge = Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]
"""Merges fields: (outer, inner) → both, in which the inner ones win."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Fields that a file gives to articles: `give` maps an article's path below the content folder to them.

    `lines` are the fields' lines in `origin`, the file that gives them, below the site's folder.
    """

    give: Callable[[str], Mapping[str, Any]]
    origin: str
    lines: Mapping[str, int] = field(default_factory=dict)


class Inheritance:
    """Collects what an article inherits: by the configuration, then by an engine's rules.

    If several rules give a field, the last one wins. Problems of rules that cannot be applied are added
    to `problems`, once.
    """

    def __init__(
        self,
        content: records.ContentConfig,
        rules: Iterable[FieldRule],
        merge: Merge,
        problems: Problems,
    ) -> None:
        self._rules = [*_configured(content), *rules]
        self._merge = merge
        self._problems = problems

    def of(self, path: str) -> Inherited:
        """Return what the article at a path below the content folder inherits."""
        fields: dict[str, Any] = {}
        origins: dict[str, tuple[str, int]] = {}
        for rule in tuple(self._rules):
            try:
                given = rule.give(path)
                fields = self._merge(fields, given) if given else fields
            except Exception as error:  # noqa: BLE001 - one file must not stop all articles
                self._rules.remove(rule)
                self._problems.add(unforeseen(error, rule.origin))
                continue
            typed = (key for key in given if not key.startswith(":"))  # Reported already.
            origins |= {key: (rule.origin, rule.lines.get(key, 1)) for key in typed}
        return Inherited(fields, origins)


def _configured(content: records.ContentConfig) -> list[FieldRule]:
    """Return the rules of `[content.defaults]`, and then those of `path_fields`."""
    return [
        *(
            FieldRule(for_glob(glob, fields), FILE_NAME)
            for glob, fields in content.defaults.items()
        ),
        *(FieldRule(_from_path(pattern), FILE_NAME) for pattern in content.path_fields),
    ]


def for_glob(glob: str, fields: Mapping[str, Any]) -> Callable[[str], Mapping[str, Any]]:
    """Give fields to the articles whose path a glob matches."""
    pattern = glob_pattern((glob,))
    return lambda path: fields if pattern.fullmatch(path) else {}


def below(folder: str, fields: Mapping[str, Any]) -> Callable[[str], Mapping[str, Any]]:
    """Give fields to the articles in a folder, "" for the content folder itself."""
    prefix = f"{folder}/" if folder else ""
    return lambda path: fields if path.startswith(prefix) else {}


def only_for(path: str, fields: Mapping[str, Any]) -> Callable[[str], Mapping[str, Any]]:
    """Give fields to one article."""
    return lambda wanted: fields if wanted == path else {}


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return the folders that files lie in and those above them, the outermost first, which is ""."""
    found = {folder for path in paths for folder in _above(path)}
    return sorted(found, key=lambda folder: (folder.count("/") + bool(folder), folder))


def _above(path: str) -> Iterator[str]:
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _from_path(pattern: re.Pattern[str]) -> Callable[[str], Mapping[str, Any]]:
    """Return fields from a path: the groups that a pattern matches."""

    def give(path: str) -> Mapping[str, Any]:
        match = pattern.match(path)
        groups = match.groupdict() if match else {}
        return {name.lower(): value for name, value in groups.items() if value}

    return give
