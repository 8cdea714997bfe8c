"""Addresses with a parenthesis that nothing closes: `[a](https://example.org/a_(b%29)`.

CommonMark (section 6.3) takes no such link, marked does if the address has no closing parenthesis at all.
The opening ones have stand-ins, so that comrak decides what is a link.
Source: `findClosingBracket` in src/helpers.ts, and `link` in src/Tokenizer.ts of marked 15.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.splices import Splice, spliced

_OPEN, _ENCODED_OPEN = "\ue073", "%EE%81%B3"
_ADDRESS = re.compile(
    r"([^\s()<>\[\]]*+\([^\s)<>\[\]]*+)"
    r"(?:\)(?![^\s)]*\))|[ \t]++(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}')\))"
)


def set_aside(text: str) -> str:
    """Return a text with stand-ins for such parentheses; see `restored`."""
    return spliced(text, _splices(text)) if "](" in text else text


def _splices(text: str) -> Iterator[Splice]:
    at = text.find("](")
    while at >= 0:
        if found := _ADDRESS.match(text, at + 2):
            yield *found.span(1), found[1].replace("(", _OPEN)
        at = text.find("](", at + 2)


def restored(html: str) -> str:
    """Return HTML with parentheses in the place of their stand-ins."""
    return html.replace(_OPEN, "(").replace(_ENCODED_OPEN, "(")
