"""Addresses with spaces, as names of files have: `![cover](cover of 1999.png)`.

CommonMark (section 6.3) takes them only within `<>`. Their spaces have stand-ins, so that comrak decides
what is a link; those that are in no address become spaces again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.splices import Splice, spliced

_SPACE, _ENCODED_SPACE = "\ue078", "%EE%81%B8"
_ADDRESS = re.compile(
    r"(?=[^<>\"'()\s]*+[ (])[ \t]*+([^<>\"'()\n]*(?:\([^<>\"'()\n]*\)[^<>\"'()\n]*)*)"
    r"(?=\)|(?<=[ \t])(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}')\))"
)
_NAME = re.compile(r"\S.*\.[A-Za-z0-9]{2,5}")


def set_aside(text: str, *, names_alone: bool) -> str:
    """Return a text with stand-ins for spaces in addresses, or in names of files alone; see `restored`."""
    return spliced(text, _splices(text, names_alone=names_alone))


def _splices(text: str, *, names_alone: bool) -> Iterator[Splice]:
    at = text.find("](")
    while at >= 0:
        found = _ADDRESS.match(text, at + 2)
        address = found[1].rstrip() if found else ""
        if found and " " in address and (not names_alone or _NAME.fullmatch(address)):
            start = found.start(1)
            yield start, start + len(address), address.replace(" ", _SPACE)
        at = text.find("](", at + 2)


def restored(html: str) -> str:
    """Return HTML with spaces in the place of their stand-ins."""
    return html.replace(_SPACE, " ").replace(_ENCODED_SPACE, "%20")
