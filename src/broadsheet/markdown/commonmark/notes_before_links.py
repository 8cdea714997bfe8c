"""Marks of footnotes that comrak takes for the words of a link: `[^1](see below)`, `[^1][label]`.

goldmark looks for notes first (extension/footnote.go: its parser has the priority 101, that of links 200).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.splices import Splice, spliced

_APART = "\ue075"
_DEFINED = re.compile(r"(?m)^[ \t>]*+(\[\^[^\]\n]+\]):")
_BEFORE_LINK = re.compile(r"\[\^[^\[\]\n]+\](?=[(\[])")


def set_apart(text: str) -> str:
    """Return a text with a mark between notes and what may make links of them; see `joined`."""
    if not _BEFORE_LINK.search(text):
        return text
    defined = set(_DEFINED.findall(text))
    return spliced(text, _marks(Scan(text, frozenset()), defined))


def joined(html: str) -> str:
    """Take away from HTML what `set_apart` added to its source."""
    return html.replace(_APART, "")


def _marks(scanned: Scan, defined: set[str]) -> Iterator[Splice]:
    for link in scanned.elements("a"):
        note = _BEFORE_LINK.match(scanned.text, link.start, link.end)
        if note and note[0] in defined:
            yield note.end(), note.end(), _APART
