"""The lines between which fenced code stands (CommonMark, section 4.5).

The scanner says which lines are code. This is for grammars that look for fences before Markdown does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A lexer's own: the scanner, or the grammar that reads fences first, says whether a line is looked at.
_FENCE = re.compile(
    r"(?P<before>[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*)(?P<marks>`{3,}(?=[^`]*\Z)|~{3,})(?P<info>.*)"
)


class Fence(NamedTuple):
    """A line that begins fenced code: what stands before its marks, these, and the words behind them."""

    before: str
    marks: str
    info: str

    def is_left_by(self, line: str) -> bool:
        """Return whether the quotation that the code is in has ended above a line."""
        marks = line[: len(line) - len(line.lstrip(" \t>"))]
        return marks.count(">") < self.before.count(">")

    def is_closed_by(self, line: str) -> bool:
        """Return whether a line ends the code, in whatever quotes it stands."""
        marks = line.strip(" \t>")
        return len(marks) >= len(self.marks) and not marks.strip(self.marks[0])


def fence_of(line: str) -> Fence | None:
    """Return the fence that begins in a line, beside the marks of quotes and items; None if none does."""
    found = _FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
    return Fence(*found.groups()) if found else None
