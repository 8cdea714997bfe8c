"""Fenced code behind a tab: comrak 0.0.16 gives each line of it in an item one space too many.

It takes an item's columns from the tab before the fence, and forgets what is left of the tab. The tab
becomes as many spaces (CommonMark, section 2.2); tabs of the code itself stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind
from broadsheet.markdown.scanning.splices import Splice, spliced

_TAB = 4
_MARKS = ("\t```", "\t~~~")


def with_spaces(text: str) -> str:
    """Return a text whose fences have spaces before them in the place of tabs."""
    return spliced(text, _spaces(scan(text))) if has(text, *_MARKS) else text


def _spaces(scanned: Scan) -> Iterator[Splice]:
    text = scanned.text
    for code in scanned.code:
        line = text.rfind("\n", 0, code.start) + 1
        before = text[line : code.start]
        if code.kind is not Kind.FENCED or "\t" not in before:
            continue
        width = len(before.expandtabs(_TAB))
        yield line, code.start, before.expandtabs(_TAB)
        line = text.find("\n", code.start) + 1
        while 0 < line < code.end:
            end = _column_end(text, line, width)
            yield line, end, text[line:end].expandtabs(_TAB)
            line = text.find("\n", end) + 1


def _column_end(text: str, start: int, width: int) -> int:
    """Return where as many columns of a line end as its block is indented by, if it has as many."""
    column = 0
    for position in range(start, len(text)):
        character = text[position]
        if column >= width or character not in " \t>":
            return position
        column += _TAB - column % _TAB if character == "\t" else 1
    return len(text)
