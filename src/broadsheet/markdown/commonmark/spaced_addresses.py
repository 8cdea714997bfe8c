"""Addresses with spaces, as names of files have: `![cover](cover of 1999.png)`.

CommonMark (section 6.3) takes them only within `<>`. Their spaces have stand-ins, so that comrak decides
what is a link; those that are in no address become spaces again.
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.signs import has

_SPACE, _ENCODED_SPACE = "\ue078", "%EE%81%B8"
_ADDRESS = re.compile(
    r"(?P<before>\]\([ \t]*+)(?P<address>[^<>\"'()\n]*(?:\([^<>\"'()\n]*\)[^<>\"'()\n]*)*)(?=\))"
)
_NAME = re.compile(r"\S.*\.[A-Za-z0-9]{2,5}")


def set_aside(text: str, *, names_alone: bool) -> str:
    """Return a text with stand-ins for spaces in addresses, or in names of files alone; see `restored`."""

    def written(found: re.Match[str]) -> str:
        address = found["address"].rstrip()
        if names_alone and not _NAME.fullmatch(address):
            return found[0]
        rest = found["address"][len(address) :]
        return found["before"] + address.replace(" ", _SPACE) + rest

    return _ADDRESS.sub(written, text) if has(text, "](") else text


def restored(html: str) -> str:
    """Return HTML with spaces in the place of their stand-ins."""
    return html.replace(_SPACE, " ").replace(_ENCODED_SPACE, "%20")
