"""The cells of tables, with and without a pipe at their edges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.markdown.old_marked.grammar import Grammar

_OLD_OPEN = re.compile(r" *+(\S[^\n]*+)\n *([-:]+ *\|[-| :]*)\n((?:[^|\n]*\|[^\n]*(?:\n|\Z))*)\n*")
_OLD_CLOSED = re.compile(r" *\|([^\n]+)\n *\|( *[-:][-| :]*)\n((?: *\|[^\n]*(?:\n|\Z))*)\n*")
_BODY = r"(?:\n((?:{row}[^>\n ][^\n]*(?:\n|\Z))*)\n*|\Z)"
_NEW_OPEN = re.compile(
    r" *([^|\n ][^\n|]*\|[^\n]*)\n *([-:]+ *\|[-| :]*)" + _BODY.replace("{row}", r"[> ]*")
)
_NEW_CLOSED = re.compile(r" *\|([^\n]+)\n(?: *\|)?( *+[-:][-| :]*)" + _BODY.replace("{row}", " *"))
_RULE_EDGES = re.compile(r"^ *|\| *$")
_PIPE = re.compile(r"(?:(?<! ) +)?\| *+")
_ALIGN = re.compile(r" *(:?)-+(:?) *")
_ALIGNED = {("", ":"): "right", (":", ":"): "center", (":", ""): "left"}


@dataclass(frozen=True, slots=True)
class Table:
    """The texts of a table's cells, and how its columns are aligned ("" if they are not)."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    aligns: Sequence[str]
    end: int


def table_at(text: str, start: int, grammar: Grammar, *, is_closed: bool) -> Table | None:
    """Return the table that begins at a place; with `is_closed`, its rows begin with a pipe."""
    pattern = (
        (_OLD_CLOSED if is_closed else _OLD_OPEN)
        if grammar.is_oldest
        else (_NEW_CLOSED if is_closed else _NEW_OPEN)
    )
    found = pattern.match(text, start)
    if found is None or (not is_closed and "|" not in found[1][1:]):
        return None
    aligns = [_align(cell) for cell in _PIPE.split(_RULE_EDGES.sub("", found[2]))]
    lines = (found[3] or "").removesuffix("\n").split("\n") if found[3] or grammar.is_oldest else []
    head_text = _without_last_pipe(found[1].lstrip(" "))
    if grammar.is_oldest:
        if is_closed:  # The last row loses two pipes.
            lines[-1] = _without_last_pipe(lines[-1])
        rows: list[Sequence[str]] = [
            _PIPE.split(_trimmed(line) if is_closed else line) for line in lines
        ]
        return Table(_PIPE.split(head_text), rows, aligns, found.end())
    head = _cells(head_text)
    if len(head) != len(aligns):
        return None
    rows = [_cells(_trimmed(line) if is_closed else line, len(head)) for line in lines]
    return Table(head, rows, aligns, found.end())


def _without_last_pipe(line: str) -> str:
    bare = line.rstrip(" ")
    return bare[:-1].rstrip(" ") if bare.endswith("|") else line


def _trimmed(line: str) -> str:
    """Return a row without the pipes at its edges."""
    return _without_last_pipe(line.lstrip(" ").removeprefix("|").lstrip(" "))


def _align(cell: str) -> str:
    found = _ALIGN.fullmatch(cell)
    return _ALIGNED.get((found[1], found[2]), "") if found else ""


def _cells(row: str, count: int | None = None) -> Sequence[str]:
    """Split a row at pipes that are not escaped, into so many cells (`splitCells`)."""
    cells: list[str] = [""]
    is_escaped = False
    for character in row:
        if character == "|" and not is_escaped:
            cells.append("")
        else:
            cells[-1] += character
        is_escaped = character == "\\" and not is_escaped
    cells = [cell.strip().replace("\\|", "|") for cell in cells]
    return cells if count is None else [*cells[:count], *[""] * (count - len(cells))]
