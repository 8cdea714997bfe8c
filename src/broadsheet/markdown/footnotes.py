"""Footnotes as authors mean them, in Markdown before it is converted.

Notes that the text never refers to are left out, the others are numbered as the text comes to them
(as GitHub numbers them), and the list stands below the heading under which the author put it.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has, signs
from broadsheet.markdown.scanning.spans import FootnoteSpan
from broadsheet.markdown.scanning.splices import Splice, spliced

_SPACED = re.compile(r"\[\^([^\[\]\s]+(?:[ \t]+[^\[\]\s]+)+)\]")
_MARK = re.compile(r"\[\^")

_ITEM = re.compile(r"\s*(?:[-+*]|[0-9]{1,9}[.)])(?=\s|$)")
_SEPARATOR = "<!-- -->"
"""Stands between two lists."""

MOST_MARKS = 3000
"""With more footnote marks, converters take many seconds."""


def id_prefix(slug: str) -> str:
    """Make the prefix of an article's footnote ids: ASCII, and the same on every run."""
    plain = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:40]
    if plain == slug:
        return plain
    return f"{plain}-{hashlib.sha256(slug.encode(errors='surrogatepass')).hexdigest()[:6]}".lstrip(
        "-"
    )


def has_too_many_notes(text: str) -> bool:
    """Return whether a text has more marks of footnotes than MOST_MARKS."""
    return signs(text).count("[^") > MOST_MARKS and text.count("[^") > MOST_MARKS


def as_typed(text: str) -> str:
    """Return a text whose marks of footnotes are shown as they are typed."""
    return scan(text).sub(_MARK, lambda _: "\\[^")


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text whose footnotes are in order, and the names of those that are used but not defined."""

    text: str
    undefined: tuple[str, ...] = ()


def tidy(text: str, scanned: Scan, place: str, *, by_any_mark: bool = False) -> Tidied:
    """Drop the definitions that nothing refers to, and put the others at the end in the text's order.

    `text` is that of `scanned`, without code or with code that is shifted (`Scan.shifted`). `place` is
    the line that marks where the list of notes is to stand: below the heading under which the author
    put them. With `by_any_mark`, what a note refers to that nothing refers to is kept too, as Goldmark,
    markdown-it and comrak do; a list of sources may consist of notes that refer to themselves. What is
    above a note and below it are two lists then.
    """
    if "[^" not in text:
        return Tidied(text)
    notes = [note for note in scanned.notes if not note.is_nested]
    order = {name: n for n, name in enumerate(_reached(notes, scanned.note_marks))}
    defined = {note.name for note in scanned.notes}
    if by_any_mark:
        named = (mark.name for mark in scanned.note_marks if mark.name in defined)
        order = {name: n for n, name in enumerate(dict.fromkeys([*order, *named]))}
    kept = sorted((note for note in notes if note.name in order), key=lambda n: order[n.name])
    # Without any note only numbers are marks: `[^abc]` is a pattern that the text explains.
    undefined = (name for name in order.keys() - defined if defined or name.isdigit())
    splices = _splices(scanned, notes, place if kept else "", splits_lists=by_any_mark)
    rest = spliced(text, sorted(splices))
    last = (text[note.start : note.end] for note in kept)
    return Tidied("\n".join([rest, "", *last]), tuple(sorted(undefined)))


def with_single_words(text: str) -> str:
    """Write hyphens in the names of notes that have spaces, as Goldmark and pulldown-cmark allow.

    comrak takes the definition of such a note for that of a link, and its text for the address.
    """
    if not has(text, "[^") or not _SPACED.search(text):
        return text
    single = scan(text).sub(_SPACED, lambda mark: re.sub("[ \t]", "-", mark[0]))
    scanned = scan(single)
    defined = {note.name for note in scanned.notes}
    marks = sorted((*scanned.notes, *scanned.note_marks))
    ends = (
        (mark.start, mark.start + len(f"[^{mark.name}]")) for mark in marks if mark.name in defined
    )
    return spliced(text, ((start, end, single[start:end]) for start, end in ends))


def with_defined_names(text: str) -> str:
    """Write the names of footnotes as they are defined where they differ in capital letters only."""
    scanned = scan(text)
    defined = {note.name for note in scanned.notes}
    names = {note.name.casefold(): note.name for note in reversed(scanned.notes)}
    return spliced(
        text,
        (
            (mark.start, mark.end, f"[^{names[mark.name.casefold()]}]")
            for mark in scanned.note_marks
            if mark.name not in defined and mark.name.casefold() in names
        ),
    )


def _splices(
    scanned: Scan, notes: Sequence[FootnoteSpan], place: str, *, splits_lists: bool
) -> Iterator[Splice]:
    """Take the notes away, and put the place of their list below their heading, or drop that one too."""
    for note in notes:
        is_above_item = splits_lists and _ITEM.match(scanned.text, note.end)
        yield note.start, note.end, _SEPARATOR if is_above_item else ""
    heading = scanned.heading_above(notes[0].start) if notes else None
    if heading and place:
        yield heading.end, heading.end, f"\n\n{place}\n"
    elif heading:
        yield heading.start, heading.end, ""


def _reached(notes: Sequence[FootnoteSpan], marks: Sequence[FootnoteSpan]) -> list[str]:
    """Return the names that a text refers to, then those that their notes refer to, and so on."""
    starts = [note.start for note in notes]
    named: dict[str, dict[str, None]] = {}
    for mark in marks:
        before = bisect_right(starts, mark.start) - 1
        note = notes[before] if before >= 0 and mark.start < notes[before].end else None
        named.setdefault(note.name if note else "", {})[mark.name] = None
    reached = named.get("", {})
    pending = deque(reached)
    while pending:
        found = named.get(pending.popleft(), {})
        pending += [name for name in found if name not in reached]
        reached |= found
    return list(reached)
