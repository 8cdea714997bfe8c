"""Reads the beginnings of files for `publish init`, before there is a publish.toml."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from broadsheet.errors import UnreadableError
from broadsheet.source import front_matter
from broadsheet.source.fields import date_in_name
from broadsheet.walk import beginning, files_below

_KEYS = r"(?:pub|publish)?date|published|lastmod"

_HEAD = 20_000
"""Characters in which a header is looked for."""

WITH_HTML = ("**/*.md", "**/*.markdown", "**/*.html")
"""Globs for a site that also has articles in HTML."""


def header_fields(file: Path) -> Mapping[str, Any]:
    """Return the fields at the head of a file, by keys in lower case; none if it cannot be read."""
    try:
        return front_matter.split(beginning(file), needed=False).fields
    except UnreadableError:
        return {}


def is_dated(file: Path, keys: tuple[str, ...] = ()) -> bool:
    """Return whether a page in any format has a date, so that its engine may publish it as an article.

    `keys` are further keys that may hold it.
    """
    return bool(date_in_name(file.name) or _has_date(beginning(file), keys))


def may_be_dated(path: str, text: str, keys: tuple[str, ...]) -> bool:
    """Return whether a file whose header cannot be read seems to have a date."""
    key, json_key = _date_keys(keys)
    head = text[:_HEAD]
    return bool(date_in_name(posixpath.basename(path)) or key.search(head) or json_key.match(head))


def has_dated_html(folder: Path, keys: tuple[str, ...] = ()) -> bool:
    """Return whether articles in HTML are below a folder, as on blogs that were imported."""
    paths = files_below(folder, site=folder) if folder.is_dir() else ()
    return any(is_dated(folder / path, keys) for path in paths if path.endswith(".html"))


def _has_date(text: str, keys: tuple[str, ...]) -> bool:
    """Return whether the front matter of a text has a date."""
    key, json_key = _date_keys(keys)
    opening = _FENCE.match(text)
    if opening is None:
        return _has_org_date(text) or bool(json_key.match(text))
    found = key.search(text, opening.end())
    return bool(found and _CLOSING.search(text, found.end()))


def _has_org_date(text: str) -> bool:
    """Return whether a text begins with keywords of Org, and a date is among them."""
    keywords = takewhile(lambda line: line.startswith("#+"), text.lstrip().splitlines())
    return any(line.lower().startswith("#+date:") for line in keywords)


_FENCE = re.compile(r"\s*(?:---|\+\+\+)")
_CLOSING = re.compile(r"(?m)^(?:---|\+\+\+)")


@cache
def _date_keys(keys: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of one of the usual keys of a date, or of `keys`: on a line, and in JSON."""
    names = "|".join((_KEYS, *map(re.escape, keys)))
    return (
        re.compile(rf"(?im)^[\"']?(?:{names})[\"']?[ \t]*[:=]"),
        re.compile(rf"(?i)\s*\{{\s*\"[^{{]*\"(?:{names})\""),
    )
