"""The tables of kramdown, written as GFM has them.

Any lines with `|` between empty ones are a table: with or without a head, of rows of any length, and with
rules between its rows. Source: lib/kramdown/parser/kramdown/table.rb of kramdown 2.4, `parse_table`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.markdown.kramdown import spans
from broadsheet.markdown.kramdown.tags import SPACE, TAG, end_of
from broadsheet.markdown.scanning.code import code_spans
from broadsheet.markdown.scanning.spans import Kind, Span
from broadsheet.markdown.scanning.splices import spliced

HEADLESS = "\ue07c"
"""Stands in the head of a table that has none."""

_HEAD = re.compile(
    rf"<thead>\s*<tr>\s*<th[^<>]*>{HEADLESS}</th>(?:\s*<th[^<>]*></th>)*\s*</tr>\s*</thead>\s*"
)
_BAR = re.compile(r"(?<!\\)\|")


def table(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """Return the table at a line, as GFM has it, and of how many lines it is; None if there is none."""
    typed: list[str] = []
    for line in lines[at:]:
        if not line.strip(SPACE):
            break
        typed.append(line.strip(SPACE))
    rows = [row if _is_rule(row) else _escaped(row) for row in typed]
    is_table = all(_BAR.search(_without_elements(row)) for row in rows)
    shown = [row for row in rows if not _is_rule(row)]
    if not is_table or not shown:
        return None
    written = _written(rows, shown)
    return (written, len(typed)) if written else None


def headless(html: str) -> str:
    """Take away the heads that `table` gave to tables without one."""
    return _HEAD.sub("", html).replace(HEADLESS, "") if HEADLESS in html else html


def _written(rows: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Return the rows and the rule of a table; none if it has a head alone."""
    begins = next(number for number, row in enumerate(rows) if not _is_rule(row))
    rule = next((row for row in rows[begins:] if _is_rule(row)), "")
    has_head = "-" in rule
    if has_head and len(shown) == rows[begins:].index(rule):
        return []
    has_bars = rows[0].startswith("|")
    # A row that begins with a bracket could define a note or a link to CommonMark.
    is_barred = not has_bars and any(row.startswith(("[", "*[")) for row in shown)
    full = [
        f"| {row}" if is_barred or (row.startswith("|") and not has_bars) else row for row in shown
    ]
    width = max(map(_cells, full))
    if not width:
        return [""]
    if not has_head:
        return [f"| {HEADLESS} " + "| " * (width - 1) + "|", "|" + "--|" * width, *full]
    head, *others = full
    lacking = width - _cells(head)
    head += ("" if _ends_with_bar(head) else " |") + " |" * lacking if lacking else ""
    marks = [mark.strip() for mark in rule.strip("|").split("|")]
    aligned = [mark if mark.strip(":-") == "" and "-" in mark else "--" for mark in marks][:width]
    return [head, "|" + "|".join([*aligned, *["--"] * (width - len(aligned))]) + "|", *others]


def _without_elements(row: str) -> str:
    """Return a row without raw HTML: no `|` in it makes a table, though it ends a cell of one."""
    parts, done = [], 0
    for tag in TAG.finditer(row) if "<" in row else ():
        end = end_of(tag["name"]).search(row, tag.end()) if tag.start() >= done else None
        if end:
            parts.append(row[done : tag.start()])
            done = end.end()
    return "".join([*parts, row[done:]])


def _is_rule(row: str) -> bool:
    return not row.strip("+|: \t=-") and not {*"-="}.isdisjoint(row)


def _cells(row: str) -> int:
    return len(_BAR.findall(row)) + 1 - row.startswith("|") - _ends_with_bar(row)


def _ends_with_bar(row: str) -> bool:
    return row.endswith("|") and not row.endswith("\\|")


def _escaped(row: str) -> str:
    """Write the spans of each cell, and escape each `|` in code: to GFM it ends a cell, and the code."""
    code = code_spans(row, Span(0, len(row), Kind.OTHER)) if "`" in row else ()
    row = spliced(row, ((s.start, s.end, _BAR.sub(r"\\|", row[s.start : s.end])) for s in code))
    return "|".join(map(spans.written, _BAR.split(row)))
