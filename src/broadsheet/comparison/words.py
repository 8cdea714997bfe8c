"""HTML → what a reader gets of it: words in order, links and pictures. For comparisons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from broadsheet.text import xml_text

_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7af\u3040-\u30ff]")
_DROPPED = frozenset(
    "script style template svg math canvas button select textarea head title".split()
)
BLOCKS = (
    "p div section article aside figure figcaption h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre blockquote "
    "table tr td th caption details summary br hr main header footer"
).split()
# Where syntax highlighters put line numbers.
_NUMBERS = frozenset({"gutter", "lineno", "linenos", "lnt", "rouge-gutter"})
_AT_HOME = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - nothing listens here
_EMBEDS = frozenset({"iframe", "embed", "object", "video", "audio"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is in a piece of HTML; words are folded, addresses are absolute and without their scheme."""

    words: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]


def facts_of(fragment: str, base: str = "") -> Facts:
    """Return the words, links and pictures of HTML; `base` is the address of its page."""
    root = parsed(fragment)
    if root is None:
        return Facts((), (), ())
    hrefs = [*root.xpath("//a/@href"), *_embedded(root)]
    links = tuple(filter(None, (address(base, href) for href in hrefs)))
    pictures = tuple(filter(None, (address(base, src) for src in root.xpath("//img/@src"))))
    folded = unicodedata.normalize("NFKC", _text(root)).translate(_INVISIBLE).casefold()
    return Facts(tuple(_words(folded)), links, pictures)


MOST = 2_000_000
"""Characters of HTML that are looked at; an article has fewer."""

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")


def written(root: Any) -> str:
    """Return a tree as HTML."""
    return str(html.tostring(root, encoding="unicode"))


def parsed(fragment: str) -> Any:
    """Return the tree of a piece of HTML, None if there is nothing in it."""
    if not fragment.strip():
        return None
    try:
        return html.document_fromstring(
            f"<html><body>{fragment[:MOST]}</body></html>".encode(errors="replace"),
            html.HTMLParser(
                encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True
            ),
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _text(root: Any) -> str:
    """Return the text of a tree that is shown; blocks are set apart by spaces."""
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    for element in root.xpath("//td[@class] | //span[@class]"):
        if not _NUMBERS.isdisjoint(element.get("class").split()):
            del element[:]
            element.text = ""
    for element in root.iter(*BLOCKS):
        # lxml reads control characters, but refuses to be given any.
        element.text = xml_text(f" {element.text or ''}")
        element.tail = xml_text(f" {element.tail or ''}")
    return "".join(root.itertext())


def _embedded(root: Any) -> Iterator[str]:
    for name in _EMBEDS:
        for element in root.iter(name):
            yield element.get("src") or element.get("data") or ""


def _words(text: str) -> Iterator[str]:
    """Yield words; characters of Chinese, Japanese and Korean are words of their own."""
    for found in _WORD.finditer(text):
        if _WIDE.search(found[0]):
            yield from found[0]
        else:
            yield found[0]


def address(base: str, reference: str) -> str:
    """Return where a reference leads, as addresses are compared: without scheme and final slash.

    It is "" for one within the page, and for what no other page can follow. The host of a site that was
    built for a look at home is the page's.
    """
    reference = reference.strip()
    if not reference or reference.startswith(("#", "data:", "javascript:")):
        return ""
    try:
        parts = urlsplit(urljoin(base, reference))
        path = urljoin(
            "/", parts.path
        )  # An absolute address keeps its `./`, which browsers leave out.
    except ValueError:
        return reference
    if parts.scheme not in {"http", "https"}:
        return unquote(reference)
    path = re.sub(r"/index\.html$", "", unicodedata.normalize("NFC", unquote(path)))
    query = f"?{unquote(parts.query)}" if parts.query else ""
    host = (parts.hostname or "").lower()
    if host in _AT_HOME:
        host = (urlsplit(base).hostname or host).lower()
    return f"{host}{path.rstrip('/')}{query}"
