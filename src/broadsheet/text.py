"""Text: what XML 1.0 can hold of it, and how wide it is."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

# XML 1.0 (fifth edition), section 2.2: all but Char. Lone surrogates are no characters at all.
# What is allowed would make a set of a million, which takes every run 5 ms to compile.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Remove the characters that no XML document may hold; tabs and line ends stay."""
    return _FORBIDDEN.sub("", text)


def columns(text: str) -> int:
    """Return how many columns of a terminal text takes: Chinese, Japanese and Korean count two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def counted(number: int, noun: str) -> str:
    """Return a number of things in English: 1 article, 2 articles."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
