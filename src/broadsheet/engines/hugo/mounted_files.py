"""Translates what mounts of content leave out: `files`, and its older forms `includeFiles`, `excludeFiles`.

https://gohugo.io/configuration/module/#mounts ; hugofs/hglob/filename_filter.go and `FilesToFilter` in
modules/config.go of Hugo 0.168.
"""

from __future__ import annotations

import glob
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from broadsheet.engines.hugo.languages import content_mounts
from broadsheet.engines.settings import Settings
from broadsheet.walk import glob_pattern

_NEGATION = "! "
_SIGN = re.compile(r"\*\*+|\[[^\[\]]+\]|\\.|.", re.DOTALL)
_MEANINGS = {"*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern: what it matches is kept out or taken, and so are the `folders` above what it takes."""

    is_exclusion: bool
    matches: re.Pattern[str]
    folders: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Filter:
    """The rules of a mount for the paths below its folder: the first that matches counts."""

    source: str
    patterns: Sequence[str]
    rules: Sequence[_Rule]

    @property
    def has_inclusions(self) -> bool:
        """Return whether files that no pattern names are left out."""
        return any(not rule.is_exclusion for rule in self.rules)

    def takes(self, path: str) -> bool:
        """Return whether a file is mounted: it has to be taken itself, and each folder above it."""
        *folders, file = accumulate(path.split("/"), posixpath.join)
        is_inside = all(self._takes(f"/{folder}", is_folder=True) for folder in folders)
        return is_inside and self._takes(f"/{file}", is_folder=False)

    def _takes(self, path: str, *, is_folder: bool) -> bool:
        for rule in self.rules:
            if rule.matches.fullmatch(path):
                return not rule.is_exclusion
            if is_folder and rule.folders.fullmatch(path):
                return True
        return not self.has_inclusions


def unmounted(settings: Settings, content: str, paths: Iterable[str]) -> Iterator[str]:
    """Yield globs of the articles that no mount takes; `paths` are those below the content folder.

    An exclusion stays a glob, which also holds for later files, unless that would leave out an article
    that is mounted.
    """
    filters = [
        _filter(posixpath.relpath(at, content), told) for at, told in content_mounts(settings)
    ]
    if not any(each.rules for each in filters):
        return
    articles = set(paths)
    left = {path for path in articles if _is_left_out(filters, path)}
    taken = articles - left
    found = [each for one in filters for each in _exclusions(one)]
    found += _whole_folders(left, taken) if any(one.has_inclusions for one in filters) else ()
    for each in found:
        matched = glob_pattern((each,)).fullmatch
        if not any(map(matched, taken)):
            left = {path for path in left if not matched(path)}
            yield each
    yield from map(glob.escape, sorted(left))


def _filter(source: str, told: Mapping[str, Any]) -> _Filter:
    patterns = [*_texts(told.get("files")), *_texts(told.get("includefiles"))]
    patterns += [
        name if name.startswith(_NEGATION) else f"{_NEGATION}{name}"
        for name in _texts(told.get("excludefiles"))
    ]
    return _Filter(source, patterns, tuple(map(_rule, patterns)))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _rule(pattern: str) -> _Rule:
    path = _rooted(pattern)
    above = list(accumulate(posixpath.dirname(path).split("/")[1:], "{}/{}".format))
    folders = "|".join(_expression(f"/{folder}") for folder in above)
    return _Rule(
        pattern.startswith(_NEGATION),
        re.compile(_expression(path), re.IGNORECASE | re.DOTALL),
        re.compile(folders or "(?!)", re.IGNORECASE | re.DOTALL),
    )


def _rooted(pattern: str) -> str:
    path = pattern.removeprefix(_NEGATION)
    return path if path.startswith("/") else f"/{path}"


def _expression(pattern: str) -> str:
    """Translate a glob of github.com/gobwas/glob: `**` alone crosses folders, `{a,b}` are alternatives."""
    parts: list[str] = []
    depth = 0
    for sign in _SIGN.findall(pattern):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign.startswith("**"):
            parts.append(".*")
        elif sign == "," and depth > 0:
            parts.append("|")
        elif len(sign) > 1 and sign[0] == "[":
            is_negated = sign.startswith("[!")
            inner = sign[1 + is_negated : -1].replace("\\", "\\\\").replace("[", "\\[")
            parts.append(f"[{'^' * is_negated}{inner}]")
        else:
            parts.append(_MEANINGS.get(sign) or re.escape(sign[-1]))
    expression = "".join(parts)
    try:
        re.compile(expression)
    except re.error:
        return "(?!)"  # Hugo does not build such a site.
    return expression


def _is_left_out(filters: Sequence[_Filter], path: str) -> bool:
    """Return whether mounts have a file's folder, and none of them the file."""
    below = [(one, _below(one.source, path)) for one in filters]
    found = [one.takes(inside) for one, inside in below if inside]
    return bool(found) and not any(found)


def _below(folder: str, path: str) -> str:
    """Return a path below a folder, "" if it is not there."""
    if folder == ".":
        return path
    return path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else ""


def _exclusions(mounted: _Filter) -> Iterator[str]:
    """Yield the globs of a mount's exclusions, of a file and of a folder, as far as globs can be."""
    for pattern in mounted.patterns:
        path = _rooted(pattern).lstrip("/")
        if not pattern.startswith(_NEGATION) or re.search(r"[{}\\]", path):
            continue
        # `*` crosses folders in Broadsheet's globs, in which `**/` may be no folder at all.
        plain = posixpath.normpath(posixpath.join(mounted.source, re.sub(r"\*\*+", "*", path)))
        yield plain
        if not path.endswith(("*", "/", ".md", ".markdown", ".html")):
            yield f"{plain}/**"


def _whole_folders(left: Collection[str], taken: Collection[str]) -> list[str]:
    """Return globs of the outermost folders in which no article is taken."""
    used = {folder for path in taken for folder in _folders(path)}
    outermost = (next((f for f in _folders(path) if f not in used), "") for path in left)
    return [f"{glob.escape(folder)}/**" for folder in sorted(set(outermost) - {""})]


def _folders(path: str) -> Iterator[str]:
    return accumulate(path.split("/")[:-1], posixpath.join)
