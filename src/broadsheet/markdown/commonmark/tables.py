"""Tables whose rule has more cells than their head: Goldmark adds empty ones, GFM does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from broadsheet.markdown.scanning.scanner import scan

_ITEMS = re.compile(r"(?:[> ]*+(?:[-+*]|[0-9]{1,9}[.)])[> ])*")
"""Begins the items in which a table's head may stand."""


def widened(text: str) -> str:
    """Add the cells to each head that lacks them."""
    lines = text.split("\n")
    lacking = dict(_lacking(lines))
    if not lacking:
        return text
    shown = scan(text).masked_html.split("\n")
    for number, count in lacking.items():
        if shown[number + 1] == lines[number + 1]:  # Else it is code or raw HTML.
            head = lines[number].rstrip()
            lines[number] = head + ("" if head.endswith("|") else " |") + " |" * count
    return "\n".join(lines)


def _lacking(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines above what looks like rules, and how many cells they have less than these."""
    for number, (above, line) in enumerate(pairwise(lines)):
        if "|" in line and "-" in line and is_rule(line) and "|" in above and not is_rule(above):
            head = above.rstrip()
            items = _ITEMS.match(head)
            count = cells(line) - cells(head[items.end() :] if items else head)
            if count > 0:
                yield number, count


def is_rule(line: str) -> bool:
    """Return whether a line is the rule below a table's head (GFM, section 4.10)."""
    cells = _row(line).split("|")
    return all(cell.strip().strip(":") and not cell.strip().strip(":").strip("-") for cell in cells)


def cells(line: str) -> int:
    """Count the cells of a row."""
    return _row(line).replace("\\|", "").count("|") + 1


def _row(line: str) -> str:
    return line.strip().lstrip("> ").removeprefix("|").removesuffix("|")
