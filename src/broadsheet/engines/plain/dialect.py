"""Folders that no engine reads: what the header lacks may come from the heading or the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any

from broadsheet import dates
from broadsheet.engines.dialect import Dialect, is_unpublished
from broadsheet.engines.plain.permalinks import SCHEME
from broadsheet.engines.plain.program_headers import program_header, with_quotes
from broadsheet.engines.plain.properties import properties, without_id
from broadsheet.errors import Severity, UnreadableError
from broadsheet.markdown import scan
from broadsheet.source import Document, fields, front_matter, heading, loose_dates

LINK = (
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]|#^\n]*)(?P<part>[#^][^\[\]|\n]*)?"
    r"(?:\|(?P<label>[^\[\]\n]*))?\]\](?!\()"
)
_LINK = re.compile(LINK)
PICTURE = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$")
_NO_NOTE = re.compile(
    r"(?i)\.(?:md|pdf|canvas|base|flac|m4a|mp3|ogg|wav|3gp|mkv|mov|mp4|ogv|webm)$"
)
_PLAYERS = {
    **dict.fromkeys(("mp4", "webm", "ogv", "mov", "mkv"), "video"),
    **dict.fromkeys(("mp3", "wav", "m4a", "ogg", "3gp", "flac"), "audio"),
}
_NOTE_MARK = re.compile(r"^\^")
"""Begins words of a link that would be the mark of a footnote."""
_WRITTEN = re.compile(r"(?P<picture>!?)\[(?P<words>.*)\]\(<(?P<address>[^<>]*)>\)")
"""What `link` writes."""

_SIZE = re.compile(r"(?:^|\|)\d+(?:x\d+)?$")
_LOGSEQ = re.compile(
    r"\{:(?:height|width) [^{}\n]*\}"
    r"|\{\{(?:video|tweet|twitter|youtube|vimeo|bilibili)\s+(https?://[^\s{}]+)\s*\}\}"
)
"""The size of a picture, and a film or post in a page of Logseq: https://docs.logseq.com"""
_FOR_PEOPLE = re.compile(r"[^\W\d_a-z]|[a-z0-9] [a-zA-Z0-9]")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:(?P<sign>[-._])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    r"|年(?P<m>\d{1,2})月(?P<d>\d{1,2})日|(?P<mm>0[1-9]|1[0-2])(?P<dd>0[1-9]|[12]\d|3[01])"
    r"(?:[01]\d|2[0-3])?(?:[0-5]\d){0,2})(?:[-_. ]+|(?<=日)|$)"
)
"""Dates at the beginning of file names: 2025-01-02, 2025.01.02, 2025年1月2日, 20250102, 202501021530."""

_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?: {0,9}(\d{1,2}:\d\d))?")

_DATED_FOLDERS = re.compile(
    r"(?:^|/)((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?=[/_-]|$)"
)
_DEEPEST = 4
"""The innermost folders of a file, and its name: a year, a month, a day and the words."""


class PlainDialect(Dialect):
    """The dialect of a plain folder."""

    scheme = SCHEME
    headerless = (
        Severity.WARNING
    )  # Any program may keep notes here, so these files get only a warning.

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a file that need not have a header, or that has one of another program's."""
        return split(text)

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, `published: false`, `publish: false` and `status: draft`."""
        return super().is_draft(document) or is_unpublished(document)

    def title(self, document: Document) -> str:
        """Return the first heading, else a name that was written for people, without its date.

        `2025-06-17-0930` and `new-pump` are names of files: such an article is a note without a title.
        """
        return heading(document.matter.body) or name_for_people(document)

    def name(self, document: Document) -> str:
        """Return the name of the file or its folder, without Notion's id."""
        return name(document)

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders, without Notion's ids."""
        return tuple(map(without_id, super().sections(document)))

    def typed_address(self, document: Document) -> str:
        """Return the address that the fields give, unless it is a pattern of another program (Cobalt)."""
        typed = super().typed_address(document)
        return "" if "{{" in typed or "{%" in typed else typed

    def date(self, document: Document) -> str | None:
        """Return the date at the beginning of the file's name, else that of its folders."""
        return date_of_path((*self.sections(document), name(document)))

    def moment(self, value: Any) -> datetime:
        """Read a date, in words too; one without offset is in the site's zone."""
        return written_date(value, self.config.site.timezone)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or a text with commas or semicolons; `tag` is another name of `tags`."""
        found = super().terms(document, field)
        return found or (super().terms(document, "tag") if field == "tags" else ())

    @staticmethod
    def body(text: str) -> str:
        """Write wikilinks as links to files, which are found by name, and films of Logseq as links."""
        text = with_links(text, _LINK, link) if "[[" in text else text
        return scan(text).sub(_LOGSEQ, _plain_link) if _LOGSEQ.search(text) else text


def with_links(text: str, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> str:
    """Write wikilinks, and what else a pattern finds, by `write`; in raw HTML links become HTML."""
    scanned = scan(text)

    def written(found: re.Match[str]) -> str:
        shown = write(found)
        made = _WRITTEN.fullmatch(shown) if shown != found[0] else None
        if made is None or not scanned.is_raw_html(found.start()):
            return shown
        words, address = escape(made["words"].replace("\\^", "^")), escape(made["address"])
        if made["picture"]:
            return f'<img src="{address}" alt="{words}">'
        return f'<a href="{address}">{words}</a>'

    return scanned.sub_words(pattern, written)


def split(text: str) -> front_matter.FrontMatter:
    """Split a file with or without a header of any known form. Raises UnreadableError."""
    other = properties(text) or program_header(text)
    if other:
        return other
    try:
        return front_matter.split(text, needed=False)
    except UnreadableError as error:
        return _split_as_meant(text, error)


def _split_as_meant(text: str, error: UnreadableError) -> front_matter.FrontMatter:
    """Split a header in which values that YAML cannot read without quotes have none, with a warning.

    Many programs read lines, not YAML, so `title: Ports: a guide` is right there. Raises the error of
    any other header.
    """
    try:
        found = front_matter.split(with_quotes(text), needed=False)
    except UnreadableError:
        raise error from None
    warning = replace(front_matter.problem_of(error, ""), severity=Severity.WARNING)
    return replace(found, problems=(*found.problems, warning))


def date_of_name(name: str) -> str | None:
    """Return the date that a file's name begins with, None if it begins with none."""
    match = _DATE.match(name)
    if match is None:
        return fields.date_in_name(name)
    month, day = (
        match["month"] or match["m"] or match["mm"],
        match["day"] or match["d"] or match["dd"],
    )
    return f"{match['year']}-{month:0>2}-{day:0>2}"


def date_of_path(path: tuple[str, ...]) -> str | None:
    """Return the date of an article's file or bundle, from its name or from folders of dates.

    `2025/01/02/words`, `2025/01/02-words` and `2025/01/02` have one. `path` lacks the extension.
    """
    if not path:
        return None
    match = _DATED_FOLDERS.search("/".join(path[-_DEEPEST:]))
    return date_of_name(path[-1]) or (f"{match[1]}-{match[2]}-{match[3]}" if match else None)


def written_date(value: Any, zone: tzinfo) -> datetime:
    """Read a date, one that names its month in English (`Jul 08 2022`), or milliseconds since 1970.

    `2025年1月2日 10:30`, as Notion exports it in Chinese and Japanese, is read too. Raises ValueError.
    """
    if isinstance(value, str) and (found := _CHINESE.fullmatch(value.strip())):
        value = f"{found[1]}-{found[2]}-{found[3]} {found[4] or '0:00':0>5}"
    if isinstance(value, str | int) and re.fullmatch(r"1[0-9]{12}", str(value)):
        return datetime.fromtimestamp(int(value) / 1000, UTC).replace(microsecond=0)
    if isinstance(value, str) and loose_dates.names_month(value):
        return loose_dates.read(value, zone, loose_dates.DATEUTIL)
    return dates.parse(value, zone)


def name_for_people(document: Document) -> str:
    """Return a file's name without its date, "" if it has neither spaces nor capital letters."""
    shown = name(document)
    dated = _DATE.match(shown)
    return shown[dated.end() if dated else 0 :] if _FOR_PEOPLE.search(shown) else ""


def linked_notes(text: str) -> set[str]:
    """Return the names of the notes that wikilinks outside of code lead to, without their folders."""
    targets = (
        m["target"].strip() for m in _LINK.finditer(scan(text).masked_addresses) if m["target"]
    )
    return {target.rpartition("/")[2] for target in targets}


def name(document: Document) -> str:
    """Return the name of a file, or of the folder whose `index.md` it is, without Notion's id.

    Middleman's files are named by what they become: `name.html.markdown`.
    """
    if document.is_bundle:
        return without_id(document.folders[-1])
    return without_id(document.stem.removesuffix(".html"))


def words_of_link(target: str, part: str, label: str) -> str:
    """Return what is shown of a wikilink: its label, or else the note, and the part of it."""
    return label or (target + part.replace("#", " > ") if target else part.lstrip("#^"))


def _words_of_embed(target: str, label: str) -> str:
    """Return what is shown of a file that is a link in the place of an embed: not the page of a PDF."""
    return label or target.rpartition("/")[2] if _NO_NOTE.search(target) else ""


def no_fragment(part: str) -> str:
    """Return no fragment: what the page calls the parts of a note is unknown."""
    del part
    return ""


def _plain_link(match: re.Match[str]) -> str:
    """Write a film or post as a link; the size of a picture is left out."""
    return f"<{match[1]}>" if match[1] else ""


def link(
    match: re.Match[str],
    words: Callable[[str, str, str], str] = words_of_link,
    fragment: Callable[[str], str] = no_fragment,
    embedded: Callable[[str], str] | None = None,
) -> str:
    """Write a wikilink as Markdown's link or picture; a mark for a table of contents stays.

    `words` makes what is shown of a target, a part and a label, `fragment` what the address ends with;
    `embedded` does that for a note that is shown within this one: Markdown's picture, if there are such.
    """
    if (match["target"] or "").strip(" _").lower() == "toc":
        return match[0]
    # In a table, the bar between target and label has a backslash before it.
    target, part = match["target"].rstrip("\\ ").strip(), (match["part"] or "").rstrip("\\ ")
    label = match["label"]
    of_embed = _words_of_embed(target, label or "") if match["embed"] else ""
    shown = _NOTE_MARK.sub(r"\\^", of_embed or words(target, part, label or ""))
    if match["embed"] and (
        file := _embedded(target, label or "", shown, embedded and embedded(part))
    ):
        return file
    if "://" in target:  # A note's name has no slash.
        return f"[{label or target + part}](<{target}{part}>)"
    place = fragment(part)
    if not target:
        return f"[{shown}](<{place}>)" if place else shown
    is_note = not _NO_NOTE.search(target)
    return f"[{shown}](<{f'{target}.md{place}' if is_note else _with_page(target, part)}>)"


def _embedded(target: str, label: str, shown: str, part: str | None) -> str:
    """Return a picture, a player or a note that is shown within this one; "" for a link to it.

    `part` is the fragment of a note's part, None where notes and players are links.
    """
    if PICTURE.search(target):
        return f"![{_SIZE.sub('', label)}](<{target}>)"
    player = _PLAYERS.get(target.rpartition(".")[2].lower(), "")
    if not target or part is None or "://" in target:
        return ""
    if player:
        return f'<{player} controls src="{escape(target)}"></{player}>'
    return "" if _NO_NOTE.search(target) else f"![{shown}](<{target}.md{part}>)"


def _with_page(target: str, part: str) -> str:
    """Return the address of a file that is no note; PDF has fragments of its own (RFC 8118: `#page=3`)."""
    return target + part if target.lower().endswith(".pdf") else target
