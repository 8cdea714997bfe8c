"""Links that markdown-it makes of bare URLs and names with its option `linkify`.

Source: lib/rules_inline/linkify.mjs and lib/rules_core/linkify.mjs of markdown-it 14.1. URLs with a scheme
are found before emphasis, so the source is searched for them; all else is found in the text between tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from html import escape, unescape

from broadsheet.markdown.commonmark.link_finder import links
from broadsheet.markdown.commonmark.link_grammar import url_at
from broadsheet.markdown.commonmark.readable_urls import with_letters
from broadsheet.markdown.html.in_text import CODE, in_text
from broadsheet.markdown.scanning.addresses import signs_and_tags
from broadsheet.markdown.scanning.html_tags import tags
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind, Span, masked, span_at
from broadsheet.markdown.scanning.splices import Splice, spliced

_SCHEME = re.compile(r"(?<![A-Za-z0-9+])(?:https?|ftp)://", re.IGNORECASE | re.ASCII)
_LINKS = CODE | {"a"}


def with_urls(text: str) -> str:
    """Return Markdown whose bare URLs stand between `<` and `>`, outside of code, links and tags."""
    if not has(text, "://") or not _SCHEME.search(text):
        return text
    return spliced(text, _urls(scan(text)))


def _urls(scanned: Scan) -> Iterator[Splice]:
    text = scanned.text
    done = 0
    for scheme in _SCHEME.finditer(without_links(scanned)):
        at = scheme.start()
        block = span_at(scanned.texts, at)
        if at < done or block is None:
            continue
        typed = text[at : block.end]
        url = typed[: url_at(typed, 0)].rstrip("*")
        if len(url) > len(scheme[0]) and "<" not in url:
            done = at + len(url)
            yield at, done, f"<{url}>"


def without_links(scanned: Scan) -> str:
    """Return Markdown with blanks in place of code, links, pictures, tags and definitions of addresses."""
    hidden = sorted(_hidden(scanned), key=lambda span: (span.start, -span.end))
    return masked(scanned.masked, hidden)


def _hidden(scanned: Scan) -> Iterator[Span]:
    """Yield links, pictures, tags with the words of HTML's own links, and definitions of addresses."""
    yield from scanned.elements("a")
    yield from scanned.elements("img")
    yield from signs_and_tags(scanned.masked)
    yield from (Span(*each[:2], Kind.OTHER) for each in scanned.definitions)
    opened = -1
    for tag in tags(scanned.masked):
        if tag.name == "a" and tag.is_end and opened >= 0:
            yield Span(opened, tag.end, Kind.RAW_HTML)
        if tag.name == "a":
            opened = -1 if tag.is_end else tag.start


def with_names(html: str, kinds: AbstractSet[str]) -> str:
    """Return HTML with links of URLs in its text, and of `names` of hosts and `mails` if wanted."""
    if not has(html, ".", "@", "//"):
        return html
    return in_text(html, partial(_linked, kinds=kinds), without=_LINKS)


def _linked(typed: str, kinds: AbstractSet[str]) -> str:
    if not has(typed, ".", "@", "//"):
        return typed
    text = unescape(typed)
    parts, done = [], 0
    for start, end, prefix in links(text, kinds):
        words = text[start:end]
        if not _SCHEME.match(words):  # Else `with_urls` would have found it; it was escaped.
            link = f'<a href="{escape(prefix + words)}">{escape(with_letters(words))}</a>'
            parts += [escape(text[done:start]), link]
            done = end
    return "".join((*parts, escape(text[done:]))) if parts else typed
