"""What kramdown reads otherwise than CommonMark, written so that both read the same.

comrak says what stands where; only what it takes for something else than kramdown is written anew.
Sources: lib/kramdown/parser/kramdown/ of kramdown 2.4: link.rb, list.rb and table.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.markdown.kramdown_html import with_ended_elements
from broadsheet.markdown.scanner import Scan, code_spans, scan
from broadsheet.markdown.spans import Kind, Span
from broadsheet.markdown.splices import Splice, spliced
from broadsheet.markdown.tables import cells, is_rule

_MARKS = ("]:", "</", "|", "**")
_FENCES = ("```", "~~~", "<pre")
_HEADLESS = "\ue07c"
"""Stands in the head of a table that has none."""

_HEAD = re.compile(
    rf"<thead>\s*<tr>\s*<th[^<>]*>{_HEADLESS}</th>(?:\s*<th[^<>]*></th>)*\s*</tr>\s*</thead>\s*"
)
_MOST_OPEN = 100
_MOST_SPACES = 20


def as_commonmark(text: str) -> str:
    """Return Markdown that means to CommonMark what a text means to kramdown; see `headless`."""
    has_lists = any(mark in text for mark in _FENCES) or _has_numbers(text)
    if not has_lists and not any(mark in text for mark in _MARKS):
        return text
    scanned = scan(with_ended_elements(scan(text)) if "</" in text else text)
    splices = [*_references(scanned)]
    if has_lists:
        splices += _lists(scanned)
    if "|" in scanned.text:
        splices += _tables(scanned)
    if "**" in scanned.text:
        splices += _uneven(scanned)
    return spliced(scanned.text, sorted(splices))


def headless(html: str) -> str:
    """Take away the heads that `as_commonmark` gave to tables."""
    return _HEAD.sub("", html).replace(_HEADLESS, "") if _HEADLESS in html else html


def _has_numbers(text: str) -> bool:
    """Return whether a line begins with a number, as the items of numbered lists do."""
    return any(line.lstrip(" \t>")[:1].isdigit() for line in text.split("\n"))


def _references(scanned: Scan) -> Iterator[Splice]:
    """Let the last definition of a link count, and take addresses and labels as kramdown does."""
    last = {_label(found.label): found for found in scanned.definitions}
    for found in scanned.definitions:
        _, _, _, address, rest = last[_label(found.label)]
        if address.count("(") != address.count(")"):
            address = address.replace("(", "\\(").replace(")", "\\)")
        yield found.start, found.end, f"[{found.label}]: {address}{rest}"
    yield from _joined(scanned) if last else ()


def _uneven(scanned: Scan) -> Iterator[Splice]:
    """Take the first mark of `**a*` into the emphasis (kramdown, emphasis.rb): CommonMark leaves it out."""
    text = scanned.text
    for start, *_ in scanned.elements("em"):
        if text.startswith("**", start - 1) and text[max(start - 2, 0) : start - 1] not in {
            "*",
            "\\",
        }:
            yield start, start, "\\"


def _label(typed: str) -> str:
    return " ".join(typed.split()).casefold()


def _joined(scanned: Scan) -> Iterator[Splice]:
    """Put references together with the labels that stand apart from them: `[text] [label]`."""
    text = scanned.text
    complete = -1
    for start, end, *_ in scanned.elements("a"):
        before = text[max(start - _MOST_SPACES, 0) : start]
        bracket = start - len(before) + len(before.rstrip())
        is_label = text.startswith("[", start) and text.find("]", start, end) == end - 1
        is_apart = bracket < start and text.startswith("]", bracket - 1) and bracket != complete
        if is_label and is_apart:
            yield bracket, start, ""
        complete = end if is_apart or not is_label else complete


@dataclass(frozen=True, slots=True)
class _Item:
    """An open item of a list: whether it is numbered, and the column where its content begins."""

    is_numbered: bool
    column: int


def _lists(scanned: Scan) -> Iterator[Splice]:
    """Put into an item what stands right below it, though less indented: other lists, and code.

    `1)` begins no item.
    """
    text = scanned.text
    items = (span._replace(kind=Kind.ITEM) for span in scanned.elements("li"))
    code = (span for span in scanned.code if span.kind in {Kind.FENCED, Kind.RAW_CODE})
    opened: list[_Item] = []
    done = 0
    for span in sorted([*items, *code]):
        line = text.rfind("\n", 0, span.start) + 1
        if not all(map(str.strip, text[done:line].split("\n")[1:-1])):
            opened = []
        done = max(done, span.start if span.kind is Kind.ITEM else span.end)
        if span.kind is Kind.ITEM:
            yield from _item(text, line, span.start, opened)
        elif opened and span.start == line and "\n" in text[span.start : span.end]:
            around = " " * opened[-1].column
            yield from ((start, start, around) for start in _line_starts(text, span))


def _line_from(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[position:] if end < 0 else text[position:end]


def _line_starts(text: str, span: Span) -> Iterator[int]:
    position = span.start
    while 0 <= position < span.end:
        yield position
        position = text.find("\n", position) + 1 or span.end


def _item(text: str, line: int, start: int, opened: list[_Item]) -> Iterator[Splice]:
    """Open an item, and indent its line if it belongs to one that is open."""
    marker, *content = _line_from(text, start).split(maxsplit=1)
    if marker.endswith(")"):
        place = start + len(marker) - 1
        yield place, place, "\\"
    elif content and not text[line:start].strip(" "):
        before = _line_from(text, line).partition(content[0])[0]
        column = len(before.expandtabs(4))
        shift = _open(opened, start - line, column, is_numbered=marker[0].isdigit())
        yield line, line, " " * shift


def _open(opened: list[_Item], indent: int, column: int, *, is_numbered: bool) -> int:
    """Open an item; returns by how much it has to be indented more to be in the one it belongs to."""
    around = shift = 0
    for item in opened:
        if indent < item.column:
            if item.is_numbered != is_numbered:
                around, shift = around + 1, item.column - indent
            break
        around += 1
    del opened[around:]
    if len(opened) < _MOST_OPEN:
        opened.append(_Item(is_numbered, shift + column))
    return shift


def _tables(scanned: Scan) -> Iterator[Splice]:
    """Give a head to tables that have none: paragraphs with a `|` in each line."""
    for block in scanned.blocks:
        if block.kind is Kind.PARAGRAPH:
            yield from _table(scanned, block)
    for row in scanned.elements("tr"):
        yield from _bars_of_code(scanned.text, row)


def _table(scanned: Scan, paragraph: Span) -> Iterator[Splice]:
    start, end, *_ = paragraph
    lines = scanned.masked[start:end].split("\n")
    has_rule = any("|" in line and is_rule(line) for line in lines[:2])
    has_head = any(map(is_rule, lines[1:]))
    has_bars = all("|" in line.replace("\\|", "") for line in lines)
    if not has_head and has_bars and _is_apart(scanned.text, paragraph):
        width = max(map(cells, lines))
        rule = "" if has_rule else "|" + "--|" * width + "\n"
        yield start, start, f"| {_HEADLESS} " + "| " * (width - 1) + "\n" + rule
        has_rule = True
    if has_rule:
        yield from _bars_of_code(scanned.text, paragraph)


def _is_apart(text: str, block: Span) -> bool:
    """Return whether empty lines are above and below a block, or nothing at all."""
    line = text.rfind("\n", 0, block.start) + 1
    line_end = text.find("\n", block.end)
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
    return not above.strip() and (line_end < 0 or not _line_from(text, line_end + 1).strip())


def _bars_of_code(text: str, rows: Span) -> Iterator[Splice]:
    """Escape each `|` in code: GFM takes it for the end of a cell, so that it is no code."""
    for code in code_spans(text, rows):
        for place in range(code.start, code.end):
            if text[place] == "|" and text[place - 1] != "\\":
                yield place, place, "\\"
