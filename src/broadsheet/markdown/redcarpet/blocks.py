"""The blocks of Redcarpet, written so that they are the same ones to CommonMark.

Tabs are spaces. Raw HTML goes on to its end tag, over empty lines. A heading needs no space behind its
signs, and neither a list nor fenced code begins right below a paragraph.
Source: ext/redcarpet/markdown.c of Redcarpet 3.5, `expand_tabs`, `parse_htmlblock`, `parse_paragraph`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from broadsheet.markdown.kramdown.elements import TEXT
from broadsheet.markdown.redcarpet.items import RedcarpetItem, RedcarpetList, list_at
from broadsheet.markdown.shortcodes.kept_html import hide_block

_BLOCKS = frozenset(
    "article aside blockquote canvas del details dir div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup iframe ins main math nav noscript ol output p pre script section style summary table ul "
    "video".split()
)
_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9]*)[ >/]|<([A-Za-z][A-Za-z0-9]*)$")
_END = re.compile(r"</[A-Za-z][A-Za-z0-9]*> *$")
_HEADING = re.compile(r"(#{1,6})([^#\s].*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`~]*")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}\.) ")
_BEGINS_BLOCK = re.compile(
    r" *(?:[-+*] |\d{1,9}[.)] |#|>|`{3}|~{3}|(?:=+|-+) *$|([*_-]) *(?:\1 *){2,}$)"
)
_NO_ITEM = re.compile(r" {0,3}\d{1,9}\) ")
_CODE = "    "
_QUOTE = re.compile(r"\A {0,3}> ?")
_MOST_DEEP = 30
_ENDS_PARAGRAPH = re.compile(r"#|(?:=+|-+) *$| {0,3}([*_-]) *(?:\1 *){2,}$| {0,3}>")


def as_commonmark(text: str) -> str:
    """Return Markdown that means to CommonMark what a text means to Redcarpet."""
    return "\n".join(_Lines([line.expandtabs(4) for line in text.split("\n")]).written())


def without_marks(html: str) -> str:
    """Take away the marks that `as_commonmark` put before lines."""
    return html.replace(TEXT, "")


class _Lines:
    """Reads lines.

    `ends` are the places of lines that end an element, by its end tag; with a line break before it, of
    those that begin with it. `endless` are the signs of fences that nothing ends.
    """

    def __init__(self, lines: Sequence[str], depth: int = 0) -> None:
        self._lines = lines
        self._depth = depth
        self._ends: dict[str, list[int]] = {}
        self._endless: set[str] = set()
        for number, line in enumerate(lines):
            if end := _END.search(line):
                name = end[0].strip().lower()
                for found in (name, f"\n{name}")[: 1 + (not end.start())]:
                    self._ends.setdefault(found, []).append(number)

    def written(self) -> Iterator[str]:
        """Yield the lines for CommonMark."""
        at, is_paragraph = 0, False
        while at < len(self._lines):
            line = self._lines[at]
            size = 0 if is_paragraph else self._size_of_code(at) or -self._size_of_html(at)
            if size > 0:
                yield from (each if each.strip(" ") else "" for each in self._lines[at : at + size])
            elif size < 0:
                yield from ("", hide_block("\n".join(self._lines[at : at - size])), "")
            elif quoted := self._quoted(at):
                inner = _blocks([_QUOTE.sub("", each) for each in quoted], self._depth)
                yield from ("", *(f"> {each}" if each else ">" for each in inner), "")
                size, is_paragraph = len(quoted), False
            elif not is_paragraph and (found := list_at(self._lines, at)):
                yield from ("", *_written(found, self._depth), "")
                size = found.size
            else:
                yield _line(line, is_paragraph=is_paragraph)
                is_paragraph = bool(line.strip(" ")) and self._goes_on(
                    line, is_paragraph=is_paragraph
                )
            at += abs(size) or 1

    @staticmethod
    def _goes_on(line: str, *, is_paragraph: bool) -> bool:
        """Return whether a paragraph, and no other block, goes on below a line."""
        ends = _ENDS_PARAGRAPH.match(line) is not None
        return not (ends or (not is_paragraph and (line.startswith(_CODE) or _ITEM.match(line))))

    def _size_of_code(self, at: int) -> int:
        """Return of how many lines fenced code is, 0 for none."""
        fence = _FENCE.fullmatch(self._lines[at])
        sign = fence[1][0] if fence else ""
        if not sign or sign in self._endless:
            return 0
        for number in range(at + 1, len(self._lines)):
            bare = self._lines[number].strip()
            if bare.startswith(sign * 3) and not bare.strip(sign):
                return number - at + 1
        self._endless.add(sign)
        return 0

    def _quoted(self, at: int) -> Sequence[str]:
        """Return the lines of a quotation, up to an empty one that none of it follows."""
        if not _QUOTE.match(self._lines[at]):
            return ()
        size = 1
        for line, below in pairwise((*self._lines[at + 1 :], "")):
            if not line.strip(" ") and below.strip(" ") and not _QUOTE.match(below):
                break
            size += 1
        return self._lines[at : at + size]

    def _size_of_html(self, at: int) -> int:
        """Return of how many lines raw HTML is, 0 for none.

        It ends in its first line, or with an end tag that begins a line, or with any.
        """
        tag = _NAME.match(self._lines[at])
        name = (tag[1] or tag[2]).lower() if tag else ""
        places = [self._next(f"{above}</{name}>", at) for above in ("", "\n")]
        if name not in _BLOCKS or places[0] is None:
            return 0
        last = places[0] if places[0] == at else places[1] or places[0]
        return last - at + 1

    def _next(self, end: str, at: int) -> int | None:
        places = self._ends.get(end, [])
        found = bisect_left(places, at)
        return places[found] if found < len(places) else None


def _written(found: RedcarpetList, depth: int) -> Iterator[str]:
    """Yield the lines of a list for CommonMark; what stands in its items is read by itself."""
    for number, item in enumerate(found.items, start=1):
        mark = f"{number}." if found.is_ordered else "*"
        inner = [*_text_of(item, depth), *_blocks(item.below, depth)]
        around = " " * (len(mark) + 1)
        first = inner.pop(0) if inner else ""
        yield f"{mark} {first}" if first else mark
        yield from (around + line if line else "" for line in inner)
        if item.has_blocks:
            yield ""


def _text_of(item: RedcarpetItem, depth: int) -> Iterator[str]:
    if item.has_blocks:
        yield from _blocks(item.text, depth)
    else:
        first, *others = item.text
        yield first if not _BEGINS_BLOCK.match(first) else TEXT + first
        yield from (
            f"{TEXT}{line.lstrip()}" if _BEGINS_BLOCK.match(line) else line for line in others
        )


def _blocks(lines: Sequence[str], depth: int) -> Iterator[str]:
    """Yield the lines of blocks; what is nested deeper than others can be read stays as typed."""
    if depth >= _MOST_DEEP:
        yield from lines
        return
    written = list(_Lines(lines, depth + 1).written()) if lines else []
    while written and not written[0]:
        written.pop(0)
    while written and not written[-1]:
        written.pop()
    yield from written


def _line(line: str, *, is_paragraph: bool) -> str:
    heading = _HEADING.fullmatch(line)
    if not line.strip(" "):
        return ""
    if heading:
        return f"{heading[1]} {heading[2]}"
    begins = _ITEM.match(line) if not _ENDS_PARAGRAPH.match(line) else None
    is_text = is_paragraph and (begins or _FENCE.fullmatch(line))
    if is_text or _NO_ITEM.match(line):
        return TEXT + line.lstrip()
    # To CommonMark, an indented paragraph could be in the item above it.
    return line if is_paragraph or line.startswith(_CODE) else line.lstrip(" ")
