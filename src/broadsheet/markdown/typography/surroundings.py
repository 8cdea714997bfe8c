"""The characters that a page shows around a place in HTML, whatever inline elements begin or end there."""

from __future__ import annotations

import re
from html import unescape

_INLINE = re.compile(r"</?(?:a|b|code|del|em|i|ins|mark|s|span|strong|su[bp])\b[^<>]*>")
_MARKDOWN = re.compile(r"</?(?:a|code|del|em|ins|mark|s|strong|su[bp])\b[^<>]*>")
BLOCK = re.compile(r"</?(?:blockquote|d[dlt]|div|h[1-6]|hr|li|[ou]l|p|pre|t[dhr]|table)\b")
_ENTITY = re.compile(r"&[A-Za-z0-9#]{1,8};$")
_LONGEST = 10
"""Characters of the longest entity that is looked for."""

_LINE_END = "\n"


def shown_before(html: str, position: int, *, has_raw: bool = False) -> str:
    """Return the character before a position, a line's end at the beginning of a block or line.

    With `has_raw`, tags of inline elements that are raw HTML are text.
    """
    while html.endswith(">", 0, position):
        start = html.rfind("<", 0, position)
        tag = (_MARKDOWN if has_raw else _INLINE).match(html, start)
        if not tag or tag.end() != position:
            return ">" if has_raw and not BLOCK.match(html, start) else _LINE_END
        position = start
    entity = _ENTITY.search(html, max(position - _LONGEST, 0), position)
    if entity:
        return unescape(entity[0])[-1]
    return html[position - 1] if position else _LINE_END


def shown_after(html: str, position: int, count: int, *, has_raw: bool = False) -> str:
    """Return up to `count` characters after a position, as far as its block or line goes."""
    shown = ""
    while len(shown) < count and position < len(html):
        if tag := (_MARKDOWN if has_raw else _INLINE).match(html, position):
            position = tag.end()
            continue
        character = html[position]
        if character == "<":
            is_line_end = BLOCK.match(html, position) or html.startswith("<br />", position)
            return f"{shown}<" if has_raw and not is_line_end else shown
        end = html.find(";", position, position + _LONGEST) + 1 if character == "&" else 0
        if character == "\n":
            break
        shown += unescape(html[position:end]) if end else character
        position = end or position + 1
    return shown
