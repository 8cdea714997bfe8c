"""Where the items of lists begin and end in each version of marked.

Sources: `list` in lib/marked.js of marked 0.3.19, 0.7.0, 1.2.9 and 2.1.3, and in src/Tokenizer.js of 4.3.0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

Version = tuple[int, int]
"""The version of marked: its first two numbers."""

STRICT: Version = (4, 0)
"""The first version whose items end as CommonMark's do, except at blocks of code and HTML."""
LINE_BY_LINE: Version = (0, 7)
"""The first version in which not every list ends a paragraph."""
BY_WIDTH: Version = (1, 0)
"""The first version in which a list is nested if it is indented farther than the mark above it."""
_SECOND: Version = (2, 0)
"""The first version in which spaces behind a mark count for that, too."""

MOST_SPACES = 3
"""Before the mark of a list; CommonMark's code is indented farther."""

_MARK = re.compile(r"(?P<indent> *)(?P<bullet>[-*+]|[0-9]{1,9}[.)])(?P<space> *)")
_FIRST = frozenset("-*+0123456789")
"""The characters with which marks begin."""
_RULE = re.compile(r" {0,3}([*_-])[ \t]*+(?:\1[ \t]*+){2,}")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]: *\S+(?: +[\"'(].*)?")
_MOST_WIDTH = 4
"""Spaces behind a mark; after more of them code begins."""


class Turn(Enum):
    """What a line below an item is."""

    WITHIN = auto()
    ITEM = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class ItemMark:
    """The mark of an item, and the columns at which marked takes its content to begin."""

    indent: int
    bullet: str
    spaces: int
    width: int

    @property
    def is_number(self) -> bool:
        """Return whether the list is numbered."""
        return len(self.bullet) > 1


Item = tuple[ItemMark, list[str]]
"""An item's mark, and its lines and blocks."""


def is_rule(line: str) -> bool:
    """Return whether a line is a rule."""
    return _RULE.fullmatch(line) is not None


def may_begin_item(line: str) -> bool:
    """Return whether a line begins as the mark of an item does."""
    return line.lstrip(" ")[:1] in _FIRST


class Items:
    """The rules of a version."""

    def __init__(self, version: Version) -> None:
        self._version = version

    def mark_of(self, part: str) -> ItemMark | None:
        """Return the mark at the beginning of a line, None if there is none."""
        found = _MARK.match(part) if may_begin_item(part) else None
        if found is None or is_rule(part):
            return None
        indent, bullet, spaces = found.end("indent"), found["bullet"], len(found["space"])
        if bullet.endswith(")") and self._version < BY_WIDTH:
            return None
        rest = part[found.end() :].partition("\n")[0]
        most = 1 if BY_WIDTH <= self._version < STRICT else spaces
        if self._version >= STRICT:
            most = spaces if 0 < spaces <= _MOST_WIDTH and rest else 1
        width = indent + len(bullet) + min(spaces, most)
        return ItemMark(indent, bullet, spaces, width)

    def turn(self, items: Sequence[Item], part: str) -> tuple[Turn, ItemMark | None]:
        """Return what a line below the items so far is, and its mark."""
        if not part.strip():
            return Turn.WITHIN, None
        first, (current, content) = items[0][0], items[-1]
        mark = self.mark_of(part)
        is_apart = not content[-1].strip()
        if self._version >= STRICT:
            return self._strict_turn(first, current, content, part, mark)
        is_same = mark is not None and bool(mark.spaces) and self._may_go_on(first, mark)
        is_out = is_apart and not part.startswith(" ") and not is_same
        if is_out or is_rule(part) or _DEFINITION.fullmatch(part):
            return Turn.END, None
        if self._version < BY_WIDTH:
            return self._loose_turn(first, mark)
        return self._turn_by_width(first, current, part, mark, is_apart=is_apart)

    def _turn_by_width(
        self,
        first: ItemMark,
        current: ItemMark,
        part: str,
        mark: ItemMark | None,
        *,
        is_apart: bool,
    ) -> tuple[Turn, ItemMark | None]:
        """Return it for versions 1 and 2."""
        indent = len(part) - len(part.lstrip(" "))
        is_second = self._version >= _SECOND
        if mark is None:
            is_out = is_second and is_apart and indent < _reach(current)
            return (Turn.END if is_out else Turn.WITHIN), None
        is_nested = indent >= _reach(current) if is_second else indent > _end(current)
        if is_nested or indent > MOST_SPACES:
            return Turn.WITHIN, None
        return (Turn.ITEM if mark.bullet[-1] == first.bullet[-1] else Turn.END), mark

    def _may_go_on(self, first: ItemMark, mark: ItemMark) -> bool:
        """Return whether a mark below an empty line may belong to the list."""
        return (
            mark.indent <= MOST_SPACES if self._version >= BY_WIDTH else mark.indent == first.indent
        )

    def _loose_turn(self, first: ItemMark, mark: ItemMark | None) -> tuple[Turn, ItemMark | None]:
        """Return it for versions below 1.0: marks of items are all indented alike."""
        needs_space = self._version < LINE_BY_LINE
        if mark is None or mark.indent != first.indent or (needs_space and not mark.spaces):
            return Turn.WITHIN, None
        is_same = mark.is_number if first.is_number else mark.bullet == first.bullet
        return (Turn.ITEM, mark) if is_same else (Turn.END, None)

    def _strict_turn(
        self,
        first: ItemMark,
        current: ItemMark,
        content: Sequence[str],
        part: str,
        mark: ItemMark | None,
    ) -> tuple[Turn, ItemMark | None]:
        """Return it for versions from 4.0 on."""
        indent = len(part) - len(part.lstrip(" "))
        is_near = indent <= min(MOST_SPACES, current.width - 1)
        if is_near and (part.lstrip().startswith("#") or is_rule(part)):
            return Turn.END, None
        if is_near and mark and (mark.spaces or not part[mark.width :].strip()):
            return (Turn.ITEM if mark.bullet[-1] == first.bullet[-1] else Turn.END), mark
        above = content[-1]
        is_lazy = bool(above.strip()) and not above.lstrip().startswith("#")
        return (Turn.WITHIN if indent >= current.width or is_lazy else Turn.END), None


def _end(mark: ItemMark) -> int:
    """Return the column behind a mark."""
    return mark.indent + len(mark.bullet)


def _reach(mark: ItemMark) -> int:
    """Return the column behind a mark and the spaces that follow it."""
    return _end(mark) + mark.spaces
