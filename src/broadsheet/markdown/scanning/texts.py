"""Where the words of a text stand: paragraphs, headings, terms, cells, and items without paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from broadsheet.markdown.scanning.spans import PLACE, Kind, Places, Span

_BLOCK = re.compile(
    rf"<(p|pre|blockquote|[ou]l|li|d[ltd]|h[1-6]|hr|table|t[hd]){PLACE}[^<>]*>(\n?)"
)
_NO_WORDS = frozenset({"pre", "hr"})


def texts(places: Places, html: str) -> Iterator[Span]:
    """Yield what holds words itself, up to the blocks within it; code holds none."""
    found = [*_blocks(places, html), Span(len(places.text), len(places.text), Kind.OTHER)]
    for text, below in pairwise(found):
        if text.kind is not Kind.OTHER:
            yield text._replace(end=min(text.end, max(below.start, text.start)))


def _blocks(places: Places, html: str) -> Iterator[Span]:
    """Yield all blocks in order; those that begin with words are headings or of the kind PARAGRAPH."""
    for tag in _BLOCK.finditer(html):
        name, *place, line_end = tag.groups()
        span = places.span(place)
        if span and not line_end and name not in _NO_WORDS:
            kind = Kind.HEADING if name[1:].isdigit() else Kind.PARAGRAPH
            # comrak 0.0.16 has the end of terms wrong.
            yield span._replace(kind=kind, end=len(places.text) if name == "dt" else span.end)
        elif span:
            yield span
