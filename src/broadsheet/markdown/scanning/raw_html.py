"""Where raw HTML stands between the blocks of a text, from its first tag to an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.markdown.scanning.html_tags import Tag, tags
from broadsheet.markdown.scanning.spans import PLACE, Kind, Places, Span

_BLOCK = re.compile(rf"<(p|pre|blockquote|li|d[dt]|h[1-6]|hr|table){PLACE}")
_BEGUN = re.compile(r"<[A-Za-z]")
_LONGEST_TAG = 2000
_CONTAINERS = frozenset({"blockquote", "dd", "li"})
_MARKS_OF_CONTAINERS = " \t>-+*:0123456789.)"


class RawLine(NamedTuple):
    """A line of raw HTML: `text[start:end]`, and its tags."""

    start: int
    end: int
    tags: Sequence[Tag]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> RawLine:
        """Return a part of a text with its tags."""
        has_tags = text.find("<", start, end) >= 0
        return cls(start, end, tuple(tags(text[start:end])) if has_tags else ())


def raw_lines(text: str, html: Span) -> Iterator[RawLine]:
    """Yield the lines of raw HTML that begins a line, with its indentation; none of other raw HTML.

    Those that one tag stands on are one.
    """
    start = text.rfind("\n", 0, html.start) + 1
    while start < html.end and not text[start : html.start].strip():
        line = RawLine.of(text, start, _line_end(text, start, html.end))
        if (end := _end_of_tag(text, line, html.end)) > line.end:
            line = RawLine.of(text, start, _line_end(text, end, html.end))
        yield line
        start = line.end + 1


def _line_end(text: str, start: int, stop: int) -> int:
    end = text.find("\n", start, stop)
    return stop if end < 0 else end


def _end_of_tag(text: str, line: RawLine, stop: int) -> int:
    """Return where a tag ends that begins on a line and goes on below it, -1 if there is none."""
    done = line.start + (line.tags[-1].end if line.tags else 0)
    begun = _BEGUN.search(text, done, line.end)
    if not begun:
        return -1
    tag = next(tags(text[begun.start() : min(stop, begun.start() + _LONGEST_TAG)]), None)
    return begun.start() + tag.end if tag and not tag.start else -1


def raw_html(places: Places, html: str) -> Iterator[Span]:
    """Yield what begins with `<` between the blocks that comrak's HTML has, code and comments included.

    `level` counts the items, quotes and definitions around it.
    """
    length = len(places.text)
    done, ends = [0], [length]
    for block in (*_blocks(places, html), Span(length, length, Kind.OTHER)):
        while len(ends) > 1 and block.start >= ends[-1]:
            yield from _between(places.text, done.pop(), ends.pop(), len(ends))
        yield from _between(places.text, done[-1], block.start, len(ends) - 1)
        done[-1] = max(done[-1], block.end)
        if block.kind is Kind.CONTAINER:
            done.append(block.start)
            ends.append(block.end)


def _blocks(places: Places, html: str) -> list[Span]:
    """Return the blocks that hold text or other blocks, each before those that are in it."""
    found = []
    for tag in _BLOCK.finditer(html):
        name, *place = tag.groups()
        if span := places.span(place):
            kind = Kind.CONTAINER if name in _CONTAINERS else Kind.OTHER
            found.append(span._replace(kind=kind))
    return sorted(found, key=lambda span: (span.start, -span.end))


def _between(text: str, start: int, stop: int, level: int) -> Iterator[Span]:
    """Yield the raw HTML between two blocks."""
    for line, end in _paragraphs(text, start, stop):
        if text.startswith("<", line):
            yield Span(line, end, Kind.RAW_HTML, level)


def _paragraphs(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where lines between two empty ones begin, behind the marks of quotes, and where they end."""
    first, marks = -1, _MARKS_OF_CONTAINERS  # An item's own stands before its first line.
    for line in text[start:stop].split("\n"):
        bare = line.lstrip(marks)
        marks = " \t>"
        if not bare:
            if first >= 0:
                yield first, start
            first = -1
        elif first < 0:
            first = start + len(line) - len(bare)
        start += len(line) + 1
    if first >= 0:
        yield first, stop
