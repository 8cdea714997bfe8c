"""Where lists and their items end (`block.list` and `block.item`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.markdown.old_marked.grammar import Grammar

_BLANK_ENDS = 3
"""So many line ends in a row end every list."""
_TASK = re.compile(r"\[([ xX])\] +")
_OLD_TASK = re.compile(r"\s*\[([x ])\]\s*")


@dataclass(frozen=True, slots=True)
class ItemText:
    """The text of an item without its mark and indentation."""

    text: str
    is_loose: bool
    is_checked: bool | None
    """Whether a task is done; None if the item is no task."""


@dataclass(frozen=True, slots=True)
class ListText:
    """The items of a list, and the text that follows them."""

    number: int | None
    items: Sequence[ItemText]
    rest: str
    """What was read as the list, but belongs to the next block."""
    end: int


def list_at(text: str, start: int, grammar: Grammar) -> ListText | None:
    """Return the list that begins at a place, None if none does."""
    mark = grammar.list_start.match(text, start)
    if mark is None:
        return None
    end = _end(text, mark, grammar)
    items = list(_items(text[start:end], grammar))
    bullet = mark[2]
    count = _count(items, bullet, grammar)
    return ListText(
        number=int(bullet[:-1]) if len(bullet) > 1 else None,
        items=tuple(_read(items[:count], grammar)),
        rest="\n".join(items[count:]),
        end=end,
    )


def _end(text: str, mark: re.Match[str], grammar: Grammar) -> int:
    indent, at = mark[1], mark.end() + 1
    same = _mark_of(grammar.bullet + " ")
    while (at := text.find("\n", at)) >= 0:
        count = 1
        while text.startswith("\n", at + count):
            count += 1
        at += count
        inner = at + len(indent) if text.startswith(indent, at) else at
        ends = (grammar.list_rule, inner), (grammar.list_rule, at), (grammar.definition, at)
        if any(end.match(text, place) for end, place in ends):
            return at
        if count > 1:
            is_item = text.startswith(indent, at) and same.match(text, inner)
            if count >= _BLANK_ENDS or not (text.startswith(" ", at) or is_item):
                return at
    return len(text)


@lru_cache
def _mark_of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _items(text: str, grammar: Grammar) -> Iterator[str]:
    """Yield the items, each with its mark: one begins where a mark is indented as the one above."""
    mark = _mark_of(f"( *){grammar.bullet}{' ' if grammar.is_oldest else ''}")
    lines, indent = [text.partition("\n")[0]], len(text) - len(text.lstrip(" "))
    for line in text.split("\n")[1:]:
        begun = mark.match(line)
        if begun and len(begun[1]) == indent:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def _count(items: Sequence[str], bullet: str, grammar: Grammar) -> int:
    """Return how many of the items belong to a list: those with marks of another kind do not."""
    pattern = _mark_of(f" *({grammar.bullet})")
    for number, item in enumerate(items):
        found = pattern.match(item)
        other = found[1] if found else bullet
        if other != bullet and not (len(bullet) > 1 and len(other) > 1):
            return number
    return len(items)


def _read(items: Sequence[str], grammar: Grammar) -> Iterator[ItemText]:
    pattern = _mark_of(rf" *(?:[*+-]|[0-9]+\.) {'+' if grammar.is_oldest else '*'}")
    is_next = False
    for number, item in enumerate(items, 1):
        found = pattern.match(item)
        width = found.end() if found else 0
        text = item[width:]
        if "\n " in text:
            text = _indent_of(width).sub("", text)
        is_loose = is_next or "\n\n" in text.rstrip()
        if number < len(items):
            is_next = text.endswith("\n")
            is_loose = is_loose or is_next
        tasks = _OLD_TASK if grammar.is_oldest else _TASK
        task = tasks.match(text) if grammar.has_tasks else None
        text = text[task.end() :] if task else text
        yield ItemText(text, is_loose, task[1] != " " if task else None)


@lru_cache
def _indent_of(width: int) -> re.Pattern[str]:
    return re.compile(rf"(?m)^ {{1,{width}}}")
