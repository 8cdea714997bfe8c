"""Changes what HTML shows as text, outside of code: not tags, their attributes, or code."""

from __future__ import annotations

import re
from collections.abc import Callable

_PIECE = re.compile(r"(<br ?/?>\n|<[^<>]*>)")
_CODE = re.compile(r"<(/?)(?:code|pre)\b")
_CODE_OR_LINK = re.compile(r"<(/?)(?:a|code|pre)\b")


def in_text(html: str, change: Callable[[str], str], *, in_links: bool = True) -> str:
    """Return HTML with each piece of text between two tags changed; without `in_links`, not within links.

    The line end behind a `<br>` belongs to the tag.
    """
    pieces = _PIECE.split(html)
    unchanged = _CODE if in_links else _CODE_OR_LINK
    within = 0
    for number, piece in enumerate(pieces):
        if number % 2 and (tag := unchanged.match(piece)):
            within = max(within + (-1 if tag[1] else 1), 0)
        elif not number % 2 and not within:
            pieces[number] = change(piece)
    return "".join(pieces)
