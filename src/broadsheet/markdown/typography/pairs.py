"""Finds the pairs of quotes where what is shown depends on both: in pulldown-cmark and markdown-it.

https://github.com/markdown-it/markdown-it/blob/master/lib/rules_core/smartquotes.mjs
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.markdown.typography.quotes import (
    CLOSES,
    CLOSING,
    MAY_OPEN,
    OF_STAND_IN,
    OPENING,
    UNPAIRED,
)
from broadsheet.markdown.typography.surroundings import BLOCK

_PAIR = re.compile(f"{MAY_OPEN}([^{MAY_OPEN}{CLOSES}]*){CLOSES}")
_QUOTE = re.compile(f"[{''.join(OF_STAND_IN)}]")
_QUOTE_OR_TAG = re.compile(
    rf"(?P<quote>{_QUOTE.pattern})|{BLOCK.pattern}"
    r"|<(?P<end>/?)(?:a|del|em|ins|mark|s|strong|su[bp])\b[^<>]*>"
)


def paired(html: str) -> str:
    """Show the quotes of `Pulldown` and `markdown_it`: one that may open does so if another closes it."""
    html = _matched(html) if _QUOTE.search(html) else html
    html = _PAIR.sub(r"‘\1’", html)
    return html.replace(MAY_OPEN, "’").replace(CLOSES, "’")


@dataclass(frozen=True, slots=True)
class _Opener:
    """A quote that may open, how many elements it is in, and the place of the one of its kind before it."""

    place: int
    quote: str
    level: int
    previous: int


class _Openers:
    """The quotes that are open, and where the last of each kind is among them."""

    def __init__(self) -> None:
        self._open: list[_Opener] = []
        self._last = {'"': -1, "'": -1}

    def add(self, place: int, quote: str, level: int) -> None:
        self._open.append(_Opener(place, quote, level, self._last[quote]))
        self._last[quote] = len(self._open) - 1

    def closed(self, quote: str, level: int) -> int | None:
        """Return the place of the quote that one of an element closes; those after it open nothing."""
        last = self._last[quote]
        if last < 0 or self._open[last].level != level:
            return None
        place = self._open[last].place
        self._cut(last)
        return place

    def leave(self, level: int) -> None:
        """Forget the quotes of elements that are deeper than a level."""
        length = len(self._open)
        while length and self._open[length - 1].level > level:
            length -= 1
        self._cut(length)

    def _cut(self, length: int) -> None:
        while len(self._open) > length:
            opener = self._open.pop()
            self._last[opener.quote] = opener.previous


def _matched(html: str) -> str:
    """Show the quotes of `markdown_it`: a pair is in one element; what is open within it stays straight."""
    shown = list(html)
    openers, level = _Openers(), 0
    for found in _QUOTE_OR_TAG.finditer(html):
        if not found["quote"]:
            is_block = found["end"] is None
            level = 0 if is_block else max(level + (-1 if found["end"] else 1), 0)
            openers.leave(-1 if is_block else level)
            continue
        quote, opens, closes = OF_STAND_IN[found["quote"]]
        start = openers.closed(quote, level) if closes else None
        if start is not None:
            shown[start], shown[found.start()] = OPENING[quote], CLOSING[quote]
            continue
        shown[found.start()] = quote if opens else UNPAIRED[quote]
        if opens:
            openers.add(found.start(), quote, level)
    return "".join(shown)
