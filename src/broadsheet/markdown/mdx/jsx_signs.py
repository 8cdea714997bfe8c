"""Braces and line ends of JavaScript, outside of strings and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_IN_TAG = 10_000
"""Characters of a tag, a formula or a line that are looked at."""

_SIGN = re.compile(r"[\"'`{}()\n]|/\*|(?<![^\s;,{}()])//")
COMMENT = "/*"
DEPTHS = {"{": 1, "(": 1, "}": -1, ")": -1}


def signs(text: str, start: int, limit: int) -> Iterator[tuple[int, str]]:
    """Yield braces and line ends with their places, outside of strings and comments.

    The beginning of a comment that does not end is a sign too.
    """
    position, has_comments = start, True
    no_string_before = dict.fromkeys("\"'`", start)
    while found := _SIGN.search(text, position, limit):
        place, sign = found.start(), found[0]
        position = found.end()
        if sign in no_string_before:
            if place < no_string_before[sign]:
                continue
            end = _end_of_string(text, place, limit)
            if text.startswith(sign, end) and end < limit:
                position = end + 1
            else:  # E.g. an apostrophe; the text up to there is not read again.
                no_string_before[sign] = end
        elif sign == "//":
            position = end_of_line(text, place)
        elif sign == COMMENT:
            end = text.find("*/", position, limit) if has_comments else -1
            has_comments = end >= 0
            if has_comments:
                position = end + 2
            else:
                yield place, sign
        else:
            yield place, sign


def end_of_line(text: str, start: int) -> int:
    """Return where a line ends, or where so much of it has been looked at that it ends nowhere."""
    end = text.find("\n", start, start + MOST_IN_TAG)
    return end if end >= 0 else min(len(text), start + MOST_IN_TAG)


def _end_of_string(text: str, start: int, limit: int) -> int:
    """Return the place of the quote that ends a string, else of what ends its line or of the limit."""
    quote, position = text[start], start + 1
    while position < limit:
        character = text[position]
        if character == "\\":
            position += 1
        elif character == quote or (character == "\n" and quote != "`"):
            return position
        position += 1
    return limit
