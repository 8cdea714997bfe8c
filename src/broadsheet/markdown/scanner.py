"""What stands where in an article's Markdown: code, headings, paragraphs, quotes, raw HTML.

One answer for all that looks at the source: shortcodes, templates, wikilinks, wrappers, footnotes,
summaries, headlines and checks. comrak parses the text and says where each element stands.
markdown-it-py 4.3.0 was tried too, on 40 articles of a real site (238 KB): it knows the lines of blocks
only, not where any of their 136 code spans stands, and takes 14 times as long (0.107 s for 0.0076 s).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from html import escape, unescape
from itertools import accumulate
from typing import NamedTuple

from broadsheet.text import may_have_marks

_PLACE = r' data-sourcepos="(\d+):(\d+)-(\d+):(\d+)"'
_CODE = re.compile(rf"<(pre|code|p|dd|dt|li|td|th|h[1-6]){_PLACE}")
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>[a-z]+[1-6]?)(?:{_PLACE})?(?: [^<>]*)?>")
_LINE_END = re.compile(rb"\r\n?|\n")
_CONTINUATION = bytes(range(0x80, 0xC0))
"""All bytes of UTF-8 but the first of each character."""

_BLOCK = 512
_RAW = re.compile(r"<(?:(?P<name>pre|code|script|style|textarea)(?=[\s>/])|!--)", re.IGNORECASE)
_TICKS = re.compile(r"`+")
_NOT_SPACE = re.compile(r"\S")
_MARKS_OF_CODE = ("`", "<", "~~~", "\t", "    ")
_VOID = frozenset({"br", "hr", "img", "input"})

_SHIFT = {code: chr(0xF0000 + code) for code in range(0x21, 0x7F)}
_UNSHIFT = {0xF0000 + code: chr(code) for code in range(0x21, 0x7F)}
_SHIFT_MATH = {code: chr(0x100000 + code) for code in range(0x21, 0x7F)}
_UNSHIFT_MATH = {0x100000 + code: escape(chr(code), quote=False) for code in range(0x21, 0x7F)}
_SHIFTED_MATH = re.compile("[\U00100021-\U0010007e]")
# A paragraph that is one formula: `$$` or `\[` begins it, and `$$` or `\]` ends it.
_DISPLAYED = re.compile(
    "<p>((?:\U00100024\U00100024|\U0010005c\U0010005b)[^<]*"
    "(?:\U00100024\U00100024|\U0010005c\U0010005d))</p>"
)
_MATH = re.compile(rf'<span data-math-style="[a-z]+"{_PLACE}')
_SHIFTED = re.compile("[\U000f0021-\U000f007e]")
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
    OTHER = "other"  # A list or a table.


_BLOCKS = {"p": Kind.PARAGRAPH, "blockquote": Kind.QUOTE, "pre": Kind.FENCED}
_BLOCKS |= {f"h{level}": Kind.HEADING for level in range(1, 7)}


class Span(NamedTuple):
    """A part of the source: `text[start:end]`.

    `level` is that of a heading; `html` is what comrak makes of a block of code.
    """

    start: int
    end: int
    kind: Kind
    level: int = 0
    html: str = ""


class _Places:
    """Turns lines and columns, which count bytes of UTF-8, into offsets in a text.

    comrak can count characters, but takes quadratic time for it (comrak 0.0.16).
    """

    def __init__(self, text: str) -> None:
        self._data = b"" if text.isascii() else text.encode(errors="replace")
        data = self._data or text.encode()
        self._size = len(data)
        self._lines = [0, *(end.end() for end in _LINE_END.finditer(data))]
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

    def _count(self, start: int, end: int) -> int:
        return len(self._data[start:end].translate(None, _CONTINUATION))


@dataclass(frozen=True)
class Scan:
    """A text, and what stands in it. Each answer is worked out when it is first asked for."""

    text: str

    @cached_property
    def _html(self) -> str:
        from broadsheet.markdown import comrak_adapter  # noqa: PLC0415 - most texts need it not

        return comrak_adapter.positions(self.text)

    @cached_property
    def _places(self) -> _Places:
        return _Places(self.text)

    @cached_property
    def code(self) -> tuple[Span, ...]:
        """Return the spans of code of every kind, in order; none overlaps another."""
        return tuple(span for span in self._code_and_comments if span.kind is not Kind.COMMENT)

    @cached_property
    def comments(self) -> tuple[Span, ...]:
        """Return the comments of raw HTML."""
        return tuple(span for span in self._code_and_comments if span.kind is Kind.COMMENT)

    @cached_property
    def _code_and_comments(self) -> list[Span]:
        if not any(mark in self.text for mark in _MARKS_OF_CODE):
            return []
        found = sorted(self._code_of_markdown())
        if "<" not in self.text:
            return found
        raw = list(_raw_html(_masked(self.text, found)))
        ends = [span.end for span in raw]
        starts = [span.start for span in raw]

        def within(span: Span) -> bool:
            before = bisect_right(starts, span.start)
            return before > 0 and span.start < ends[before - 1]

        return sorted([*(span for span in found if not within(span)), *raw])

    def _code_of_markdown(self) -> Iterator[Span]:
        """Read the places of code from the HTML that comrak makes."""
        around: Sequence[str | None] = ()  # Of most blocks nobody asks where they are.
        for tag in _CODE.finditer(self._html):
            name, *place = tag.groups()
            if name not in {"pre", "code"}:
                around = place
                continue
            span = self._span(place)
            if name == "pre":
                if span:
                    yield _block(self.text, span, self._html, tag.start())
            elif span and self.text[span.start] == self.text[span.end - 1] == "`":
                yield span._replace(kind=Kind.CODE_SPAN)
            elif around and (block := self._span(around)):
                yield from _code_spans(self.text, block)
                around = ()

    def _span(self, place: Sequence[str | None]) -> Span | None:
        line, column, last_line, last_column = (int(number or 0) for number in place)
        start = self._places.offset(line, column - 1)
        end = self._places.offset(last_line, last_column)
        end = start + len(self.text[start:end].rstrip())
        return Span(start, end, Kind.OTHER) if end > start else None

    @cached_property
    def blocks(self) -> tuple[Span, ...]:
        """Return the blocks that are in no other: paragraphs, headings, quotes, code, lists, tables.

        Raw HTML is no block here, nor are footnotes and link definitions.
        """
        return tuple(self.each_block())

    def each_block(self) -> Iterator[Span]:
        """Yield the `blocks` one by one, for those who need the first ones alone."""
        depth = 0
        for tag in _TAG.finditer(self._html):
            if tag["end"]:
                depth -= 1
                continue
            if not depth and tag[3] and (span := self._span(tag.groups()[2:])):
                name = tag["name"]
                level = int(name[1]) if name[0] == "h" and name[1].isdigit() else 0
                yield span._replace(kind=_BLOCKS.get(name, Kind.OTHER), level=level)
            depth += tag["name"] not in _VOID

    @cached_property
    def masked(self) -> str:
        """Return the text with NUL for each character of code, white space excepted.

        It has the text's length, so that what a pattern finds in it is where it is in the text.
        """
        return _masked(self.text, self.code)

    @cached_property
    def shifted(self) -> str:
        """Return the text with other characters in code, which mean nothing to Markdown.

        `unshift` puts them back, also after lines were added, left out or moved.
        """
        parts, done = [], 0
        for span in self.code:
            inside = self.text[span.start : span.end].translate(_SHIFT)
            parts += [self.text[done : span.start], inside]
            done = span.end
        return "".join([*parts, self.text[done:]])

    def is_code(self, position: int) -> bool:
        """Return whether a position is within code."""
        before = bisect_right(self.code, position, key=lambda span: span.start)
        return before > 0 and position < self.code[before - 1].end

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> str:
        """Replace what a pattern finds outside of code.

        A match may hold code, as the words of a link may; `replace` is then given the match of the
        source itself.
        """
        parts, done = [], 0
        for found in pattern.finditer(self.masked):
            match = found
            if HIDDEN in found[0]:
                match = pattern.match(self.text, found.start()) or found
            if found.start() >= done:
                parts += [self.text[done : found.start()], replace(match)]
                done = max(match.end(), found.end())
        return "".join([*parts, self.text[done:]])


@lru_cache(maxsize=4)
def scan(text: str) -> Scan:
    """Return what stands where in a text. The last few answers are remembered."""
    return Scan(text)


def scan_html(text: str) -> Scan:
    """Return where code stands in a text that is HTML."""
    scanned = Scan(text)
    scanned.__dict__["_code_and_comments"] = list(_raw_html(text)) if "<" in text else []
    return scanned


def unshift(text: str) -> str:
    """Put back what `Scan.shifted` changed."""
    return text.translate(_UNSHIFT) if may_have_marks(text) and _SHIFTED.search(text) else text


def shift_math(text: str, options: frozenset[str], *, only_double: bool = False) -> str:
    """Return a text whose TeX has other characters, which mean nothing to Markdown; see `unshift_math`.

    With `only_double`, TeX is what stands between `$$`; it gets the delimiters of kramdown's output.
    """
    if not options or ("$" not in text and "\\(" not in text and "\\[" not in text):
        return text
    from broadsheet.markdown import comrak_adapter  # noqa: PLC0415 - most texts need it not

    scanned = Scan(text)
    parts, done = [], 0
    for tag in _MATH.finditer(comrak_adapter.positions(text, options)):
        span = scanned._span(tag.groups())  # noqa: SLF001 - the same module
        typed = text[span.start : span.end] if span and span.start >= done else ""
        if span and typed.startswith("$$" if only_double else ("$", "\\(", "\\[")):
            shown = _of_kramdown(typed, text, span) if only_double else typed
            parts += [text[done : span.start], shown.translate(_SHIFT_MATH)]
            done = span.end
    return "".join([*parts, text[done:]])


def _of_kramdown(typed: str, text: str, span: Span) -> str:
    is_block = not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()
    is_block = is_block and text[span.end : span.end + 1] in {"", "\n"}
    inside = typed.strip("$").strip()
    return f"\\[{inside}\\]" if is_block else f"\\({inside}\\)"


def unshift_math(html: str) -> str:
    """Put back the TeX that `shift_math` changed, in HTML; a formula set apart is in no paragraph."""
    if not may_have_marks(html) or not _SHIFTED_MATH.search(html):
        return html
    return _DISPLAYED.sub(r"<div>\1</div>", html).translate(_UNSHIFT_MATH)


def _masked(text: str, code: Iterable[Span]) -> str:
    parts, done = [], 0
    for span in code:
        hidden = _NOT_SPACE.sub(HIDDEN, text[span.start : span.end])
        parts += [text[done : span.start], hidden]
        done = span.end
    return "".join([*parts, text[done:]]) if parts else text


def _block(text: str, span: Span, html: str, position: int) -> Span:
    """Return a block of code: fenced where its first line is no part of the code, else indented."""
    code = html[position : html.find("</pre>", position) + len("</pre>")]
    source = text[span.start : span.end]
    kind = Kind.INDENTED
    if source.startswith(("```", "~~~")):
        first = unescape(code.partition(">")[2].partition(">")[2].partition("\n")[0])
        kind = Kind.INDENTED if first == source.partition("\n")[0] else Kind.FENCED
    return span._replace(kind=kind, html=code)


def _code_spans(text: str, block: Span) -> Iterator[Span]:
    """Find the code spans of a paragraph where comrak has their columns wrong.

    It loses count below link definitions that begin a paragraph (comrak 0.0.16).
    """
    runs = list(_TICKS.finditer(text, block.start, block.end))
    later: dict[str, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][0], []).append(number)
    number = 0
    while number < len(runs):
        ends = later[runs[number][0]]
        while ends and ends[-1] <= number:
            ends.pop()
        if ends:
            yield Span(runs[number].start(), runs[ends[-1]].end(), Kind.CODE_SPAN)
            number = ends[-1]
        number += 1


def _raw_html(masked: str) -> Iterator[Span]:
    """Find code and comments that are written as HTML."""
    lower, position = masked.lower(), 0
    endless: set[str] = set()
    while tag := _RAW.search(masked, position):
        closing = f"</{tag['name'].lower()}" if tag["name"] else "-->"
        end = -1 if closing in endless else lower.find(closing, tag.end())
        position = tag.end()
        if end < 0:
            endless.add(closing)
            continue
        position = masked.find(">", end) + 1 or len(masked)
        yield Span(tag.start(), position, Kind.RAW_CODE if tag["name"] else Kind.COMMENT)
