"""Counts the cells of tables: converters fill up short rows, which can make gigabytes of 200 KB."""

from __future__ import annotations

import re

MOST_CELLS = 40_000
"""A text with more cells (4,000 rows of 10) is shown without tables."""

_BLANK = re.compile(r"\n[ \t]*\n")


def has_too_many_cells(text: str) -> bool:
    """Return whether the tables of a text have more cells than MOST_CELLS, with those filled up."""
    bars = text.count("|")
    most = (bars + 1) * (text.count("\n") + 1) if bars > 1 else 0
    return most > MOST_CELLS and sum(map(_cells, _BLANK.split(text))) > MOST_CELLS


def _cells(block: str) -> int:
    lines = block.split("\n")
    rules = (line for line in lines if "|" in line and not line.strip("-:| \t>"))
    widest = max((rule.count("|") + 1 for rule in rules), default=0)
    return widest * len(lines)
