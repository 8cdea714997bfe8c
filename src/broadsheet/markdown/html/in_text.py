"""Looks at what HTML shows as text: not at tags and their attributes."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from html import unescape

_PIECE = re.compile(r"(<br ?/?>\n|<[^<>]*>)")
_NAME = re.compile(r"<(/?)([a-z]+)\b")
_TAG = re.compile(r"<[^<>]*>")

CODE = frozenset({"code", "pre"})


def in_text(html: str, change: Callable[[str], str], *, without: AbstractSet[str] = CODE) -> str:
    """Return HTML with each piece of text between two tags changed, but in the elements of some names.

    The line end behind a `<br>` belongs to the tag.
    """
    pieces = _PIECE.split(html)
    within = 0
    for number, piece in enumerate(pieces):
        if number % 2 and (tag := _NAME.match(piece)) and tag[2] in without:
            within = max(within + (-1 if tag[1] else 1), 0)
        elif not number % 2 and not within:
            pieces[number] = change(piece)
    return "".join(pieces)


def words_of(html: str) -> str:
    """Return the text of HTML, code included, without its tags."""
    return unescape(_TAG.sub("", html))
