"""Describes a folder without an engine by its files: where articles are, their dates and their terms."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.plain.dialect import date_of_name, written_date
from broadsheet.engines.plain.properties import properties
from broadsheet.engines.unknown import OTHER_FORMATS, unknown_engine
from broadsheet.source import Keys, headers
from broadsheet.walk import beginning, files_below

CONTENT_FOLDERS = ("content", "posts", "articles", "notes", "src/posts", "src/content")
"""Common names of folders of articles."""

_USUAL_NAMES = frozenset({"content", "posts", "articles", "notes", "blog", "_posts"})
"""Common names of such folders at a deeper level."""

ABOUT = ("README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md")
"""Files about the folder itself."""

USUAL_TERMS = "tags"

_SUFFIXES = (".md", ".markdown", ".mdx")

_WITH_MDX = ("**/*.md", "**/*.markdown", "**/*.mdx")

_MANY = 3_000
"""How many files are opened; more would not change the result."""

_FEW = 20
"""The most undated files that are excluded by name; more need a person's decision."""

_LONGEST_TERM = 40
"""The most characters of a term; longer texts are sentences."""

_NO_TERMS = Keys().names | {"tag", "aliases", "keywords", "redirect_from", "check_off"}


def detect_config(root: Path) -> Found:
    """Describe a folder."""
    found, left_out = describe(root)
    notes = (f"files without a date are left out: {', '.join(left_out)}",) if left_out else ()
    exclude = (*found.exclude, *(glob.escape(p) + "**" * p.endswith("/") for p in left_out))
    return replace(found, exclude=exclude, notes=notes)


def describe(root: Path) -> tuple[Found, tuple[str, ...]]:
    """Describe a folder by its files. Also return folders (with a slash) and files without a date."""
    content = content_folder(root)
    heads = {path: _header(root / content / path) for path in islice(_files(root / content), _MANY)}
    dates = look_for_dates(heads)
    about = tuple(name for name in ABOUT if (root / content / name).is_file())
    program = unknown_engine(root)
    found = Found(
        engine="plain",
        content=content,
        program=program,
        # Python-Markdown is for people who have chosen it: programs convert CommonMark.
        markdown="commonmark" if program else "",
        include=_WITH_MDX if any(path.endswith(".mdx") for path in heads) else (),
        exclude=about,
        fields={"date": ("date", dates.field)} if dates.field else {},
        taxonomies={name: FoundTaxonomy(name) for name in term_fields(heads.values())},
    )
    return found, tuple(path for path in dates.undated if path not in about)


def content_folder(root: Path) -> str:
    """Return the folder of the articles: where most dated files are, or else one with a common name."""
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
    header = _header(root / path)
    return path not in ABOUT and (_has_date(path, header) or any(_dated_fields(header)))


def _folder_of_most(paths: list[str]) -> str:
    """Return the folder with the most files, or one with a common name that has a fifth of them.

    Such a folder may be at a deeper level, e.g. `apps/web/content`.
    """
    counts = Counter(folder for path in paths for folder in _folders(path))
    most = {folder for folder, n in counts.items() if n * 5 >= len(paths)}
    usual = [name for name in CONTENT_FOLDERS if name in most]
    if usual:
        return max(usual, key=lambda name: counts[name])  # Of equals, the first.
    tops = Counter(path.partition("/")[0] if "/" in path else "" for path in paths)
    top, count = tops.most_common(1)[0]
    if not top or count * 2 <= len(paths):
        return "."
    whole = (folder for folder, n in counts.items() if n * 10 >= 9 * len(paths))
    deeper = (each for each in whole if each.rpartition("/")[2] in _USUAL_NAMES)
    return min(deeper, key=len, default=top)


def _header(file: Path) -> Mapping[str, Any]:
    """Return the fields at the head of a file, which may be Logseq's or Notion's."""
    found = properties(beginning(file))
    return found.fields if found else headers.header_fields(file)


def _folders(path: str) -> Iterator[str]:
    """Yield the folders that a file lies in, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path


@dataclass(frozen=True, slots=True)
class Dates:
    """Where dates are: in `field`, "" if it is `date`.

    `undated` are folders without a dated file, with a slash at the end, and single files.
    """

    field: str
    undated: tuple[str, ...]


def look_for_dates(heads: Mapping[str, Mapping[str, Any]]) -> Dates:
    """Find the dated files and the field of the dates; `heads` are the fields of files, by their paths."""
    without = {path: h for path, h in heads.items() if not _has_date(path, h)}
    counts = Counter(name for header in without.values() for name in _dated_fields(header))
    field = next((name for name, n in counts.most_common(1) if n * 2 > len(heads)), "")
    dated = {path for path, header in heads.items() if _has_date(path, header, field)}
    # Otherwise a folder might have a dated file that was not opened.
    if not dated or len(heads) >= _MANY:
        return Dates(field, ())
    used = {folder for path in dated for folder in _folders(path)}
    undated = [_outermost(path, used) for path in sorted(heads.keys() - dated)]
    files = [path for path in undated if not path.endswith("/")]
    few = files if len(files) <= min(_FEW, 2 * len(dated)) else ()
    folders = dict.fromkeys(path for path in undated if path.endswith("/"))
    return Dates(field, (*folders, *few))


def _outermost(path: str, used: set[str]) -> str:
    """Return the outermost folder of a file that is not `used`, with a slash; the file if there is none."""
    unused = [folder for folder in _folders(path) if folder not in used]
    return f"{unused[-1]}/" if unused else path


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
