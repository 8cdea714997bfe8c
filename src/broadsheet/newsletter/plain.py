"""Wraps the plain text of e-mails by terminal columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.columns import columns, letters

WIDTH = 72

_TOKEN = re.compile(
    r"https?://[!-~]+"
    r"|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
    r"|(?:(?!https?://[!-~])[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])+"
    r"|\s+"
)
_NOT_AT_START = frozenset("，。、；：？！）」』》〉】〕”’…—·%,.;:?!)]}")
_NOT_AT_END = frozenset("（「『《〈【〔“‘([{")


def wrap(text: str, width: int = WIDTH) -> str:
    """Wrap one paragraph. No URL is ever broken.

    A word is broken only where it is wider than a line, as whole sentences are in Thai. Chinese and
    Japanese break between any two characters, except at the punctuation that may not begin or end a
    line (kinsoku).
    """
    return "\n".join(_lines(text, width))


def _lines(text: str, width: int) -> Iterator[str]:
    line = ""
    used = 0
    for unit in (piece for whole in _units(text) for piece in _fitting(whole, width)):
        size = columns(unit.rstrip())
        if line.strip() and used + size > width:
            yield line.rstrip()
            line, used = "", 0
        if line or not unit.isspace():
            line += unit
            used += columns(unit)
    if line.strip():
        yield line.rstrip()


def _fitting(unit: str, width: int) -> Iterator[str]:
    """Yield a unit, in pieces of at most `width` columns unless it holds a URL."""
    if "://" in unit or columns(unit.rstrip()) <= width:
        yield unit
        return
    piece, used = "", 0
    for letter in letters(unit):
        size = columns(letter)
        if piece and size and used + size > width:
            yield piece
            piece, used = "", 0
        piece += letter
        used += size
    yield piece


def _units(text: str) -> Iterator[str]:
    """Yield pieces between which a line may break."""
    unit = ""
    for token in _TOKEN.findall(text):
        joined = not unit or unit[-1] in _NOT_AT_END or token[0] in _NOT_AT_START or token.isspace()
        if unit.endswith(" ") and not token.isspace():
            joined = False
        if joined:
            unit += token
        else:
            yield unit
            unit = token
    if unit:
        yield unit
