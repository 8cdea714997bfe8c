"""Links and pictures whose addresses stand behind their words: `[words](address)`, `![words](address)`.

comrak says where they are. It is given ordinary characters for tags, and for spaces and calls of templates
in addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from broadsheet.markdown.commonmark import spaced_addresses
from broadsheet.markdown.scanning.html_tags import tags
from broadsheet.markdown.scanning.link_texts import text_of_link
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.spans import HIDDEN, Kind, Span, masked

_CALL = re.compile(r"(?<=\]\()(?:\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\})")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_TITLE = re.compile(r"(?<!\s)\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))$")
_FILLER = "x"


class Link(NamedTuple):
    """A link or picture, `text[start:end]`, with its words and its address as typed."""

    start: int
    end: int
    words: str
    address: str
    is_image: bool


def links(text: str, hidden: Iterable[tuple[int, int]] = ()) -> Iterator[Link]:
    """Yield the links and pictures of a text, outside of code and of what is `hidden`, in order."""
    if "](" not in text:
        return
    shown = _filled(text, hidden)
    scanned = Scan(spaced_addresses.set_aside(shown, names_alone=False))
    brackets = _ESCAPED.sub(2 * _FILLER, shown)
    for span in sorted((*scanned.elements("a"), *scanned.elements("img"))):
        if link := _link(text, brackets, span):
            yield link


def _filled(text: str, hidden: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length whose code, tags and calls mean nothing to Markdown."""
    shown = masked(scan(text).masked, (Span(*place, Kind.OTHER) for place in hidden))
    shown = masked(shown, (Span(*call.span(), Kind.OTHER) for call in _CALL.finditer(shown)))
    shown = masked(shown, _tags(shown))
    return shown.replace(HIDDEN, _FILLER)


def _tags(text: str) -> Iterator[Span]:
    """Yield the tags of HTML, and the first sign of what looks like one: a shortcode, `{{<name …>}}`."""
    for tag in tags(text):
        is_call = text.endswith("{{", 0, tag.start)
        yield Span(tag.start, tag.start + 1 if is_call else tag.end, Kind.OTHER)


def _link(text: str, brackets: str, span: Span) -> Link | None:
    """Return the link that begins a span, None for those without an address of their own."""
    is_image = brackets.startswith("![", span.start)
    words = span.start + 1 + is_image
    _, close, is_closed = text_of_link(brackets, words)
    if brackets[words - 1 : words] != "[" or not is_closed or brackets[close : close + 1] != "(":
        return None
    end = span.end
    if end <= close or brackets[end - 1] != ")":
        end = brackets.find(")", close) + 1  # comrak 0.0.16 loses count where words have two lines.
    address = _TITLE.sub("", text[close + 1 : end - 1].strip()).strip()
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]
    return Link(span.start, end, text[words : close - 1], address, is_image)
