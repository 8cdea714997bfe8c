"""Lists as CommonMark reads them, rewritten as Python-Markdown reads them.

CommonMark nests an item that is indented to its parent's text (2 or 3 spaces mostly) and lets a list
follow a paragraph without a blank line; Python-Markdown wants 4 spaces a level and a blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}(?=\S)| *$| )")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_BREAKS_PARAGRAPH = re.compile(r" *(?:#{1,6}\s|>|\x02|<)")
_QUOTE = re.compile(r" {0,3}> ?")
_RAW_START = re.compile(r" {0,3}<(pre|script|style|textarea|!--)", re.IGNORECASE)
_MAX_QUOTES = 20


@dataclass(slots=True)
class _Level:
    """A list item that is open: where its marker and its text begin, and its kind of marker."""

    marker: int
    text: int
    kind: str


@dataclass(slots=True)
class _State:
    out: list[str] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    blank: bool = True
    raw: str = ""


def normalise_lists(lines: list[str], quotes: int = 0) -> list[str]:
    """Indent list items by four spaces a level and set lists apart by blank lines."""
    state = _State()
    number = 0
    while number < len(lines):
        quoted = number
        if not state.levels and not state.raw and quotes < _MAX_QUOTES:
            while quoted < len(lines) and lines[quoted].lstrip(" ").startswith(">"):
                quoted += 1
        if quoted > number:
            inner = [_QUOTE.sub("", line, count=1) for line in lines[number:quoted]]
            state.out.extend(f"> {line}" for line in normalise_lists(inner, quotes + 1))
            state.blank = False
            number = quoted
            continue
        _line(state, lines[number].expandtabs(4) if "\t" in lines[number] else lines[number])
        number += 1
    return state.out


def _line(state: _State, line: str) -> None:
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
        _text(state, line)
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
    """Tell whether a line that looks like an item is one (CommonMark, section 5.2)."""
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
    if not state.blank and other_list and depth == 0:
        state.out.append("")
    rest = line[match.end() :]
    state.levels.append(_Level(indent, indent + len(match[2]) + max(len(match[3]), 1), kind))
    state.out.append(f"{'    ' * depth}{match[2].replace(')', '.')} {rest}".rstrip())


def _text(state: _State, line: str) -> None:
    indent = len(line) - len(line.lstrip(" "))
    if state.blank or _BREAKS_PARAGRAPH.match(line):
        had = bool(state.levels)
        while state.levels and indent < state.levels[-1].text:
            state.levels.pop()
        if had and not state.levels and not state.blank:
            state.out.append("")
    if state.levels:
        inside = line[min(indent, state.levels[-1].text) :]
        state.out.append("    " * len(state.levels) + inside)
    else:
        state.out.append(line)
