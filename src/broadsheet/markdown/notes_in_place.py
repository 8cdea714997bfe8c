"""Footnotes that stand where the author put them, as pulldown-cmark shows them.

Each is a block that begins with its number, also one that nothing refers to. Numbers count notes and
marks in the order of the text.
Source: pulldown-cmark/src/html.rs of pulldown-cmark 0.13, `Tag::FootnoteDefinition` and
`Event::FootnoteReference`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.spans import FootnoteSpan
from broadsheet.markdown.scanning.splices import Splice, spliced

_INDENT = 4
"""Columns by which the lines of a note are indented, except the first."""


def can_stand_in_place(scanned: Scan) -> bool:
    """Return whether all footnotes of a text stand on their own: none is in a list or a quotation."""
    return bool(scanned.notes) and all(
        scanned.text[max(note.start - 1, 0) : note.start] in {"", "\n"} for note in scanned.notes
    )


def in_place(scanned: Scan, prefix: str) -> str:
    """Return a text whose footnotes are blocks of HTML, and whose marks are links to them.

    `prefix` begins their ids, so that those of several articles on one page differ.
    """
    numbers = _numbers(scanned)
    return spliced(scanned.text, sorted(_splices(scanned, numbers, prefix)))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _numbers(scanned: Scan) -> Mapping[str, int]:
    """Return the number of each note that exists, by its key."""
    defined = {_key(note.name) for note in scanned.notes}
    named = (_key(found.name) for found in sorted((*scanned.notes, *scanned.note_marks)))
    kept = dict.fromkeys(name for name in named if name in defined)
    return {name: number for number, name in enumerate(kept, start=1)}


def _splices(scanned: Scan, numbers: Mapping[str, int], prefix: str) -> Iterator[Splice]:
    done: set[str] = set()
    for mark in scanned.note_marks:
        if number := numbers.get(_key(mark.name)):
            link = f'<a href="#{_id(mark, prefix)}">{number}</a>'
            yield mark.start, mark.end, f"<sup>{link}</sup>"
    for note in scanned.notes:
        key = _key(note.name)
        given = "" if key in done else f' id="{_id(note, prefix)}"'
        done.add(key)
        behind = scanned.text.index("]:", note.start) + 2
        opening = f"\n\n<div{given}><sup>{numbers[key]}</sup>\n\n"
        yield note.start, _first_word(scanned.text, behind), opening
        yield from _outdented(scanned.text, note)
        yield note.end, note.end, "\n\n</div>\n\n"


def _id(note: FootnoteSpan, prefix: str) -> str:
    return escape(f"fn:{prefix}-{quote(_key(note.name))}")


def _first_word(text: str, start: int) -> int:
    while text.startswith((" ", "\t"), start):
        start += 1
    return start


def _outdented(text: str, note: FootnoteSpan) -> Iterator[Splice]:
    """Take the indentation from the lines of a note below its first one."""
    start = text.find("\n", note.start, note.end) + 1
    while start:
        line = text[start : start + _INDENT]
        bare = line.lstrip(" ")
        indent = len(line) - len(bare) + bare.startswith("\t")
        yield start, start + indent, ""
        start = text.find("\n", start, note.end) + 1
