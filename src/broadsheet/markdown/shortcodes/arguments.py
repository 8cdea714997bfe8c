"""The arguments of shortcodes and tags, as they are typed behind the name."""

from __future__ import annotations

import re
from collections.abc import Mapping

Arguments = Mapping[str, str]
"""Named arguments, and positional ones under "0", "1" …"""

_NAME = re.compile(r"([\w-]+)[ \t\n]*(?:=|:(?!//))[ \t\n]*")
_BARE = re.compile(r"\S+")
_BARE_OF_NAME = re.compile(r"[^\s,]+")
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
_QUOTED = {
    '"': re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL),
    "'": re.compile(r"'([^']*)'"),
    "`": re.compile(r"`([^`]*)`"),
}


def arguments(text: str) -> Arguments:
    """Parse the arguments after a name: values, with or without quotes and names."""
    found: dict[str, str] = {}
    quotes = dict(_QUOTED)
    position, count = 0, 0
    while position < len(text):
        if text[position] in " \t\n\r,":
            position += 1
            continue
        name = _NAME.match(text, position)
        position = name.end() if name else position
        quote = text[position : position + 1]
        value = quotes[quote].match(text, position) if quote in quotes else None
        if value is None:
            quotes.pop(quote, None)  # This quote is not closed, so no later one is.
            value = (_BARE_OF_NAME if name else _BARE).match(text, position)
        if value is not None:
            typed = value[1] if value.re.groups else value[0].rstrip(",")
            found[name[1] if name else str(count)] = typed.replace('\\"', '"')
            count += name is None
        position = value.end() if value else position + 1
    return found


def words(text: str) -> Arguments:
    """Parse arguments that have no names: a title such as `port 22: closed (1)` is words alone."""
    found = [next(filter(None, typed), "") for typed in _WORD.findall(text)]
    if len(found) > 1 and found[-1] in {"true", "false"}:
        found.pop()  # Whether the title is escaped.
    return {str(number): word for number, word in enumerate(found)}
