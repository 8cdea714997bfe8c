"""What stands where in an article's Markdown: code, headings, paragraphs, quotes, notes, raw HTML.

comrak parses the text and says where each element stands (`Places`).
markdown-it-py 4.3.0 was tried too, on 40 articles of a real site (238 KB): it knows the lines of blocks
only, not where any of their 136 code spans stands, and takes 14 times as long (0.107 s for 0.0076 s).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from broadsheet.markdown.scanning.code import code_of_html, code_of_markdown, merged
from broadsheet.markdown.scanning.containers import Container, containers
from broadsheet.markdown.scanning.definitions import Definition, definitions
from broadsheet.markdown.scanning.note_lines import heading_line, note_lines
from broadsheet.markdown.scanning.note_marks import note_marks
from broadsheet.markdown.scanning.raw_html import RawLine, raw_html, raw_lines
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import (
    PLACE,
    FootnoteSpan,
    Kind,
    Places,
    Span,
    masked,
    span_at,
)
from broadsheet.markdown.scanning.texts import texts

_ELEMENT = re.compile(rf"<[a-z]+[1-6]?(?: data-math-style=\"[a-z]+\")?{PLACE}")
_HEADING = re.compile(rf"<h([1-6]){PLACE}")
_NOTE = re.compile(rf'<li{PLACE} id="fn-')
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>[a-z]+[1-6]?)(?:{PLACE})?(?: [^<>]*)?>")
_MARKS_OF_CODE = ("`", "<", "~~~", "\t", "    ")
_VOID = frozenset({"br", "hr", "img", "input"})

_BLOCKS = {"p": Kind.PARAGRAPH, "blockquote": Kind.QUOTE, "pre": Kind.FENCED, "li": Kind.NOTE}
_BLOCKS |= {f"h{level}": Kind.HEADING for level in range(1, 7)}


@dataclass(frozen=True)
class ParsedText:
    """A text, and what stands in it. Each answer is worked out when it is first asked for."""

    text: str
    options: frozenset[str] = frozenset()
    """What comrak is to find too, by its names."""

    @cached_property
    def _html(self) -> str:
        from broadsheet.markdown.commonmark import comrak_adapter  # noqa: PLC0415 - most texts need it not

        return comrak_adapter.positions(self.text, self.options)

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)

    @cached_property
    def code(self) -> tuple[Span, ...]:
        """Return the spans of code of every kind, in order; none overlaps another."""
        return tuple(span for span in self._code_and_comments if span.kind is not Kind.COMMENT)

    @cached_property
    def comments(self) -> tuple[Span, ...]:
        """Return the comments of raw HTML."""
        return tuple(span for span in self._code_and_comments if span.kind is Kind.COMMENT)

    def comment(self, words: str) -> Span | None:
        """Return the first comment that says no more than some words, in small or capital letters."""
        if "<!--" not in self.text:
            return None
        said = ((c, self.text[c.start + 4 : c.end - 3].strip().lower()) for c in self.comments)
        return next((comment for comment, text in said if text == words), None)

    @cached_property
    def _has_no_code(self) -> bool:
        """Whether the text has neither code nor raw HTML, by its marks."""
        return not has(self.text, *_MARKS_OF_CODE)

    @cached_property
    def _code_and_comments(self) -> list[Span]:
        if self._has_no_code:
            return []
        found = sorted(code_of_markdown(self._places, self._html))
        if not has(self.text, "<"):
            return found
        return merged(found, list(code_of_html(masked(self.text, found))))

    @cached_property
    def blocks(self) -> tuple[Span, ...]:
        """Return the blocks that are in no other: paragraphs, headings, quotes, code, lists, tables, notes.

        Raw HTML is no block here, nor are link definitions.
        """
        return tuple(self.each_block())

    def each_block(self) -> Iterator[Span]:
        """Yield the `blocks` one by one, for those who need the first ones alone."""
        depth = outside = 0
        for tag in _TAG.finditer(self._html):
            if tag["end"]:
                depth -= 1
                continue
            name = tag["name"]
            if name == "section":
                outside = 2  # In it, and in the list in it, comrak puts all from the first note on.
            elif depth == outside and tag[3] and (span := self._places.span(tag.groups()[2:])):
                level = int(name[1]) if name[0] == "h" and name[1].isdigit() else 0
                yield span._replace(kind=_BLOCKS.get(name, Kind.OTHER), level=level)
            depth += name not in _VOID

    def elements(self, name: str) -> Iterator[Span]:
        """Yield what becomes an element of a name, also within others, in order.

        Its kind is CONTAINER if it begins with a block, else OTHER.
        """
        mark = f"<{name} data-"
        position = self._html.find(mark)
        while position >= 0:
            tag = _ELEMENT.match(self._html, position)
            if tag and (span := self._places.span(tag.groups())):
                has_block = self._html.startswith(">\n", tag.end())
                yield span._replace(kind=Kind.CONTAINER) if has_block else span
            position = self._html.find(mark, position + 1)

    def containers(self) -> Iterator[Container]:
        """Yield items, quotes, definitions, footnotes and tables, by their lines, in order."""
        return containers(self._html)

    @cached_property
    def texts(self) -> tuple[Span, ...]:
        """Return what holds words itself: paragraphs, headings, items, terms, cells; up to blocks in it."""
        return tuple(texts(self._places, self._html))

    @cached_property
    def raw_html(self) -> tuple[Span, ...]:
        """Return the raw HTML that stands between blocks, each from its first tag to an empty line.

        Its `level` counts the items, quotes and definitions around it. `<pre>` is raw HTML, too.
        """
        if not has(self.text, "<"):
            return ()
        found = raw_html(self._places, self._html)
        return tuple(span for span in found if not self._is_within_code(span.start))

    @cached_property
    def raw_lines(self) -> tuple[tuple[RawLine, ...], ...]:
        """Return the lines of each piece of raw HTML that begins a line; in quotations none does."""
        pieces = (tuple(raw_lines(self.text, html)) for html in self.raw_html)
        return tuple(lines for lines in pieces if lines)

    def _is_within_code(self, position: int) -> bool:
        before = bisect_left(self._code_and_comments, position, key=lambda span: span.start)
        return before > 0 and position < self._code_and_comments[before - 1].end

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Return the definitions of links; an address ends at white space."""
        if not has(self.text, "]:"):
            return ()
        return tuple(definitions(self.text, self.masked, self._goes_on))

    def _goes_on(self, position: int) -> bool:
        """Return whether what begins at a position is part of a paragraph or raw HTML above it."""
        text = span_at(self.texts, position)
        is_below = text is not None and "\n" in self.text[text.start : position]
        return is_below or self.is_raw_html(position)

    def heading_above(self, position: int) -> Span | None:
        """Return the heading right above a position, None if there is none."""
        simple = heading_line(self.text, position) if self._has_no_code else True
        if not isinstance(simple, bool):
            return simple
        last = self._heading_before(position) if simple else None
        return None if last and self.text[last.end : position].strip() else last

    def _heading_before(self, position: int) -> Span | None:
        """Return the last heading that ends before a position.

        They are looked for from the end, where most authors have their notes.
        """
        at = self._html.rfind("<h")
        while at >= 0:
            heading = _HEADING.match(self._html, at)
            span = self._places.span(heading.groups()[1:]) if heading else None
            if heading and span and span.end <= position:
                return span._replace(kind=Kind.HEADING, level=int(heading[1]))
            at = self._html.rfind("<h", 0, at)
        return None

    def words_of(self, heading: Span) -> str:
        """Return the Markdown of a heading without its marks, and without attributes (`{#id}`)."""
        typed = self.text[heading.start : heading.end]
        line = typed.lstrip("#").strip() if typed.startswith("#") else typed.rpartition("\n")[0]
        bare = line.rstrip("#")
        line = bare.rstrip() if bare.endswith((" ", "\t")) or not bare else line
        words, brace, rest = line.strip().rpartition("{")
        return words.rstrip() if brace and rest.find("}") == len(rest) - 1 else line.strip()

    @cached_property
    def notes(self) -> tuple[FootnoteSpan, ...]:
        """Return the footnotes, each with what it says."""
        if "[^" not in self.text:
            return ()
        simple = note_lines(self.text) if self._has_no_code else None
        return tuple(self._notes()) if simple is None else simple

    @cached_property
    def note_marks(self) -> tuple[FootnoteSpan, ...]:
        """Return the marks of footnotes, also of those that the text does not have."""
        if "[^" not in self.text:
            return ()

        def parse(text: str) -> set[int]:
            scanned = self if text == self.text else ParsedText(text)
            return {span.start for span in scanned.elements("sup")}

        return note_marks(self.text, self.masked, self.notes, parse)

    def _notes(self) -> Iterator[FootnoteSpan]:
        for tag in _NOTE.finditer(self._html, max(self._html.rfind("<section"), 0)):
            first, column, last, last_column = map(int, tag.groups())
            start = self._places.offset(first, column - 1)
            end = self._places.offset(last, last_column)
            is_nested = self.text[self.text.rfind("\n", 0, start) + 1 : start].strip() != ""
            # Where code ends a note, comrak 0.0.16 takes that one's first line for the end of both.
            before = bisect_left(self.code, end, key=lambda span: span.start)
            end = max(end, self.code[before - 1].end) if before else end
            # And where a table ends it, it takes the last but one cell for the end.
            end = end if self.text.endswith("\n", 0, end) else self._end_of_line(end)
            name = self.text[start + 2 : end].partition("]:")[0]
            yield FootnoteSpan(start, end, name, is_nested)

    def _end_of_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return end if end >= 0 else len(self.text)

    @cached_property
    def masked(self) -> str:
        """Return the text with NUL for each character of code, white space excepted.

        It has the text's length, so that what a pattern finds in it is where it is in the text.
        """
        return masked(self.text, self.code)

    def is_code(self, position: int) -> bool:
        """Return whether a position is within code."""
        return span_at(self.code, position) is not None

    def is_raw_html(self, position: int) -> bool:
        """Return whether a position is within raw HTML that stands between blocks."""
        return span_at(self.raw_html, position) is not None
