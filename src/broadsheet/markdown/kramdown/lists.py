"""The items of a list, as kramdown finds them.

Source: lib/kramdown/parser/kramdown/list.rb of kramdown 2.4, `parse_list` and `parse_first_list_line`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.markdown.kramdown.elements import is_element
from broadsheet.markdown.kramdown.tags import SPACE

_ITEM = re.compile(r"( {0,3})([+*-]|\d+\.)([\t| ].*)")
_RULE = re.compile(r" {0,3}([*_-])[ \t]*+(?:\1[ \t]*+){2,}")
_TABS = re.compile(r" *\t+")
_TAB = 4
_MOST_DIGITS = 9
"""CommonMark takes longer numbers for text."""


def is_rule(line: str) -> bool:
    """Return whether a line is a rule (HR_START)."""
    return _RULE.fullmatch(line) is not None


def begins_item(line: str) -> bool:
    """Return whether an item begins in a line."""
    return line.lstrip(" ")[:1] in "+*-0123456789" and _ITEM.fullmatch(line) is not None


@dataclass(slots=True)
class Item:
    """An item: how it is marked, and its lines, in texts each of which is read by itself."""

    marker: str
    column: int
    texts: list[list[str]] = field(default_factory=list)

    @property
    def may_interrupt(self) -> bool:
        """Return whether the item ends a paragraph to CommonMark too, if it is right below it."""
        return self.marker in {"+", "*", "-", "1."} and bool(self.texts[0][0].strip(SPACE))

    def written(self, lines: Sequence[str]) -> list[str]:
        """Return the item for CommonMark, given the lines of its blocks."""
        around = " " * (len(self.marker) + 1)
        first, *others = lines or [""]
        if not first.strip() and others and not others[0].strip() and any(map(str.strip, others)):
            first = "<!-- -->"  # To CommonMark, an item ends at its second empty line.
        below = (around + line if line else "" for line in others)
        return [f"{self.marker} {first}" if first.strip() else self.marker, *below]


def items(lines: Sequence[str], at: int) -> tuple[list[Item], int]:
    """Return the items of the list that begins at a line, and of how many lines it is."""
    reader = _Items()
    size = 0
    for line in lines[at:]:
        if not reader.take(line):
            break
        size += 1
    return reader.found, size


def is_block_end(line: str) -> bool:
    """Return whether a line ends the block above it and is nothing else (`^`, EOB_MARKER)."""
    return line.startswith("^") and not line[1:].strip()


class _Items:
    """Sorts lines into items. A nested list begins a text of its own (`nests`)."""

    def __init__(self) -> None:
        self.found: list[Item] = []
        self._mark = ""
        self._most = 3
        self._nests = False
        self._below_empty = False

    def take(self, line: str) -> bool:
        """Put a line into the list; returns False if it is below the list."""
        if not line.strip(SPACE):
            self.found[-1].texts[-1].append(line)
            self._nests = self._below_empty = True
            return True
        if is_block_end(line) or (self._below_empty and is_rule(line)):
            return False
        return self._begun(line) or self._gone_on(line)

    def _begun(self, line: str) -> bool:
        start = _ITEM.fullmatch(line)
        if not start or len(start[1]) > self._most:
            return False
        mark = start[2]
        if self._mark and mark[0].isdigit() != self._mark[0].isdigit():
            return False
        self._mark = self._mark or mark
        typed = mark[-_MOST_DIGITS - 1 :] if mark[0].isdigit() else self._mark
        text, column = _first_line(start[3], len(start[1] + mark))
        self.found.append(Item(typed, column, [[text]]))
        self._most = min(column - 1, 3)
        self._nests = begins_item(text)
        self._below_empty = False
        return True

    def _gone_on(self, line: str) -> bool:
        item = self.found[-1]
        is_content = _indentation(line) >= item.column
        if not is_content and (self._below_empty or is_element(line)):
            return False
        text = _untabbed(line)
        is_within = text.startswith(" " * item.column)
        text = text[item.column :] if is_within else text
        if begins_item(text):
            if is_within and not self._nests:
                item.texts.append([])
                self._nests = True
            elif self._nests and not is_within:
                text = " " * (item.column + _TAB) + text
        item.texts[-1].append(text)
        self._below_empty = False
        return True


def _first_line(text: str, column: int) -> tuple[str, int]:
    """Return what stands in the first line of an item, and the column of its content."""
    if not text.strip(SPACE):
        return "", _TAB
    while tabs := _TABS.match(text):
        spaces = len(tabs[0]) - tabs[0].count("\t")
        width = _TAB - (spaces + column) % _TAB + (tabs[0].count("\t") - 1) * _TAB
        text = " " * (spaces + width) + text[tabs.end() :]
    bare = text.lstrip(" ")
    return bare.lstrip(SPACE), column + len(text) - len(bare)


def _indentation(line: str) -> int:
    """Return how far a line is indented; a tab counts four, wherever it stands."""
    before = line[: len(line) - len(line.lstrip(" \t"))]
    return len(before) + before.count("\t") * (_TAB - 1)


def _untabbed(line: str) -> str:
    bare = line.lstrip("\t")
    return " " * _TAB * (len(line) - len(bare)) + bare
