"""Raw HTML as kramdown reads it: it ends where its element does, and not at an empty line between tags.

Source: lib/kramdown/parser/kramdown/html.rb of kramdown 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.markdown.html_tags import Tag, tags
from broadsheet.markdown.scanner import Scan
from broadsheet.markdown.spans import Kind, Span, masked
from broadsheet.markdown.splices import Splice, spliced

TEXT = "\ue07b"
"""Stands in a line that is text to kramdown, and would begin or end another block to CommonMark."""

_ELEMENTS = frozenset(
    "address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "iframe main nav ol p pre section table ul video".split()
)
SPANS = frozenset(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb "
    "rbc rp rt rtc ruby samp script select small span strong sub sup tt u var".split()
)
"""Elements that begin no block (LAZY_END_HTML_SPAN_ELEMENTS, paragraph.rb)."""

BLOCKS = frozenset(
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main map nav ol "
    "optgroup p pre section summary table tbody td th thead tfoot tr ul".split()
)
"""Elements that are text within a paragraph (HTML_BLOCK_ELEMENTS, html.rb)."""

_NAME = re.compile(r" {0,3}</?([A-Za-z][\w:-]*+)")


def is_element(line: str) -> bool:
    """Return whether an element that is a block begins or ends in a line; it ends a paragraph."""
    tag = _NAME.match(line) if "<" in line[:4] else None
    return tag is not None and tag[1].lower() not in SPANS


def with_ended_elements(scanned: Scan) -> str:
    """Return a text whose raw HTML means to CommonMark what it means to kramdown."""
    return spliced(scanned.text, _Elements(scanned).splices())


class _Elements:
    """The elements in the raw HTML of a text."""

    def __init__(self, scanned: Scan) -> None:
        self._scanned = scanned
        code = (self._inside(span) for span in scanned.code if not self._is_html(span))
        self._text = masked(scanned.text, code)
        self._endless: set[str] = set()

    def _is_html(self, code: Span) -> bool:
        """Return whether code is HTML to kramdown: lines of it may be indented as far as they like."""
        typed = self._scanned.text[code.start : code.end]
        return code.kind is Kind.INDENTED and typed.lstrip().startswith("<")

    def _inside(self, code: Span) -> Span:
        """Return what stands between the tags of code that is raw HTML, and other code as it is."""
        if code.kind is not Kind.RAW_CODE:
            return code
        start = self._scanned.text.find(">", code.start, code.end) + 1
        return code._replace(start=start, end=self._scanned.text.rfind("<", start, code.end))

    def splices(self) -> Iterator[Splice]:
        """Yield what elements become, and the empty line that ends each of them."""
        end = 0
        for html in self._scanned.raw_html:
            start = -1 if html.level else html.start
            while start >= end and (found := self._element(start)):
                end = found[-1].end
                yield start, end, self._without_gaps(found)
                yield end, end, "\n\n"
                start = self._start_below(end)

    def _element(self, start: int) -> Sequence[Tag]:
        """Return the tags of the block that begins at a place; none if there is none, or it has no end."""
        found: list[Tag] = []
        depth = 0
        for tag in tags(self._text, start):
            if not found and not self._opens(tag, start):
                return ()
            found.append(tag)
            if tag.name == found[0].name:
                depth += -1 if tag.is_end else 1
            if not depth:
                return found
        self._endless.update(tag.name for tag in found[:1])
        return ()

    def _opens(self, tag: Tag, start: int) -> bool:
        is_block = tag.name in _ELEMENTS - self._endless and not tag.is_end
        return is_block and tag.start == start and "markdown" not in tag.attributes

    def _start_below(self, end: int) -> int:
        """Return where the line begins below an element that ends its own line; -1 if it does not."""
        line_end = self._text.find("\n", end)
        if line_end < 0 or self._text[end:line_end].strip():
            return -1
        rest = self._text[line_end + 1 : line_end + 5]
        return line_end + 1 + len(rest) - len(rest.lstrip(" "))

    def _without_gaps(self, found: Sequence[Tag]) -> str:
        """Put marks into empty lines: to kramdown, all of an element is HTML."""
        typed = self._scanned.text[found[0].start : found[-1].end]
        return "\n".join(line if line.strip() else line + TEXT for line in typed.split("\n"))
