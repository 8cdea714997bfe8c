"""Finds the next place at which an expression matches, once for all places before it.

Emphasis and links look for their ends from each mark; without this, a text of marks takes quadratic time.
"""

from __future__ import annotations

import re


class Closers:
    """The places in one text; those that are found are kept."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps = 500 + 2 * len(text)
        self._found: dict[re.Pattern[str], tuple[int, re.Match[str] | None]] = {}

    def next(self, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Return the first match at or behind a place, None if there is none."""
        begun, match = self._found.get(pattern, (-1, None))
        if 0 <= begun <= start and (match is None or match.start() >= start):
            return match
        match = pattern.search(self._text, start)
        self._found[pattern] = (start, match)
        return match

    def goes_on(self) -> bool:
        """Count a step that is no search; return whether there were fewer than any article needs."""
        self._steps -= 1
        return self._steps > 0

    def has(self, pattern: re.Pattern[str], start: int) -> bool:
        """Return whether the expression matches at or behind a place."""
        return self.next(pattern, start) is not None
