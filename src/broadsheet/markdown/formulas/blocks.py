r"""Formulas set apart: lines from one that begins with `$$` or `\[` to the one in which the formula ends.

comrak looks for formulas in paragraphs alone. A line of TeX that begins with `-`, `#`, `>` or a number, or
a `---`, would end the paragraph, and be a list, a heading, a quotation or a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

_MARK = re.compile(r"\\\\|\$\$|\\[\[\]]")
"""A delimiter, or a backslash with another one before it, which begins none."""

_AROUND = re.compile(r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*")
"""The marks of quotations and items that a line may begin with."""

_ENDS = {"$$": "$$", r"\[": r"\]"}
_EMPTY = re.compile(r"\n[ \t>]*(?=\n)")
_OF_BLOCK = re.compile(r"\n[ \t>]*(?:[-+*#=|~`:>]|[0-9]{1,9}[.)]|(?=\n))")
"""What begins a line that need not be part of a paragraph."""

_QUOTES = " \t>"
_MOST = 1000
"""Characters below a formula that are looked at."""


class FormulaBlock(NamedTuple):
    """The formula `text[start:end]`, and the marks before it on its line."""

    start: int
    end: int
    before: str


def formula_blocks(
    text: str, openings: frozenset[str], *, are_whole: bool = False
) -> Iterator[FormulaBlock]:
    """Yield the formulas set apart that have a line which Markdown may take for a block.

    With `are_whole`, they stand between empty lines and may have some within, as in kramdown
    (lib/kramdown/parser/kramdown/math.rb of 2.4).
    """
    if not has(text, *(openings & _ENDS.keys())):
        return
    scanned = scan(text)
    first: FormulaBlock | None = None
    for mark, before in _marks(scanned.masked):
        start, end = mark.span()
        if first and mark[0] == _ENDS[text[first.start : first.end]]:
            inside = text[first.end : start]
            is_block = bool(_OF_BLOCK.search(inside)) and not scanned.is_raw_html(first.start)
            fits = _is_whole(text, first, end) if are_whole else not _EMPTY.search(inside)
            if is_block and fits:
                yield FormulaBlock(first.start, end, first.before)
                first = None
                continue
            first = None
        if before is not None and mark[0] in _ENDS and mark[0] in openings:
            first = FormulaBlock(start, end, before)


def _marks(text: str) -> Iterator[tuple[re.Match[str], str | None]]:
    """Yield the delimiters, each with the marks before it on its line; None if there is anything else."""
    done = 0
    for mark in _MARK.finditer(text):
        line = text.rfind("\n", done, mark.start()) + 1
        is_first = line > done or not done
        before = text[line or done : mark.start()] if is_first else ""
        yield mark, before if is_first and _AROUND.fullmatch(before) else None
        done = mark.end()


def _is_whole(text: str, first: FormulaBlock, end: int) -> bool:
    """Return whether empty lines, or ends of the text, are around a formula.

    An item may begin with it.
    """
    line = first.start - len(first.before)
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
    below = text[end : end + _MOST].split("\n", 2)[:2]
    begins_item = bool(first.before.strip(_QUOTES))
    return (begins_item or not above.strip(f"{_QUOTES}\n")) and not any(
        each.strip(_QUOTES) for each in below
    )
