"""The ends of emphasis and of code in a line of text (`inline.strong`, `inline.em`, `inline.code`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from broadsheet.markdown.old_marked.closers import Closers

Found = tuple[str, int]
"""What is marked, and the place behind it."""

_WORD = "[A-Za-z0-9_]"
_PUNCTUATION = r"!\"#$%&'()*+,\-./:;<=>?@\[^_{|}~"
_NOT_BEFORE = rf"(?![^\s{_PUNCTUATION}])"

_OLD_STRONG = {
    mark: re.compile(rf"{re.escape(mark)}(?!{re.escape(mark[0])})") for mark in ("**", "__")
}
_STRONG = {
    mark: re.compile(rf"(?<!\s){re.escape(mark)}(?!{re.escape(mark[0])})") for mark in ("**", "__")
}
_OLD_STAR = re.compile(r"\*((?:\*\*|[^*])+)\*(?!\*)")
_OLD_LINE = re.compile(rf"_([^\s_](?:[^_]|__){{2,}})(?<![\s_])_(?!{_WORD})")
_LOOSE_LINE = re.compile(rf"(?<!_)(?>(?:__)*)_(?!{_WORD})")
_LINE_END = re.compile(rf"_(?!{_WORD})")
_ONE = {
    "_": re.compile(r"_([^\s_])_(?!_)"),
    "*": re.compile(r"\*([^\s*<\[])\*(?!\*)"),
}
_MANY = {
    "_": (
        (frozenset("<"), re.compile(rf"(?<![\s_])_(?!_){_NOT_BEFORE}")),
        (frozenset("_<"), re.compile(rf"(?<!\s)_(?!_){_NOT_BEFORE}")),
    ),
    "*": (
        (frozenset('<"'), re.compile(rf"(?<![\s*])\*(?!\*){_NOT_BEFORE}")),
        (frozenset('*"<['), re.compile(r"(?<!\s)\*(?!\*)")),
    ),
}
"""Characters that cannot begin emphasis, and its end."""
_TICKS = re.compile("`+")
_DEL = re.compile(r"(?<=\S)~~")


def strong(text: str, at: int, closers: Closers, *, is_oldest: bool) -> Found | None:
    """Return what is strong at a place, None if nothing is."""
    mark = text[at : at + 2]
    ends = (_OLD_STRONG if is_oldest else _STRONG).get(mark)
    if ends is None or (not is_oldest and text[at + 2 : at + 3].strip() == ""):
        return None
    end = closers.next(ends, at + 3)
    if end is None:
        return None
    return text[at + 2 : end.start()], end.end()


def emphasised(text: str, at: int, closers: Closers, *, is_oldest: bool) -> Found | None:
    """Return what is emphasised at a place, None if nothing is."""
    if is_oldest:
        found = (_OLD_STAR if text[at] == "*" else _OLD_LINE).match(text, at)
        return (found[1], found.end()) if found else None
    if one := _ONE[text[at]].match(text, at):
        return one[1], one.end()
    first = text[at + 1 : at + 2]
    for excluded, ends in _MANY[text[at]]:
        if first.strip() and first not in excluded and (end := closers.next(ends, at + 3)):
            return text[at + 1 : end.start()], end.end()
    return None


def loose_line(text: str, at: int, closers: Closers) -> Found | None:
    """Return what `_` emphasises in kramed, also within a word, None if nothing is.

    An even number of `_` in a row ends it only if no odd one follows, since two of them are taken at once.
    """
    end = closers.next(_LOOSE_LINE, at + 2) or closers.next(_LINE_END, at + 2)
    return (text[at + 1 : end.end() - 1], end.end()) if end else None


def deleted(text: str, at: int, closers: Closers) -> Found | None:
    """Return what `~~` strikes out at a place, None if nothing is.

    Single tildes strike out in some versions; they are kept, since `10~20` has them in Chinese texts.
    """
    if not text.startswith("~~", at) or not text[at + 2 : at + 3].strip():
        return None
    end = closers.next(_DEL, at + 3)
    return (text[at + 2 : end.start()], end.end()) if end else None


class Ticks:
    """The runs of backticks in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs: Sequence[tuple[int, int]] = [run.span() for run in _TICKS.finditer(text)]
        self._last = {end - start: start for start, end in self._runs}
        """A number of backticks → where the last run of so many begins."""
        self._lacking: dict[int, int] = {}
        """A number of backticks → the first place behind which no run has so many."""

    def code(self, at: int, *, is_oldest: bool, is_exact: bool) -> Found | None:
        """Return the code that begins at a place, None if none does.

        With `is_exact`, it ends at as many backticks as begin it; else there may be more.
        """
        index = self._index(at)
        size = self._runs[index][1] - at
        counts: Iterable[int] = range(size, 0, -1) if is_oldest else (size,)
        if is_oldest and is_exact:
            ends = (count for count, start in self._last.items() if start > at and count <= size)
            counts = sorted(ends, reverse=True)
        for count in counts:
            end = self._end(index, at, count, is_exact=is_exact)
            if end:
                return self._text[at + count : end - count].strip(), end
        return None

    def _index(self, at: int) -> int:
        low, high = 0, len(self._runs)
        while low < high:
            middle = (low + high) // 2
            if self._runs[middle][1] <= at:
                low = middle + 1
            else:
                high = middle
        return low

    def _end(self, index: int, at: int, count: int, *, is_exact: bool) -> int:
        if self._lacking.get(count, len(self._text)) <= at:
            return 0
        for start, end in self._later(index, at + count, from_same_run=not is_exact):
            size = end - start
            if size == count or (size > count and not is_exact):
                return end
        self._lacking[count] = at
        return 0

    def _later(self, index: int, after: int, *, from_same_run: bool) -> Iterator[tuple[int, int]]:
        end = self._runs[index][1]
        if from_same_run and end > after:
            yield after, end
        for number in range(index + 1, len(self._runs)):
            yield self._runs[number]
