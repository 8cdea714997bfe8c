"""Blocks as CommonMark reads them, rewritten as Python-Markdown reads them.

CommonMark nests an item that is indented to its parent's text (2 or 3 spaces mostly); Python-Markdown
wants 4 spaces a level. CommonMark sees where lists, tables (GFM, section 4.10) and quotes begin and
end; Python-Markdown wants blank lines there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}(?=\S)| *$| )")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_BREAKS_PARAGRAPH = re.compile(r" *(?:#{1,6}\s|>|\x02|<)")
_CODE = re.compile(r" *\x02[^\x02\x03]*\x03 *")
_CELL = re.compile(r":?-+:?")
_QUOTE = re.compile(r" {0,3}> ?")
_RAW_START = re.compile(r" {0,3}<(pre|script|style|textarea|!--)", re.IGNORECASE)
_MAX_QUOTES = 20


@dataclass(slots=True)
class _Level:
    """A list item that is open: where its marker and its text begin, and its kind of marker."""

    marker: int
    text: int
    kind: str


class _Block(Enum):
    """What the line before belongs to, as far as that tells whether a blank line is wanting."""

    LINE = auto()  # A paragraph, or an item's own line.
    PART = auto()  # A block of its own within an item.
    TABLE = auto()
    CODE = auto()


@dataclass(slots=True)
class _State:
    """What is known after a line; `depth` is how deep the first line since a blank one stands."""

    out: list[str] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    block: _Block = _Block.LINE
    depth: int = 0
    blank: bool = True
    raw: str = ""


def normalise(lines: list[str], quotes: int = 0) -> list[str]:
    """Indent list items by four spaces a level and set blocks apart by blank lines."""
    state = _State()
    number = 0
    while number < len(lines):
        quoted = number
        if not state.levels and not state.raw and quotes < _MAX_QUOTES:
            while quoted < len(lines) and lines[quoted].lstrip(" ").startswith(">"):
                quoted += 1
        if quoted > number:
            inner = [_QUOTE.sub("", line, count=1) for line in lines[number:quoted]]
            state.out.extend(f"> {line}" for line in normalise(inner, quotes + 1))
            state.blank, state.block = False, _Block.LINE
            number = quoted
            continue
        line = lines[number].expandtabs(4) if "\t" in lines[number] else lines[number]
        number += 1
        begins_table = "|" in line and number < len(lines) and _is_table_rule(lines[number])
        _line(state, line, begins_table=begins_table)
    return state.out


def _is_table_rule(line: str) -> bool:
    if "-" not in line or "|" not in line:
        return False
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return all(_CELL.fullmatch(cell.strip()) for cell in cells)


def _line(state: _State, line: str, *, begins_table: bool) -> None:
    if state.raw or (_RAW_START.match(line) and not state.levels):
        _raw_line(state, line)
    elif not line.strip():
        state.out.append("")
        state.blank = True
    elif (
        (match := _ITEM.match(line)) and not _RULE.match(line) and _begins_item(state, match, line)
    ):
        _item(state, match, line)
        state.blank = False
    else:
        _text(state, line, begins_table=begins_table)
        state.blank = False


def _raw_line(state: _State, line: str) -> None:
    """Pass raw HTML on until its closing tag."""
    if not state.raw:
        name = _RAW_START.match(line)
        state.raw = "-->" if name and name[1] == "!--" else f"</{name[1].lower()}" if name else ""
    state.out.append(line)
    if state.raw in line.lower():
        state.raw = ""
        state.blank = False


def _begins_item(state: _State, match: re.Match[str], line: str) -> bool:
    """Return whether a line that looks like an item is one (CommonMark, section 5.2)."""
    indent = len(match[1])
    if not state.levels:
        if indent > 3:  # noqa: PLR2004 - indented code
            return False
        # In a paragraph, only a bullet or a 1 begins a list, and never an empty item.
        return state.blank or (match[2][:-1] in {"", "1"} and bool(line[match.end() :].strip()))
    return indent < state.levels[-1].text + 4


def _item(state: _State, match: re.Match[str], line: str) -> None:
    indent, kind = len(match[1]), match[2][-1]
    closed = None
    while state.levels and indent < state.levels[-1].text:
        closed = state.levels.pop()
    depth = len(state.levels)
    other_list = closed is None or closed.kind != kind
    wants_blank = (
        state.block is not _Block.LINE or depth < state.depth or (other_list and depth == 0)
    )
    _begin(state, depth, wants_blank=wants_blank)
    state.block = _Block.LINE
    rest = line[match.end() :]
    state.levels.append(_Level(indent, indent + len(match[2]) + max(len(match[3]), 1), kind))
    state.out.append(f"{'    ' * depth}{match[2].replace(')', '.')} {rest}".rstrip())


def _text(state: _State, line: str, *, begins_table: bool) -> None:
    indent = len(line) - len(line.lstrip(" "))
    had = bool(state.levels)
    if state.blank or _BREAKS_PARAGRAPH.match(line) or _RULE.match(line):
        while state.levels and indent < state.levels[-1].text:
            state.levels.pop()
    block = _block_of(state, line, begins_table=begins_table)
    left_list = had and not state.levels
    _begin(state, len(state.levels), wants_blank=left_list or _wants_blank(state, block))
    state.block = block
    if state.levels:
        inside = line[_cut(state, line, indent) :]
        state.out.append("    " * len(state.levels) + inside)
    else:
        state.out.append(line)


def _cut(state: _State, line: str, indent: int) -> int:
    """Return how much of an indentation is the list's; code may be indented as either of both wants it."""
    if _CODE.fullmatch(line):
        return indent
    theirs = 4 * len(state.levels)
    return theirs if indent >= theirs + 4 else min(indent, state.levels[-1].text)


def _begin(state: _State, depth: int, *, wants_blank: bool) -> None:
    """Put a blank line before a line that wants one, and note where a new part begins."""
    if wants_blank and not state.blank:
        state.out.append("")
    if wants_blank or state.blank:
        state.depth = depth


def _block_of(state: _State, line: str, *, begins_table: bool) -> _Block:
    if begins_table or (state.block is _Block.TABLE and not state.blank and "|" in line):
        return _Block.TABLE
    if state.levels:
        is_part = state.blank or state.block is not _Block.LINE or line.lstrip().startswith(">")
        return _Block.PART if is_part else _Block.LINE
    return _Block.CODE if _CODE.fullmatch(line) else _Block.LINE


def _wants_blank(state: _State, block: _Block) -> bool:
    """Return whether Python-Markdown would take a line for a part of the block above it."""
    both = {state.block, block}
    if both == {_Block.TABLE}:
        return False
    begins_quote = block is _Block.PART and state.block is _Block.LINE
    return _Block.TABLE in both or _Block.CODE in both or begins_quote
