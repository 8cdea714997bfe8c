"""Links within links: `<a href="x">https://example.org</a>` as an author types it.

Converters make a link of the bare URL too, as GitHub's specification has it; no browser takes a link within
a link (HTML standard, section 4.5.1), so readers would get an empty one, and another that leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from broadsheet.markdown.scanning.splices import Splice, spliced

_TAG = re.compile(r"<a(?=[\s>])[^<>]*+>|</a\s*+>", re.IGNORECASE)
_HAS_ADDRESS = re.compile(r"\shref\s*+=", re.IGNORECASE)
_MADE = re.compile(r'<a href="([^"]*)">')
"""A link as converters write it."""


def without_inner_links(html: str) -> str:
    """Return HTML in which the bare URLs within typed links are words; links that nothing ends stay."""
    return spliced(html, _inner(html, list(_TAG.finditer(html)))) if "<a" in html else html


def _inner(html: str, found: list[re.Match[str]]) -> Iterator[Splice]:
    number = 0
    while number < len(found):
        outer, number = found[number], number + 1
        if outer[0][1] == "/" or not _HAS_ADDRESS.search(outer[0]):
            continue  # Each bare URL's own end, too, stands before all the others.
        last = number
        while last + 1 < len(found) and _is_bare(html, found[last], found[last + 1]):
            last += 2
        is_ended = last < len(found) and found[last][0][1] == "/"
        if last > number and is_ended:
            yield from ((*each.span(), "") for each in found[number:last])
            number = last + 1


def _is_bare(html: str, start: re.Match[str], end: re.Match[str]) -> bool:
    """Return whether two tags are those of a link that shows its own address."""
    made = _MADE.fullmatch(start[0])
    words = html[start.end() : end.start()]
    if made is None or end[0] != "</a>" or "<" in words:
        return False
    shown = unquote(unescape(words)).strip()
    return bool(shown) and unquote(unescape(made[1])).endswith(shown)
