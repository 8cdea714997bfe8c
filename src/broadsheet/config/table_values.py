"""Readers of the values in publish.toml that are tables or lists of several things.

The contract is that of `values`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from broadsheet.config import values
from broadsheet.parsing import as_typed


def string_table(value: object) -> Mapping[str, str]:
    """Read a table of texts."""
    if not isinstance(value, dict):
        raise ValueError(values.wrong(value, "a table of texts", '{ "from" = "to" }'))
    return {values.line(name): values.line(text) for name, text in value.items()}


def aliases(value: object) -> Mapping[str, str]:
    """Read aliases (old name to new name); chains of renames are followed to their ends."""
    renamed = {old: new for old, new in string_table(value).items() if old != new}
    return {old: _last_name(old, renamed) for old in renamed}


def _last_name(name: str, renamed: Mapping[str, str]) -> str:
    seen = [name]
    while (name := renamed.get(name, "")) not in seen:
        if not name:
            return seen[-1]
        seen.append(name)
    chain = " → ".join((*seen, name))
    raise ValueError(f"{chain} leads back; leave out the rename that no longer holds")


def file_names(value: object) -> Mapping[str, str]:
    """Read file names by format."""
    names = string_table(value)
    for kind, name in names.items():
        if kind not in values.FORMATS:
            raise ValueError(values.wrong(kind, "a format", "atom, rss or json"))
        if not re.fullmatch(r"\w[\w.-]*", name):
            raise ValueError(values.wrong(name, "a plain file name", '"index.xml"'))
    return names


def file_paths(value: object) -> Mapping[str, str]:
    """Read paths of files below out/, by format."""
    paths = string_table(value)
    for kind, path in paths.items():
        if kind not in values.FORMATS:
            raise ValueError(values.wrong(kind, "a format", "atom, rss or json"))
        if path.endswith("/") or values.folder(path) != path:
            raise ValueError(values.wrong(path, "a file below out/", '"feeds/all.atom.xml"'))
    return paths


def patterns(value: object) -> tuple[re.Pattern[str], ...]:
    """Read a list of regular expressions."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(values.wrong(value, "a list of texts", "['…', '…']"))
    try:
        return tuple(re.compile(item) for item in value)
    except re.error as error:
        raise ValueError(
            values.wrong(error.pattern, "a regular expression", "'(?P<slug>.*)'")
        ) from error


FIELDS = (
    "title",
    "date",
    "starts",
    "updated",
    "expires",
    "authors",
    "summary",
    "image",
    "language",
    "slug",
)
"""What front matter keys can be named for."""


def field_names(value: object) -> Mapping[str, tuple[str, ...]]:
    """Read front matter keys by meaning; a single text counts as a list of one."""
    names = selection(value)
    unknown = next((name for name in names if name not in FIELDS), None)
    if unknown:
        raise ValueError(values.wrong(unknown, "a field that can be named", " or ".join(FIELDS)))
    return {name: tuple(key.lower() for key in keys) for name, keys in names.items()}


def front_matter(value: object) -> Mapping[str, Mapping[str, Any]]:
    """Read tables of front matter by glob; numbers and booleans become text, as in an article."""
    if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
        raise ValueError(
            values.wrong(value, "a table of tables", '"notes/**" = { author = "Ada" }')
        )
    return {
        glob: {str(key).lower(): as_typed(item) for key, item in table.items()}
        for glob, table in value.items()
    }


def selection(value: object) -> Mapping[str, tuple[str, ...]]:
    """Read the values to select, by taxonomy, `authors` or `sections`; a single text is a list of one."""
    if not isinstance(value, dict):
        raise ValueError(values.wrong(value, "a table of lists", '{ tags = ["…"] }'))
    return {
        values.line(name): values.strings([wanted] if isinstance(wanted, str) else wanted)
        for name, wanted in value.items()
    }
