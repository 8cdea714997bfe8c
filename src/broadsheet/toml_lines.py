"""The lines of keys in TOML text, which tomllib does not report. Pure."""

from __future__ import annotations

import re

_PART = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_ASSIGNMENT = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the line (from 1) of a key in TOML text, or of the nearest table around it; 0 if none.

    `path` holds the keys that lead to it, from the top of the text.
    """
    table: tuple[str, ...] = ()
    best, best_depth = 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[{1,2}([^\]]+)\]", line):
            table = _split_key(header[1])
            here = table
        elif assignment := _ASSIGNMENT.match(line):
            here = table + _split_key(assignment[1])
        else:
            continue
        if len(here) > best_depth and here == path[: len(here)]:
            best, best_depth = number, len(here)
    return best


def top_lines(text: str) -> dict[str, int]:
    """Return the lines (from 1) of all keys and tables at the top of a text, each where it begins."""
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[{1,2}([^\]]+)\]", line)
        inside = inside or bool(header)
        key = header or (None if inside else _ASSIGNMENT.match(line))
        if key and (parts := _split_key(key[1])):
            found.setdefault(parts[0], number)
    return found


def _split_key(dotted: str) -> tuple[str, ...]:
    parts = re.findall(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)", dotted)
    return tuple(double or single or bare for double, single, bare in parts)
