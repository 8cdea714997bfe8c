"""Corrects what is safe to correct: the form of dates, terms that have aliases, paths of images.

A fix replaces part of one line; everything else in the file stays, including its line ends.
The edits of a front matter field are made only if all fields have the right values afterwards.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from broadsheet import dates
from broadsheet.checks.articles import read_pages
from broadsheet.checks.content.links import folder_of
from broadsheet.checks.content.pages import ArticlePage, ArticlePages
from broadsheet.checks.run import CheckOptions, targets_of
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.errors import OutputError, Problem, UnreadableError
from broadsheet.site_store import with_site_store
from broadsheet.source import Source, fields
from broadsheet.walk import read_file

DATE_FIELDS = (
    "date", "lastmod", "updated", "modified", "last_modified_at", "publishdate", "pubdate",
    "published", "expirydate", "expires",
)  # fmt: skip

# The forms that every site engine reads the same way: ISO 8601 with a day, or with seconds.
_USUAL_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?"
)
_TO_ENCODE = re.compile(r"[\s()<>]")
_TABLE = re.compile(r"\[{1,2}[\w. -]+\]{1,2}\s*(?:#.*)?")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\\ No newline at end of file"
_MARK = "\ufeff"
_KEY = re.compile(r"\s*[\"']?[\w.-]+[\"']?\s*[:=]\s*")
_AFTER_VALUE = re.compile(r"\s*(?:,\s*)?(?:#.*)?")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Text that replaces other text: on a line (from 1), from a position in it (from 0)."""

    line: int
    start: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file before and after its correction; `path` is relative to the site's folder."""

    path: str
    before: bytes
    after: bytes

    def diff(self) -> str:
        """Return the change as a unified diff for `git apply`."""
        before, after = (
            _LINE.findall(data.decode(errors="replace")) for data in (self.before, self.after)
        )
        lines = difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in lines)


def fix_articles(
    config: Config, options: CheckOptions, *, now: datetime, write: bool
) -> tuple[FixedFile, ...]:
    """Return the articles that can be corrected, and with `write` correct them; `now` is aware.

    Raises OutputError.
    """
    targets = targets_of(config, options)
    pages = with_site_store(config, lambda store: read_pages(config, now, store, options.jobs))
    fixed = tuple(file for file in _fixes(pages) if targets.has_article(file.path))
    if write:
        for file in fixed:
            _write(config.root, file)
    return fixed


def _fixes(pages: ArticlePages) -> Iterator[FixedFile]:
    for page in pages:
        header = [edits for edits in (*_dates(page), *_terms(page)) if edits]
        body = list(_image_paths(page))
        if not header and not body:
            continue
        before = read_file(page.site.config.root / page.article.source, Source.MAX_BYTES)
        safe = [edits for edits in header if _reads_alike(page, _apply(before, edits))]
        after = _apply(before, [*chain.from_iterable(safe), *body])
        if after != before:
            yield FixedFile(page.article.source, before, after)


def _write(root: Path, file: FixedFile) -> None:
    """Replace a file below `root` in one step. Raises OutputError."""
    place = (root / file.path).resolve()
    temporary = place.with_name(f"{place.name}.fixed")
    try:
        temporary.write_bytes(file.after)
        shutil.copymode(place, temporary)
        temporary.replace(place)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"cannot be written: {reason}; the file is unchanged"
        raise OutputError(Problem(file.path, 0, "", message)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _dates(page: ArticlePage) -> Iterator[list[Edit]]:
    """Yield edits that write dates in the form that every engine reads, field by field."""
    for name in DATE_FIELDS:
        number = page.keys.get(name)
        start, value = _value(page.lines[number - 1]) if number else (0, "")
        if number and value and not _is_usual(value, page):
            try:
                moment = dates.parse(value, page.site.config.site.timezone)
            except ValueError:
                continue
            usual = dates.rfc3339(moment) if ":" in value else f"{moment:%Y-%m-%d}"
            yield [Edit(number, start, value, usual)]


def _value(line: str) -> tuple[int, str]:
    """Return where the value of a field begins, and the value without quotes and comment."""
    key = _KEY.match(line)
    if key is None:
        return 0, ""
    start, quote = key.end(), line[key.end() : key.end() + 1]
    end = line.find(quote, start + 1) if quote and quote in "\"'" else -1
    while end >= 0:
        if _AFTER_VALUE.fullmatch(line, end + 1):
            return start + 1, line[start + 1 : end]
        end = line.find(quote, end + 1)
    plain = line[start:].partition("#")[0].rstrip()
    return start, plain.removesuffix(",").rstrip()


def _is_usual(date: str, page: ArticlePage) -> bool:
    others = engine_of(page.site.config).usual_date
    return bool(_USUAL_DATE.fullmatch(date) or re.fullmatch(others, date))


def _terms(page: ArticlePage) -> Iterator[list[Edit]]:
    """Yield edits that replace terms by those that `aliases` name, taxonomy by taxonomy."""
    for taxonomy in page.site.config.taxonomies.values():
        number = page.keys.get(taxonomy.field.lower())
        if number and taxonomy.aliases:
            yield list(_respelt(page, number, taxonomy.aliases))


def _respelt(page: ArticlePage, number: int, aliases: Mapping[str, str]) -> Iterator[Edit]:
    for current in _lines_of(page, number):
        line = page.lines[current - 1]
        start = re.split("[:=]", line, maxsplit=1)[0] if current == number else ""
        for old, new in aliases.items():
            for match in _whole_item(old).finditer(line, len(start)):
                yield Edit(current, match.start(), old, new)


def _lines_of(page: ArticlePage, number: int) -> Iterator[int]:
    """Yield the lines of the field that begins on line `number`; a TOML table ends it."""
    others = set(page.keys.values())
    for current in range(number, page.article.body_line - 1):
        if current > number and (current in others or _TABLE.fullmatch(page.lines[current - 1])):
            return
        yield current


def _whole_item(text: str) -> re.Pattern[str]:
    """Return a pattern for an item of a list, in quotes or not."""
    return re.compile(
        r"(?<![^\s,;，；、\[\"'=:-])" + re.escape(text) + r"(?=[\"']?\s*(?:[,;，；、\]#]|$))"
    )


def _image_paths(page: ArticlePage) -> Iterator[Edit]:
    """Yield edits that percent-encode spaces and parentheses, where other Markdown parsers end a path."""
    folder = folder_of(page)
    for image in page.references:
        path = image.target
        encoded = _TO_ENCODE.sub(lambda match: quote(match[0], safe=""), path)
        if image.html or not image.image or "%" in path or encoded == path:
            continue
        position = page.body.find(f"({path}", image.start, image.start + image.width)
        if position >= 0 and page.site.assets.find(path, folder):
            place = page.at(position + 1)
            yield Edit(place.line, place.column - 1, path, encoded)


def _apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a file with edits made; all other bytes stay as they are."""
    lines = re.split("(\r\n|\n|\r)", data.decode(errors="surrogateescape"))
    for number, group in groupby(sorted(edits), key=attrgetter("line")):
        index = 2 * (number - 1)
        mark = len(_MARK) if number == 1 and lines[0].startswith(_MARK) else 0
        lines[index] = lines[index][:mark] + _edited(lines[index][mark:], group)
    return "".join(lines).encode(errors="surrogateescape")


def _edited(line: str, edits: Iterable[Edit]) -> str:
    """Return a line with edits made, which are sorted; one that does not fit is left out."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        if edit.start >= position and line.startswith(edit.old, edit.start):
            parts += (line[position : edit.start], edit.new)
            position = edit.start + len(edit.old)
    return "".join((*parts, line[position:]))


def _reads_alike(page: ArticlePage, after: bytes) -> bool:
    """Return whether the fields of a corrected file have the same values; terms are compared by alias."""
    split = engine_of(page.site.config).dialect(page.site.config).split
    try:
        old = split(page.text).fields
        new = split(after.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")).fields
        return old.keys() == new.keys() and all(_same(page, key, old[key], new[key]) for key in old)
    except (UnreadableError, ValueError):
        return False


def _same(page: ArticlePage, key: str, old: Any, new: Any) -> bool:
    if old == new:
        return True
    config = page.site.config
    if key in DATE_FIELDS:
        return dates.parse(old, config.site.timezone) == dates.parse(new, config.site.timezone)
    for taxonomy in config.taxonomies.values():
        if taxonomy.field.lower() == key:
            meant = (taxonomy.aliases.get(name, name) for name in fields.texts(old))
            return tuple(dict.fromkeys(meant)) == fields.texts(new)
    return False
