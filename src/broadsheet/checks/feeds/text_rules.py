"""Rules for Atom's text constructs and content (RFC 4287, sections 3.1 and 4.1.3)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds import values
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed
from broadsheet.checks.feeds.xml_document import XmlElement
from broadsheet.errors import Problem

_OWN_TYPES = frozenset({"text", "html", "xhtml"})


def _constructs(checked: CheckedFeed) -> Iterator[tuple[XmlElement, str]]:
    """Yield the text constructs of a feed and their types."""
    for value in checked.feed.values["construct"]:
        kind = value.element.get("type")
        default = "" if value.element.get("src") is not None else "text"
        yield value.element, default if kind is None else kind


def _is_content(element: XmlElement) -> bool:
    return element.name[1] == "content"


def is_xml(kind: str) -> bool:
    """Return whether content of a media type is XML, which is not escaped."""
    return kind.endswith(("+xml", "/xml"))


def is_binary(kind: str) -> bool:
    """Return whether content of a media type must be in Base64."""
    return "/" in kind and not is_xml(kind) and not kind.startswith("text/")


@FEED_RULES.error(
    "text-type",
    why="Readers that do not know the type show the markup itself, or nothing.",
    bad='<entry><title type="text/html">A title</title></entry>',
    good='<entry><title type="html">A title</title></entry>',
)
def text_type(checked: CheckedFeed) -> Iterator[Problem]:
    """Find types other than text, html and xhtml; content may also have a media type."""
    for element, kind in _constructs(checked):
        here = element.get("src") is None
        if not kind or (here and kind in _OWN_TYPES):
            continue
        allowed = _is_content(element) and not values.media_type(kind)
        if not allowed or kind.startswith("multipart/"):
            message = f'type="{kind}" is not allowed here; write text, html or xhtml'
            yield checked.feed.document.text_place(element, kind).problem(message)


@FEED_RULES.error(
    "text-elements",
    why="Readers show the text without its markup, or nothing.",
    bad="<entry><summary>A <b>bold</b> word</summary></entry>",
    good='<entry><summary type="html">A &lt;b&gt;bold&lt;/b&gt; word</summary></entry>',
)
def text_elements(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements inside text that is not of type xhtml and so must be escaped."""
    for element, kind in _constructs(checked):
        if element.children and kind != "xhtml" and not is_xml(kind):
            child = element.children[0]
            message = f"<{child.name[1]}> inside <{element.name[1]}> is not escaped; write &lt;"
            yield checked.feed.place(child).problem(message)


@FEED_RULES.error(
    "text-mixed",
    why="Text outside the <div>, or beside a src, is not shown.",
    bad='<entry><content type="xhtml">Text <div xmlns="http://www.w3.org/1999/xhtml"/></content></entry>',
    good='<entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Text</div></content></entry>',
)
def text_mixed(checked: CheckedFeed) -> Iterator[Problem]:
    """Find content of type xhtml, or with a src, that contains text of its own."""
    for element, kind in _constructs(checked):
        apart = kind == "xhtml" or is_xml(kind) or element.get("src") is not None
        holds = bool(element.children) or element.get("src") is not None
        if apart and holds and element.text.strip():
            message = f"<{element.name[1]}> contains text of its own; put it into the <div>"
            yield checked.feed.place(element).problem(message)


@FEED_RULES.error(
    "text-div",
    why="Readers show the first <div>; without one they show nothing.",
    bad='<entry><summary type="xhtml">Text</summary></entry>',
    good='<entry><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Text</div></summary></entry>',
)
def text_div(checked: CheckedFeed) -> Iterator[Problem]:
    """Find text of type xhtml that is not in one <div> (RFC 4287, section 3.1.1.3)."""
    for element, kind in _constructs(checked):
        if kind != "xhtml":
            continue
        first = element.children[0].name if element.children else ("", "")
        if (element.children or element.text.strip()) and first != (ns.XHTML, "div"):
            message = f'<{element.name[1]}> has no div; write <div xmlns="{ns.XHTML}">'
            yield checked.feed.place(element).problem(message)


@FEED_RULES.error(
    "text-foreign",
    why="An Atom element inside HTML is neither: readers drop it with its content.",
    bad='<entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
    '<title xmlns="http://www.w3.org/2005/Atom">Text</title></div></content></entry>',
    good='<entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Text</div></content></entry>',
)
def text_foreign(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements inside XHTML without a namespace, or in the feed's own namespace."""
    for element, kind in _constructs(checked):
        if kind != "xhtml":
            continue
        for inner in element.walk():
            namespace = inner.name[0]
            parent = inner.parent.name[0] if inner.parent else ""
            foreign = not namespace or (namespace in ns.PREFIXES and namespace != ns.XHTML)
            if foreign and parent == ns.XHTML:
                message = f"<{inner.name[1]}> is not XHTML; write xmlns on the <div> only"
                yield checked.feed.place(inner).problem(message)


@FEED_RULES.error(
    "text-base64",
    why="Readers decode it and save a broken file.",
    bad='<entry><summary>x</summary><content type="image/png">not encoded!</content></entry>',
    good='<entry><summary>x</summary><content type="image/png">iVBORw0KGgo=</content></entry>',
)
def text_base64(checked: CheckedFeed) -> Iterator[Problem]:
    """Find binary content that is not in Base64 (RFC 4287, section 4.1.3.3)."""
    for element, kind in _constructs(checked):
        if is_binary(kind) and not element.children and not _decodes(element.text):
            message = f"<{element.name[1]}> is not Base64; encode it, or link to it"
            yield checked.feed.place(element).problem(message)


def _decodes(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


@FEED_RULES.warning(
    "content-type-missing",
    why="Readers have to fetch it to learn its type, and most do not.",
    bad='<entry><summary>x</summary><content src="https://example.org/a.png"/></entry>',
    good='<entry><summary>x</summary><content type="image/png" src="https://example.org/a.png"/></entry>',
)
def content_type_missing(checked: CheckedFeed) -> Iterator[Problem]:
    """Find content elsewhere whose type is not given (RFC 4287, section 4.1.3.2)."""
    for element, _ in _constructs(checked):
        if element.get("src") is not None and element.get("type") is None:
            message = f'<{element.name[1]}> has a src but no type; write type="image/png"'
            yield checked.feed.place(element).problem(message)
