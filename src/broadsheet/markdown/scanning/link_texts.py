"""Finds the text in the brackets of links, in linear time.

Python-Markdown reads all of the rest of a paragraph for each bracket that is left open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_FLAT_TEXT = re.compile(r"[^\[\]]*\]")
_BRACKET = re.compile(r"[\[\]]")
_ADDRESS = re.compile(r"""\]\([^()'"\n]*(?:"[^"()\n]*")?\)""")

_LONGEST_LABEL = 999
"""CommonMark, section 6.3, on the labels of references."""


def text_of_link(data: str, start: int) -> tuple[str, int, bool]:
    """Return the text from `start` to the bracket that closes it, where this ends, and if there is one."""
    flat = _FLAT_TEXT.match(data, start)
    end = flat.end() if flat else _closed(data).get(start)
    return ("", start, False) if end is None else (data[start : end - 1], end, True)


def text_of_label(data: str, start: int) -> tuple[str, int, bool]:
    """Return as text_of_link does, but no text that is too long for a label."""
    text, end, is_closed = text_of_link(data, start)
    return text, end, is_closed and len(text) <= _LONGEST_LABEL


@lru_cache(maxsize=1)
def _closed(data: str) -> Mapping[int, int]:
    """Return where brackets end that are closed, by where what is in them starts."""
    opened: list[int] = []
    ends = {}
    for bracket in _BRACKET.finditer(data):
        if bracket[0] == "[":
            opened.append(bracket.end())
        elif opened:
            ends[opened.pop()] = bracket.end()
    return ends


def read_for_ends(block: str) -> int:
    """Return how many characters Python-Markdown reads, at most, for the ends of addresses.

    It reads all of the rest where quotes or parentheses stand in an address.
    """
    links = block.count("](")
    return (links - len(_ADDRESS.findall(block))) * len(block) if links else 0
