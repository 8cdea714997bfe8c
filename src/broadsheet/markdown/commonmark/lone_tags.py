"""Tags alone on a line below a paragraph, such as `<br>` below an item: part of the paragraph.

Such a tag begins raw HTML, but cannot interrupt a paragraph (CommonMark 0.31, section 4.6, condition 7).
comrak 0.0.16 lets it where the line is not indented as far as the paragraph: it ended the list or the
quotation, and what stood below it, up to an empty line, was no Markdown. Goldmark, markdown-it and
micromark have it as the specification does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind, Span, span_at
from broadsheet.markdown.scanning.splices import Splice, spliced

_MARK = "\ue074"
"""Stands before such a tag, so that its line is words to comrak."""

_BLOCKS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|"
    "div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|"
    "li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|"
    "tfoot|th|thead|title|tr|track|ul|pre|script|style|textarea"
)
_ALONE = re.compile(
    rf"(?<=\n)[ \t>]*(?P<tag></?(?!(?:{_BLOCKS})[\s/>])[A-Za-z][^<>\n]*>)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_AROUND = " \t>"


def in_paragraphs(text: str) -> str:
    """Return a text with marks before the tags that comrak would take for blocks; see `without_marks`."""
    if not has(text, "<") or not _ALONE.search(text):
        return text
    return spliced(text, _splices(scan(text)))


def without_marks(html: str) -> str:
    """Take away the marks."""
    return html.replace(_MARK, "")


def _splices(scanned: Scan) -> Iterator[Splice]:
    text = scanned.text
    for html in scanned.raw_html:
        line = text.rfind("\n", 0, html.start) + 1
        first = _ALONE.match(text, line)
        if first and first.start("tag") == html.start and _is_below_words(scanned, line):
            yield html.start, html.start, _MARK
            # What follows is Markdown again, with tags like this one.
            yield from _others(text, first.end(), html)


def _others(text: str, position: int, html: Span) -> Iterator[Splice]:
    for tag in _ALONE.finditer(text, position, html.end):
        yield tag.start("tag"), tag.start("tag"), _MARK


def _is_below_words(scanned: Scan, line: int) -> bool:
    """Return whether the line above ends a paragraph or the words of an item, and is no row of a table."""
    text = scanned.text
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line].rstrip("\n")
    if not above.strip(_AROUND) or "|" in above:
        return False
    words = span_at(scanned.texts, line - 2 - len(above) + len(above.rstrip()))
    return words is not None and words.kind is Kind.PARAGRAPH
