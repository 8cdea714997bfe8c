"""What marked reads otherwise than CommonMark (https://github.com/markedjs/marked/blob/v15.0.12/src/rules.ts).

A quotation goes on in a line right below it that begins no other block, also below a heading; and one right
below an item of a list belongs to that item. No break ends a link or emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind, Span
from broadsheet.markdown.scanning.splices import Splice, spliced

_MARK = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]*")
_FIRST_WITH_BLOCKS = (0, 5)
"""The first version in which a comment ends a paragraph."""
_WITHIN = "\ue077"
"""Stands before a comment within a paragraph, which it would end otherwise."""
_LAST_BREAK = re.compile(r"<br />(?=\n?</(?:a|em|strong|del)>)")
_LINE = re.compile(r"(?m)^")


def with_quotations(text: str) -> str:
    """Write what belongs to quotations, and those that belong to items, so that CommonMark sees it too."""
    may_quote = text.startswith(">") or has(text, "\n>", "\n >")
    return spliced(text, _splices(scan(text))) if may_quote else text


def with_inline_comments(text: str, version: tuple[int, int]) -> str:
    """Let paragraphs go on at comments between their lines, as old versions do: marks of summaries."""
    if version >= _FIRST_WITH_BLOCKS or not has(text, "\n<!--"):
        return text
    scanned = scan(text)
    ends = {block.end for block in scanned.blocks if block.kind is Kind.PARAGRAPH}
    starts = (comment.start for comment in scanned.comments if comment.start - 1 in ends)
    return spliced(
        text, ((start, start, _WITHIN) for start in starts if _has_text_below(text, start))
    )


def _has_text_below(text: str, comment: int) -> bool:
    end = text.find("-->\n", comment)
    return end >= 0 and text[end + len("-->\n") : end + len("-->\n") + 1].strip() not in {
        "",
        "`",
        "~",
    }


def as_marked(html: str) -> str:
    """Leave out the breaks that end a link or emphasis, as marked does, and marks of comments."""
    return _LAST_BREAK.sub("", html).replace(_WITHIN, "")


def _splices(scanned: Scan) -> Iterator[Splice]:
    text = scanned.text
    items = list(scanned.elements("li"))
    blocks = scanned.blocks
    for above, block in pairwise(blocks):
        is_next = text[above.end : block.start].strip(" \t") == "\n"
        if is_next and above.kind is Kind.QUOTE and block.kind is Kind.PARAGRAPH:
            last = text[text.rfind("\n", 0, above.end) + 1 : above.end]
            prefix = "> " if last.strip("> \t") else ""
            yield from _each_line(text, block, prefix)
        elif is_next and above.kind is Kind.OTHER and block.kind is Kind.QUOTE:
            within = [item for item in items if above.start <= item.start < above.end]
            if within:  # Else it is a table.
                prefix = " " * _content(text, within[-1])
                yield from _each_line(text, _of_item(text, block), prefix)


def _of_item(text: str, quote: Span) -> Span:
    """Return the part of a quotation that belongs to an item: a heading ends it."""
    line, _, _ = text[quote.start : quote.end].partition("\n")
    is_heading = line.lstrip("> ").startswith("#")
    return quote._replace(end=quote.start + len(line)) if is_heading else quote


def _each_line(text: str, block: Span, prefix: str) -> Iterator[Splice]:
    start = text.rfind("\n", 0, block.start) + 1
    for line in _LINE.finditer(text, start, block.end):
        yield line.start(), line.start(), prefix


def _content(text: str, item: Span) -> int:
    """Return the column at which the content of an item begins."""
    mark = _MARK.match(text, item.start)
    return (mark.end() if mark else item.start) - text.rfind("\n", 0, item.start) - 1
