"""Spans of a source text: what they are, and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from broadsheet.markdown.scanning.splices import spliced

_CONTINUATION = bytes(range(0x80, 0xC0))
"""All bytes of UTF-8 but the first of each character."""

PLACE = r' data-sourcepos="(\d+):(\d+)-(\d+):(\d+)"'
"""Where an element of comrak's HTML stands: its lines and columns, as a pattern with four groups."""

_BLOCK = 512
_NOT_SPACE = re.compile(r"\S")
HIDDEN = "\0"
"""Stands for each character of code in `Scan.masked`."""


class Kind(StrEnum):
    """What a span of the source is."""

    FENCED = "fenced"  # Code between fences.
    INDENTED = "indented"
    CODE_SPAN = "code span"
    RAW_CODE = "raw code"  # `<pre>`, `<code>`, `<script>`, `<style>` or `<textarea>` in raw HTML.
    COMMENT = "comment"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    CONTAINER = "container"  # A quote, an item of a list or a definition.
    NOTE = "note"  # A footnote.
    RAW_HTML = "raw HTML"
    OTHER = "other"  # A list or a table.


class Span(NamedTuple):
    """A part of the source: `text[start:end]`.

    `level` is that of a heading, or how deep raw HTML stands; `html` is what comrak makes of a block of
    code.
    """

    start: int
    end: int
    kind: Kind
    level: int = 0
    html: str = ""


class FootnoteSpan(NamedTuple):
    """A footnote, `text[start:end]`: `[^name]: ` and what it says; or a mark of one, `[^name]`.

    One `is_nested` that stands in a quote or behind the mark of a list.
    """

    start: int
    end: int
    name: str
    is_nested: bool = False


class Places:
    """Turns lines and columns, which count bytes of UTF-8, into offsets in a text.

    comrak can count characters, but takes quadratic time for it (comrak 0.0.16).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._data = b"" if text.isascii() else text.encode(errors="replace")
        data = self._data or text.encode()
        self._size = len(data)
        self._lines = [0, *accumulate(map(len, data.splitlines(keepends=True)))]
        starts = range(0, len(self._data), _BLOCK)
        self._before = [0, *accumulate(self._count(start, start + _BLOCK) for start in starts)]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of the character behind so many bytes of a line."""
        start = self._lines[line - 1] if line <= len(self._lines) else self._size
        position = min(start + column, self._size)
        if not self._data:
            return position
        block = position // _BLOCK
        return self._before[block] + self._count(block * _BLOCK, position)

    def span(self, place: Sequence[str | None]) -> Span | None:
        """Return what stands at a place as `PLACE` finds it, without white space behind; None if empty."""
        line, column, last_line, last_column = (int(number or 0) for number in place)
        start = self.offset(line, column - 1)
        end = self.offset(last_line, last_column)
        end = start + len(self.text[start:end].rstrip())
        return Span(start, end, Kind.OTHER) if end > start else None

    def _count(self, start: int, end: int) -> int:
        return len(self._data[start:end].translate(None, _CONTINUATION))


def span_at(spans: Sequence[Span], position: int) -> Span | None:
    """Return the span that holds a position, None if there is none; spans are in order, and apart."""
    before = bisect_right(spans, position, key=attrgetter("start")) - 1
    return spans[before] if before >= 0 and position < spans[before].end else None


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with NUL for each character of some spans, white space excepted."""
    return spliced(
        text,
        ((s.start, s.end, _NOT_SPACE.sub(HIDDEN, text[s.start : s.end])) for s in spans),
    )
