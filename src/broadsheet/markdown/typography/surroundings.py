"""The characters that markdown-it sees around a place in HTML, whatever inline elements begin or end there.

Tags of inline elements that are raw HTML are text to it.
"""

from __future__ import annotations

import re
from html import unescape

_MARKDOWN = re.compile(r"</?(?:a|code|del|em|ins|mark|s|strong|su[bp])\b[^<>]*>")
BLOCK = re.compile(r"</?(?:blockquote|d[dlt]|div|h[1-6]|hr|li|[ou]l|p|pre|t[dhr]|table)\b")
_ENTITY = re.compile(r"&[A-Za-z0-9#]{1,8};$")
_LONGEST = 10
"""Characters of the longest entity that is looked for."""

_LINE_END = "\n"


def shown_before(html: str, position: int) -> str:
    """Return the character before a position, a line's end at the beginning of a block or line."""
    while html.endswith(">", 0, position):
        start = html.rfind("<", 0, position)
        tag = _MARKDOWN.match(html, start)
        if not tag or tag.end() != position:
            return _LINE_END if BLOCK.match(html, start) else ">"
        position = start
    entity = _ENTITY.search(html, max(position - _LONGEST, 0), position)
    if entity:
        return unescape(entity[0])[-1]
    return html[position - 1] if position else _LINE_END


def shown_after(html: str, position: int) -> str:
    """Return the character after a position, "" at the end of a block or line."""
    while tag := _MARKDOWN.match(html, position):
        position = tag.end()
    character = html[position : position + 1]
    if character == "<":
        is_line_end = BLOCK.match(html, position) or html.startswith("<br />", position)
        return "" if is_line_end else "<"
    end = html.find(";", position, position + _LONGEST) + 1 if character == "&" else 0
    return unescape(html[position:end]) if end else character.strip("\n")
