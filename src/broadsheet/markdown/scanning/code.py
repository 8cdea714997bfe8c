"""Where code stands in a text, and comments, which look like code to all that reads the source.

Markdown's own code is read from the HTML that comrak makes, with its places; code that is written as
HTML is found by its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from broadsheet.markdown.scanning.spans import PLACE, Kind, Places, Span, span_at

_CODE = re.compile(rf"<(pre|code|p|dd|dt|li|td|th|h[1-6]){PLACE}")
_RAW = re.compile(r"<(?:(?P<name>pre|code|script|style|textarea)(?=[\s>/])|!--)", re.IGNORECASE)
_TICKS = re.compile(r"`+")


def code_of_markdown(places: Places, html: str) -> Iterator[Span]:
    """Yield the blocks and spans of code in the HTML that comrak makes of a text."""
    around: Sequence[str | None] = ()  # Of most blocks nobody asks where they are.
    for tag in _CODE.finditer(html):
        name, *place = tag.groups()
        if name not in {"pre", "code"}:
            around = place
        elif name == "pre":
            end = html.find("</pre>", tag.start()) + len("</pre>")
            yield _block(places, place, html[tag.start() : end])
        else:
            span = places.span(place)
            if span and places.text[span.start] == places.text[span.end - 1] == "`":
                yield span._replace(kind=Kind.CODE_SPAN)
            elif around and (block := places.span(around)):
                yield from code_spans(places.text, block)
                around = ()


def _block(places: Places, place: Sequence[str | None], html: str) -> Span:
    """Return a block of code: fenced where its first line is no part of the code, else indented."""
    line, column, last_line, last_column = (int(number or 0) for number in place)
    start = places.offset(line, column - 1)
    kind, end = Kind.FENCED, places.offset(last_line, last_column)
    text = places.text
    first = unescape(html.partition(">")[2].partition(">")[2].partition("\n")[0])
    is_fence = text.startswith(("```", "~~~"), start)
    if not is_fence or text[start : text.find("\n", start)] == first:
        # comrak 0.0.16 ends a block in a list or note with its first line if an empty one follows.
        kind, end = Kind.INDENTED, places.offset(line + html.count("\n"), 0)
    return Span(start, start + len(text[start:end].rstrip()), kind, html=html)


def code_spans(text: str, block: Span) -> Iterator[Span]:
    """Find code spans by their marks alone: in rows of tables, and where comrak has their columns wrong.

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


def code_of_html(text: str) -> Iterator[Span]:
    """Yield code and comments that are written as HTML, in a text whose other code is masked."""
    lower, position = text.lower(), 0
    endless: set[str] = set()
    while tag := _RAW.search(text, position):
        closing = f"</{tag['name'].lower()}" if tag["name"] else "-->"
        end = -1 if closing in endless else lower.find(closing, tag.end())
        position = tag.end()
        if end < 0:
            endless.add(closing)
            continue
        position = text.find(">", end) + 1 or len(text)
        yield Span(tag.start(), position, Kind.RAW_CODE if tag["name"] else Kind.COMMENT)


def merged(code: list[Span], raw: list[Span]) -> list[Span]:
    """Return both kinds of code in order, without Markdown's that begins within HTML's."""
    return sorted([*(span for span in code if span_at(raw, span.start) is None), *raw])
