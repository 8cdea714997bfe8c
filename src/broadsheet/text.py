"""Text: what XML 1.0 can hold of it, and how many columns of a terminal it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# XML 1.0 (fifth edition), section 2.2: all but Char. Lone surrogates are no characters at all.
# What is allowed would make a set of a million, which takes every run 5 ms to compile.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Remove the characters that no XML document may hold; tabs and line ends stay.

    Vertical tabs and form feeds, which presentation programs put between words, become spaces.
    """
    return _FORBIDDEN.sub("", text.replace("\v", " ").replace("\f", " "))


@lru_cache(4096)  # A newsletter asks for the same few words again and again.
def columns(text: str) -> int:
    """Return how many columns text takes: East Asian letters and emoji two, accents none."""
    if text.isascii() and text.isprintable():
        return len(text)
    import wcwidth  # noqa: PLC0415 - a run with nothing to do measures no text

    width = wcwidth.wcswidth(text)
    # It is -1 if there are control characters.
    return width if width >= 0 else sum(max(wcwidth.wcwidth(each), 0) for each in text)


def beginning_of(text: str, most: int) -> str:
    """Return as much of a text as takes at most so many columns, not parting letters and accents."""
    used = end = 0
    for letter in letters(text):
        used += columns(letter)
        if used > most:
            return text[:end]
        end += len(letter)
    return text


def letters(text: str) -> Iterator[str]:
    """Yield the letters of a text, each with its accents, and emoji with all their parts.

    These are the grapheme clusters of Unicode (UAX #29).
    """
    if text.isascii():
        return iter(text)
    import wcwidth  # noqa: PLC0415 - as above

    return wcwidth.iter_graphemes(text)


def counted(number: int, noun: str) -> str:
    """Return a number of things in English: 1 article, 2 articles."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
