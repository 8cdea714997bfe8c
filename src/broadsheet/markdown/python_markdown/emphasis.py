"""Emphasis that the package pairs wrongly, so that marks of its own are left in an article.

Markdown 3.11.3 keeps the pairs that it found by their places, and loses count where a mark between them
stays open (`DelimiterProcessor`): `**m*)**后*x*`. Code and links that stand there come out in pieces, with
characters that XML forbids. Such an article is converted again, more and more carefully.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

_LEFT = re.compile("[\x02\x03]")
_MARK = re.compile(r"[*_~]+")
_BLANK = re.compile(r"\n[ \t]*\n")
_MOST_ANEW = 300
"""Marks of a block in which each pair may be looked for anew, which takes quadratic time."""


class Emphasis:
    """The package, whose processors of emphasis may look for each pair anew, or find none."""

    def __init__(self, package: Any) -> None:
        self._package = package
        # Extensions such as pymdownx.betterem take the place of the package's own.
        self._processors = [each for each in package.inlinePatterns if hasattr(each, "regions")]
        self._care = 0
        for processor in self._processors:
            processor.handleMatch = partial(self._handle, processor, processor.handleMatch)

    def converted(self, text: str) -> str:
        """Return the HTML that the package makes of a text, in which no mark of its own is left."""
        html = ""
        for self._care in _cares(text):
            self._package.reset()
            for processor in self._processors:
                processor.reset()
            html = self._package.convert(text)
            if not _LEFT.search(html):
                break
        return _LEFT.sub("", html)

    def _handle(
        self, processor: Any, pair: Callable[..., Any], match: re.Match[str], data: str
    ) -> tuple[Any, int | None, int | None]:
        """Return an element and its place, or the place of what is no emphasis."""
        if self._care > 1:
            return None, match.start(0), match.end(0)
        element, start, end = pair(match, data)
        if self._care:
            processor.reset()
        return element, start, end


def _cares(text: str) -> tuple[int, ...]:
    """Return how to read a text, one way after the other.

    With 0, all pairs are found at once, as the package does; with 1, each is found anew; with 2, none.
    """
    is_long = any(len(_MARK.findall(block)) > _MOST_ANEW for block in _BLANK.split(text))
    return (0, 2) if is_long else (0, 1, 2)
