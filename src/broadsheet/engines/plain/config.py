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
from broadsheet.engines.plain.dialect import date_of_path, split, written_date
from broadsheet.engines.unknown import OTHER_FORMATS, unknown_engine
from broadsheet.errors import UnreadableError
from broadsheet.source import Keys, front_matter
from broadsheet.walk import beginning, files_below

CONTENT_FOLDERS = ("content", "posts", "articles", "notes", "src/posts", "src/content")
"""Common names of folders of articles."""

_USUAL_NAMES = frozenset({"content", "posts", "articles", "notes", "blog", "_posts"})
"""Common names of such folders at a deeper level."""

ABOUT = ("README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md")
"""Files about the folder itself."""

_DRAFTS = frozenset({"drafts", "_drafts"})

USUAL_TERMS = "tags"

_SUFFIXES = (".md", ".markdown", ".mdx")

_WITH_MDX = ("**/*.md", "**/*.markdown", "**/*.mdx")

_MANY = 3_000
"""How many files are opened; more would not change the result."""

_FEW = 20
"""The most undated files that are excluded by name; more need a person's decision."""

_OF_PUBLICATION = re.compile(r"publi|pub_?(?:date|time|on)|posted|written|created")

_LONGEST_TERM = 40
"""The most characters of a term; longer texts are sentences."""

_NO_TERMS = Keys().names | {"tag", "aliases", "keywords", "redirect_from", "check_off"}


def detect_config(root: Path) -> Found:
    """Describe a folder."""
    found, left_out = describe(root)
    notes = (f"files without a date are left out: {', '.join(left_out)}",) if left_out else ()
    exclude = (*found.exclude, *(glob.escape(p) + "**" * p.endswith("/") for p in left_out))
    return replace(found, exclude=exclude, notes=(*found.notes, *notes))


def describe(root: Path) -> tuple[Found, tuple[str, ...]]:
    """Describe a folder by its files. Also return folders (with a slash) and files without a date."""
    content = content_folder(root)
    paths = list(islice(_files(root / content), _MANY))
    drafts = _folders_of_drafts(paths)
    heads = {
        path: _split(root / content / path).fields for path in paths if not path.startswith(drafts)
    }
    dates = look_for_dates(heads)
    about = tuple(name for name in ABOUT if (root / content / name).is_file())
    program = unknown_engine(root, content)
    found = Found(
        engine="plain",
        content=content,
        program=program,
        # Python-Markdown is for people who have chosen it: programs convert CommonMark.
        markdown="commonmark" if program else "",
        include=_WITH_MDX if any(path.endswith(".mdx") for path in heads) else (),
        exclude=(*about, *(f"{glob.escape(folder)}**" for folder in drafts)),
        notes=(f"folders of drafts are left out: {', '.join(drafts)}",) if drafts else (),
        fields={"date": ("date", dates.field)} if dates.field else {},
        taxonomies={name: FoundTaxonomy(name) for name in term_fields(heads.values())},
    )
    return found, tuple(path for path in dates.undated if path not in about)


def _folders_of_drafts(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the outermost folders, with a slash, that are named as folders of drafts usually are."""
    found = (
        f"{folder}/"
        for path in paths
        for folder in reversed(tuple(_folders(path)))
        if folder.rpartition("/")[2].lower() in _DRAFTS
    )
    return tuple(dict.fromkeys(found))


def content_folder(root: Path) -> str:
    """Return the folder of the articles: where most dated files are, or else one with a common name.

    Files with a header alone, such as a gallery's, count only if no other file is dated.
    """
    matters = {path: _split(root / path) for path in islice(_files(root), _MANY)}
    dated = [path for path, matter in matters.items() if _is_dated(path, matter.fields)]
    written = [path for path in dated if matters[path].body.strip()]
    if dated:
        return _folder_of_most(written or dated)
    for name in CONTENT_FOLDERS:
        if any((root / name).rglob("*.md")):
            return name
    if (root / "content").is_dir():
        return "content"
    if any(path.rpartition("/")[2] not in ABOUT for path in _files(root)):
        return "."
    others = (path for path in files_below(root, site=root) if path.endswith(tuple(OTHER_FORMATS)))
    tops = {path.partition("/")[0] for path in others if "/" in path}
    return tops.pop() if len(tops) == 1 else "content"


def _is_dated(path: str, header: Mapping[str, Any]) -> bool:
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


def _split(file: Path) -> front_matter.FrontMatter:
    """Split the beginning of a file; one that cannot be read has neither fields nor a text."""
    try:
        return split(beginning(file))
    except UnreadableError:
        return front_matter.FrontMatter({}, {}, "", 1)


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
    field = field or _field_of_a_folder(without)
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


def _field_of_a_folder(heads: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the field of publication that dates most files of a folder, "" if there is none.

    Other folders may have pages without a date, or notes that are dated by their names.
    """
    sizes = Counter(path.rpartition("/")[0] for path in heads)
    counts = Counter(
        (path.rpartition("/")[0], name)
        for path, header in heads.items()
        for name in _dated_fields(header)
        if _OF_PUBLICATION.search(name)
    )
    usual = ((n, name) for (folder, name), n in counts.items() if n > 1 and n * 2 > sizes[folder])
    return max(usual, default=(0, ""))[1]


def _outermost(path: str, used: set[str]) -> str:
    """Return the outermost folder of a file that is not `used`, with a slash; the file if there is none."""
    unused = [folder for folder in _folders(path) if folder not in used]
    return f"{unused[-1]}/" if unused else path


def _files(folder: Path) -> Iterator[str]:
    paths = files_below(folder, site=folder) if folder.is_dir() else ()
    return (path for path in paths if path.endswith(_SUFFIXES))


def _has_date(path: str, header: Mapping[str, Any], field: str = "") -> bool:
    place = path.rpartition(".")[0].removesuffix("/index")
    return bool(header.get("date") or header.get(field) or date_of_path(tuple(place.split("/"))))


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
