"""Plain text for letters: made safe for headers, and wrapped by the width that terminals show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.text import columns, letters

WIDTH = 72

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Unicode's categories Cc, Zl and Zp."""

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TOKEN = re.compile(
    r"https?://[!-~]+"
    r"|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
    r"|(?:(?!https?://[!-~])[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])+"
    r"|\s+"
)
_NOT_AT_START = frozenset("，。、；：？！）」』》〉】〕”’…—·%,.;:?!)]}")
_NOT_AT_END = frozenset("（「『《〈【〔“‘([{")


_C1 = {
    code: bytes((code,)).decode("cp1252", errors="ignore").replace(chr(code), "") or " "
    for code in range(0x80, 0xA0)
}
_C1[0x85] = " "  # A line end, where it is not Windows-1252.
"""Windows-1252, read as HTML reads it; one such control makes Gmail clip an e-mail."""


def without_c1(text: str) -> str:
    """Replace C1 control characters by what was meant: U+0092 is an apostrophe."""
    return text.translate(_C1)


def one_line(text: str) -> str:
    """Fold white space, and drop control characters and what turns the direction of writing over.

    A title can so neither begin a new header nor reverse what stands after it. Marks of direction
    and the joiners of emoji stay.
    """
    return " ".join(_OVERRIDES.sub("", _CONTROLS.sub(" ", without_c1(text))).split())


def wrap(text: str, indent: str = "", width: int = WIDTH) -> str:
    """Wrap one paragraph; each line begins with `indent`. No URL is ever broken.

    A word is broken only where it is wider than a line, as whole sentences are in Thai. Chinese and
    Japanese break between any two characters, but for the punctuation that may not begin or end a
    line (kinsoku).
    """
    return "\n".join(indent + line for line in _lines(text, width - columns(indent)))


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
