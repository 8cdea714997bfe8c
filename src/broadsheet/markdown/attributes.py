"""Attributes of blocks: lines such as `{.wide #x}` right below a paragraph, a list, a table or a quotation.

https://gohugo.io/content-management/markdown-attributes/ ; readers see no classes, so they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|\[[^\]\n]*\]|[^\s,{}"'\[]+)"""
_ATTRIBUTE = rf"(?:[.#][\w:-]+|[\w:-]+={_VALUE})"
_LIST = re.compile(rf"[ \t>]*\{{\s*{_ATTRIBUTE}(?:[\s,]+{_ATTRIBUTE})*\s*\}}\s*")
_MOST_LINES = 10


def without_attributes(lines: list[str]) -> list[str]:
    """Leave out the attributes below blocks, which may go on for some lines. No line may be code."""
    return list(_without_attributes(lines))


def _without_attributes(lines: list[str]) -> Iterator[str]:
    above, number = "", 0
    while number < len(lines):
        line = lines[number]
        end = (
            _end(lines, number)
            if above.strip("> \t") and line.lstrip("> \t")[:1] == "{"
            else number
        )
        if end == number:
            yield line
        above, number = line, max(end, number + 1)


def _end(lines: list[str], start: int) -> int:
    """Return the number of the line behind the attributes that begin at `start`, `start` if none do."""
    for end in range(start + 1, min(start + _MOST_LINES, len(lines)) + 1):
        if "}" in lines[end - 1]:
            return end if _LIST.fullmatch("\n".join(lines[start:end])) else start
    return start
