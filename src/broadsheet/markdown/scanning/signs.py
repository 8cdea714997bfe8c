"""The signs of a text: its ASCII punctuation and line ends in their order, without the words between.

Whatever means more than words, to Markdown or to a site engine, is written in signs, and most articles use
few of them. So each pass over a body asks `has` whether there is anything for it to do. An article of
3,000 characters has some 300 signs. They are found once for all passes, in the time of one search of
the text, and searching them takes a tenth of that.
"""

from __future__ import annotations

import string
from functools import cache, lru_cache

_WORDS = f"{string.ascii_letters}{string.digits} ".encode()


def _signs(text: str) -> str:
    return text.encode("ascii", "ignore").translate(None, _WORDS).decode("ascii")


signs = lru_cache(maxsize=4)(_signs)  # The passes ask for the same text one after the other.
"""Returns the signs of a text. Those that stand apart in it may be adjacent: `{a{` has `{{`."""

_signs_of_mark = cache(_signs)


def has(text: str, *marks: str) -> bool:
    """Return whether a text contains one of some marks; only those whose signs it has are searched for."""
    found = signs(text)
    for mark in marks:  # noqa: SIM110 - called fifteen times an article
        if _signs_of_mark(mark) in found and mark in text:
            return True
    return False
