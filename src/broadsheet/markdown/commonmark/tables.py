"""Tables whose rule has more cells than their head: Goldmark adds empty ones, GFM does not."""

from __future__ import annotations

import re

_ITEMS = re.compile(r"(?:[> ]*+(?:[-+*]|[0-9]{1,9}[.)])[> ])*")
"""Begins the items in which a table's head may stand."""


def widened(lines: list[str]) -> list[str]:
    """Add the cells to each head that lacks them. No line may be code."""
    wide = list(lines)
    for number, line in enumerate(lines):
        if number and "|" in line and "-" in line and is_rule(line) and "|" in lines[number - 1]:
            head = lines[number - 1].rstrip()
            items = _ITEMS.match(head)
            lacking = cells(line) - cells(head[items.end() :] if items else head)
            if lacking > 0 and not is_rule(head):
                wide[number - 1] = head + ("" if head.endswith("|") else " |") + " |" * lacking
    return wide


def is_rule(line: str) -> bool:
    """Return whether a line is the rule below a table's head (GFM, section 4.10)."""
    cells = _row(line).split("|")
    return all(cell.strip().strip(":") and not cell.strip().strip(":").strip("-") for cell in cells)


def cells(line: str) -> int:
    """Count the cells of a row."""
    return _row(line).replace("\\|", "").count("|") + 1


def _row(line: str) -> str:
    return line.strip().lstrip("> ").removeprefix("|").removesuffix("|")
