"""The items of a list, as Redcarpet finds them.

Source: ext/redcarpet/markdown.c of Redcarpet 3.5, `parse_listitem` and `parse_list`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(r" {0,3}(?:(?P<sign>[-+*])|\d+\.) ")
_RULE = re.compile(r" {0,3}([*_-]) *(?:\1 *){2,}")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_FENCE = re.compile(r"`{3,}|~{3,}")
_INDENT = 4


@dataclass(frozen=True, slots=True)
class RedcarpetItem:
    """An item: the lines of its text, those of the list in it, and whether they are blocks."""

    text: Sequence[str]
    below: Sequence[str]
    has_blocks: bool


@dataclass(frozen=True, slots=True)
class RedcarpetList:
    """A list, and of how many lines it is."""

    items: Sequence[RedcarpetItem]
    is_ordered: bool
    size: int


def is_rule(line: str) -> bool:
    """Return whether a line is a rule (`is_hrule`)."""
    return _RULE.fullmatch(line) is not None


def list_at(lines: Sequence[str], at: int) -> RedcarpetList | None:
    """Return the list that begins at a line, None if there is none."""
    mark = _mark(lines, at, lines[at])
    if not mark:
        return None
    items: list[RedcarpetItem] = []
    reader = _Reader(lines, is_ordered=mark["sign"] is None)
    place = at
    while place < len(lines) and not reader.is_done and _mark(lines, place, lines[place]):
        item, place = reader.item(place)
        items.append(item)
    return RedcarpetList(items, reader.is_ordered, place - at)


def _mark(lines: Sequence[str], at: int, text: str) -> re.Match[str] | None:
    """Return the mark of an item, if the line at a place, without its indentation, begins with one."""
    mark = _MARK.match(text)
    if not mark or is_rule(text):
        return None
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return None if _UNDERLINE.fullmatch(below) else mark


class _Reader:
    """Reads items one after another: once one has blocks, so have all that follow."""

    def __init__(self, lines: Sequence[str], *, is_ordered: bool) -> None:
        self._lines = lines
        self.is_ordered = is_ordered
        self.is_done = False
        self._has_blocks = False

    def item(self, at: int) -> tuple[RedcarpetItem, int]:
        """Return the item at a line, and the place of the line behind it."""
        first = self._lines[at]
        mark = _MARK.match(first)
        indent = len(first) - len(first.lstrip(" "))
        found = [first[mark.end() if mark else 0 :].lstrip(" ")]
        below, is_apart, in_fence, end = 0, False, False, at + 1
        for place in range(at + 1, len(self._lines)):
            line = self._lines[place]
            if not line.strip(" "):
                is_apart = True
                continue
            text = line[min(len(line) - len(line.lstrip(" ")), _INDENT) :]
            before = len(line) - len(text)
            in_fence ^= _FENCE.match(text) is not None
            begun = None if in_fence else _mark(self._lines, place, text)
            is_other = begun is not None and (begun["sign"] is None) != self.is_ordered
            if is_apart and (is_other or (not begun and before < _INDENT)):
                self.is_done = True
                break
            self._has_blocks |= is_apart
            if begun and before == indent:
                break
            if begun:
                below = below or len(found)
            elif is_apart:
                found.append("")
            is_apart = False
            found.append(text)
            end = place + 1
        else:
            self.is_done = True
        split = below or len(found)
        return RedcarpetItem(found[:split], found[split:], self._has_blocks), place_behind(
            self._lines, end
        )


def place_behind(lines: Sequence[str], at: int) -> int:
    """Return the place of the next line that is not empty."""
    while at < len(lines) and not lines[at].strip(" "):
        at += 1
    return at
