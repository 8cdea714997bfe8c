"""What the files of a folder without an engine tell: where articles are, their dates and their terms."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.plain.dialect import date_of_name, written_date
from broadsheet.engines.unknown import OTHER_FORMATS, unknown_engine
from broadsheet.source import Keys, headers
from broadsheet.walk import files_below

CONTENT_FOLDERS = ("content", "posts", "articles", "notes", "src/posts", "src/content", "src")
"""Folders that people keep articles in."""

ABOUT = ("README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md")
"""Files about the folder itself."""

USUAL_TERMS = "tags"

_SUFFIXES = (".md", ".markdown", ".mdx")

_WITH_MDX = ("**/*.md", "**/*.markdown", "**/*.mdx")

_ENOUGH = 500
"""Files that are looked into: more would not tell more."""

_MANY = 3_000
"""Files among which those with a date are counted."""

_FEW = 20
"""Undated files that are left out by their names; if there are more, a person has to look."""

_LONGEST_TERM = 40
"""Characters; what is longer is a sentence."""

_NO_TERMS = Keys().names | {"tag", "aliases", "keywords", "redirect_from", "check_off"}


def detect_config(root: Path) -> Found:
    """Describe a folder."""
    content = content_folder(root)
    heads = {
        path: headers.header_fields(root / content / path)
        for path in islice(_files(root / content), _ENOUGH)
    }
    dates = look_for_dates(heads)
    about = tuple(name for name in ABOUT if (root / content / name).is_file())
    left_out = (
        *(f"{folder}/" for folder in dates.undated),
        *(path for path in dates.undated_files if path not in about),
    )
    program = unknown_engine(root)
    return Found(
        engine="plain",
        content=content,
        program=program,
        # Python-Markdown is for people who have chosen it: programs convert CommonMark.
        markdown="commonmark" if program else "",
        include=_WITH_MDX if any(path.endswith(".mdx") for path in heads) else (),
        exclude=(*about, *(glob.escape(path) + "**" * path.endswith("/") for path in left_out)),
        fields={"date": ("date", dates.field)} if dates.field else {},
        taxonomies={name: FoundTaxonomy(name) for name in term_fields(heads.values())},
        notes=(f"files without a date are left out: {', '.join(left_out)}",) if left_out else (),
    )


def content_folder(root: Path) -> str:
    """Choose the folder of the articles: where most dated files are, or else one with a usual name."""
    dated = [path for path in islice(_files(root), _MANY) if _is_dated_file(root, path)]
    if dated:
        return _folder_of_most(dated)
    for name in CONTENT_FOLDERS:
        if any((root / name).rglob("*.md")):
            return name
    if (root / "content").is_dir():
        return "content"
    if any(root.glob("*.md")):
        return "."
    others = (path for path in files_below(root, site=root) if path.endswith(tuple(OTHER_FORMATS)))
    tops = {path.partition("/")[0] for path in others if "/" in path}
    return tops.pop() if len(tops) == 1 else "content"


def _is_dated_file(root: Path, path: str) -> bool:
    header = headers.header_fields(root / path)
    return path not in ABOUT and (_has_date(path, header) or any(_dated_fields(header)))


def _folder_of_most(paths: list[str]) -> str:
    """Return the folder of most of some files: one with a usual name if that has half of them."""
    counts = {name: sum(p.startswith(f"{name}/") for p in paths) for name in CONTENT_FOLDERS}
    usual = max(CONTENT_FOLDERS, key=lambda name: counts[name])  # Of equals, the first.
    if counts[usual] * 2 >= len(paths):
        return usual
    tops = Counter(path.rpartition("/")[0].partition("/")[0] for path in paths)
    top, count = tops.most_common(1)[0]
    return top if top and count * 2 > len(paths) else "."


@dataclass(frozen=True, slots=True)
class Dates:
    """Where dates are: in `field`, "" if it is `date`.

    `undated` are folders at the top without a dated file, `undated_files` a few files in others.
    """

    field: str
    undated: tuple[str, ...]
    undated_files: tuple[str, ...] = ()


def look_for_dates(heads: Mapping[str, Mapping[str, Any]]) -> Dates:
    """Find out what has a date, and where; `heads` are the fields of files, by their paths."""
    without = {path: h for path, h in heads.items() if not _has_date(path, h)}
    counts = Counter(name for header in without.values() for name in _dated_fields(header))
    field = next((name for name, n in counts.most_common(1) if n * 2 > len(heads)), "")
    dated = {path for path, header in heads.items() if _has_date(path, header, field)}
    # Otherwise a folder might have one that was not looked at.
    if not dated or len(heads) >= _ENOUGH:
        return Dates(field, ())
    tops = {path.partition("/")[0] for path in dated}
    folders = {path.partition("/")[0] for path in heads if "/" in path} - tops
    others = sorted(p for p in heads.keys() - dated if p.partition("/")[0] not in folders)
    few = others if len(others) <= min(_FEW, 2 * len(dated)) else ()
    return Dates(field, tuple(sorted(folders)), tuple(few))


def _files(folder: Path) -> Iterator[str]:
    paths = files_below(folder, site=folder) if folder.is_dir() else ()
    return (path for path in paths if path.endswith(_SUFFIXES))


def _has_date(path: str, header: Mapping[str, Any], field: str = "") -> bool:
    name = path.rpartition("/")[2].rpartition(".")[0]
    return bool(header.get("date") or header.get(field) or date_of_name(name))


def _dated_fields(header: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of fields that hold dates, except those that say when a file was changed."""
    for name, value in header.items():
        if name not in Keys().updated and "updat" not in name and _is_date(value):
            yield name


def _is_date(value: Any) -> bool:
    try:
        written_date(value, UTC)
    except ValueError:
        return False
    return True


def term_fields(heads: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return `tags`, and the fields in which a quarter of the articles or more list short texts."""
    listed = [tuple(_listed(header)) for header in heads]
    counts = Counter(name for names in listed for name in names)
    often = (name for name in sorted(counts) if counts[name] * 4 >= len(listed))
    return tuple(dict.fromkeys((USUAL_TERMS, *often)))


def _listed(header: Mapping[str, Any]) -> Iterator[str]:
    for name, value in header.items():
        if name not in _NO_TERMS and re.fullmatch(r"[a-z][\w-]*", name) and _are_terms(value):
            yield name


def _are_terms(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, str) and 0 < len(each) <= _LONGEST_TERM and "/" not in each
        for each in value
    )
