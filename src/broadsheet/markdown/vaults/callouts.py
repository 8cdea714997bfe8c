"""Callouts: quotations whose first line names their kind, and may have a title.

    > [!note]- Title
    > Words

Any word is a kind, and a callout may stand wherever a quotation may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice, spliced

BOLD = "bold"
"""The title is bold, in a line of its own."""

PARAGRAPH = "paragraph"
"""The title is a paragraph, and its quotes and dashes stay as typed."""

_MARK = re.compile(
    r">[ \t]*(?P<all>\[!(?P<kind>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*))"
)
_SMART = re.compile(r"[\"']|-(?=-)|(?<=-)-|\.(?=\.\.)")
_NO_QUOTE = re.compile(r"[^>\s]")
# What a title may begin with that would begin a block in a paragraph of its own.
_BLOCK = re.compile(r"(?:[-+*>]|#{1,6}|\d{1,9}[.)])(?=\s|$)")


def titled(text: str, style: str) -> str:
    """Return a text in which callouts are quotations with a title; `style` is BOLD or PARAGRAPH."""
    return spliced(text, _titles(scan(text), style)) if has(text, "[!") else text


def _titles(scanned: Scan, style: str) -> Iterator[Splice]:
    text = scanned.text
    for quotation in scanned.elements("blockquote"):
        mark = _MARK.match(text, quotation.start)
        if mark is None:
            continue
        kind = mark["kind"].replace("-", " ")
        if style == BOLD:
            yield *mark.span("all"), f"**{mark['title'].strip() or kind.capitalize()}**  "
            continue
        title = mark["title"].strip() or kind[0].upper() + kind[1:]
        block = _BLOCK.match(title)
        if block:
            title = f"{block[0][:-1]}\\{title[block.end() - 1 :]}"
        title = scan(title).sub_words(_SMART, lambda sign: f"\\{sign[0]}")
        before = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start("all")]
        yield *mark.span("all"), f"{title}\n{_NO_QUOTE.sub(' ', before)}"
