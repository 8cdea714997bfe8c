"""Blocks that need an empty line above them, as in Pandoc: elsewhere they go on with the paragraph.

Its extensions `blank_before_header` and `blank_before_blockquote` say so of headings and quotations, and
lists and tables begin nowhere else either (https://pandoc.org/MANUAL.html#pandocs-markdown).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.spans import HIDDEN, Kind
from broadsheet.markdown.scanning.splices import Splice, spliced

_SIGN = re.compile(r"[ ]*+(?:[0-9]{1,9}(?=[.)][ ])|(?=[-+*][ ]|[>|]|#{1,6}[ ]|:?-[-: ]*+\|))")
"""What stands before the sign that makes a block of a line."""
_BLOCKS = frozenset({Kind.QUOTE, Kind.HEADING, Kind.OTHER})


def with_long_paragraphs(text: str) -> str:
    """Write what CommonMark takes for a block below a paragraph so that it is text."""
    return spliced(text, _escapes(scan(text)))


def _escapes(scanned: Scan) -> Iterator[Splice]:
    text, done = scanned.text, 0
    for start in sorted({*_below_paragraphs(scanned), *_below_items(scanned)}):
        at = max(text.rfind("\n", 0, start) + 1, done)
        while (end := _line_end(text, at)) > at and text[at:end].strip():
            if sign := _SIGN.match(text, at, end):
                yield sign.end(), sign.end(), "\\"
            at = done = end + 1


def _below_paragraphs(scanned: Scan) -> Iterator[int]:
    """Yield where blocks begin right below a paragraph."""
    for above, block in pairwise(scanned.blocks):
        is_next = scanned.text[above.end : block.start].strip(" \t") == "\n"
        if is_next and above.kind is Kind.PARAGRAPH and block.kind in _BLOCKS:
            yield block.start


def _below_items(scanned: Scan) -> Iterator[int]:
    """Yield where quotations and tables begin right below the words of an item."""
    if not any(scanned.elements("li")):
        return
    text = scanned.masked_html
    for block in (*scanned.elements("blockquote"), *scanned.elements("table")):
        end = text.rfind("\n", 0, block.start)
        above = text[text.rfind("\n", 0, max(end, 0)) + 1 : max(end, 0)].strip()
        is_first = text[end + 1 : block.start].strip() != ""
        if not is_first and HIDDEN not in above and above[:1] not in {"", "|", ">", "#"}:
            yield block.start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
