"""What the files of a folder without an engine tell: where articles are, and which field has their date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.engine import Keys
from broadsheet.engines.headers import header_fields
from broadsheet.engines.plain.dialect import date_of_name, written_date
from broadsheet.walk import files_below

CONTENT_FOLDERS = ("content", "posts", "articles", "notes", "src/posts", "src/content", "src")

_SUFFIXES = (".md", ".markdown")
_ENOUGH = 500
"""Files that are looked into: more would not tell more."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The `field` that dates are in, "" where it is `date`; `undated` are folders without a dated file."""

    field: str
    undated: tuple[str, ...]


def content_folder(root: Path) -> str:
    """Choose the folder of the articles: one that people call so, else where dated files are."""
    for name in CONTENT_FOLDERS:
        if any((root / name).rglob("*.md")):
            return name
    if (root / "content").is_dir():
        return "content"
    if any(root.glob("*.md")):
        return "."
    dated = (path for path in _files(root) if _has_date(path, header_fields(root / path)))
    tops = {path.partition("/")[0] for path in islice(dated, _ENOUGH)}
    return (tops.pop() if len(tops) == 1 else ".") if tops else "content"


def look_for_dates(content: Path) -> Dates:
    """Find out what has a date, and where."""
    headers = {path: header_fields(content / path) for path in islice(_files(content), _ENOUGH)}
    without = {path: h for path, h in headers.items() if not _has_date(path, h)}
    counts = Counter(name for header in without.values() for name in _dated_fields(header))
    field = next((name for name, n in counts.most_common(1) if n * 2 > len(headers)), "")
    dated = {path.partition("/")[0] for path, h in headers.items() if _has_date(path, h, field)}
    folders = {path.partition("/")[0] for path in headers if "/" in path}
    whole = len(headers) < _ENOUGH  # Else a folder might have one that was not looked at.
    return Dates(field, tuple(sorted(folders - dated)) if dated and whole else ())


def _files(folder: Path) -> Iterator[str]:
    paths = files_below(folder) if folder.is_dir() else ()
    return (path for path in paths if path.endswith(_SUFFIXES))


def _has_date(path: str, header: Mapping[str, Any], field: str = "") -> bool:
    name = path.rpartition("/")[2].rpartition(".")[0]
    return bool(header.get("date") or header.get(field) or date_of_name(name))


def _dated_fields(header: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of fields that hold dates, but for those that say when a file was changed."""
    for name, value in header.items():
        if name not in Keys().updated and "updat" not in name and _is_date(value):
            yield name


def _is_date(value: Any) -> bool:
    try:
        written_date(value, UTC)
    except ValueError:
        return False
    return True
