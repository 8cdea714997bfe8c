"""What is no word that readers see: addresses and titles of links, tags, and signs behind a backslash."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from broadsheet.markdown.scanning.html_tags import tags
from broadsheet.markdown.scanning.link_texts import text_of_link
from broadsheet.markdown.scanning.spans import Kind, Span

_URLS = ("<", "http", "www.", "ftp:", "mailto:")
_SIGNS = frozenset(string.punctuation)


def addresses(shown: str, links: Iterable[Span]) -> Iterator[Span]:
    """Yield the addresses and titles of links, pictures and bare URLs that stand at some places.

    `shown` is the text without its code, of the same length.
    """
    for link in links:
        if shown.startswith(("[", "!["), link.start):
            _, end, is_closed = text_of_link(shown, shown.index("[", link.start) + 1)
            if is_closed and end < link.end:
                yield Span(
                    end + 1, link.end, Kind.OTHER
                )  # The bracket tells what the words are of.
        elif shown.startswith(_URLS, link.start):
            yield link


def signs_and_tags(shown: str) -> Iterator[Span]:
    """Yield the tags of raw HTML, and the signs that a backslash makes text of, with it."""
    for tag in tags(shown):
        yield Span(tag.start, tag.end, Kind.RAW_HTML)
    at = shown.find("\\")
    while at >= 0:
        if shown[at + 1 : at + 2] in _SIGNS:
            yield Span(at, at + 2, Kind.OTHER)
            at += 1
        at = shown.find("\\", at + 1)
