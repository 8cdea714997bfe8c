"""Parts of a text that are replaced by others."""

from __future__ import annotations

from collections.abc import Iterable

Splice = tuple[int, int, str]
"""What stands at `text[start:end]` becomes another text."""


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return a text with its parts replaced.

    The splices are in the order of their places; one that overlaps the one before it is left out.
    """
    parts, done = [], 0
    for start, end, new in splices:
        if start >= done:
            parts += [text[done:start], new]
            done = end
    return "".join([*parts, text[done:]]) if parts else text
