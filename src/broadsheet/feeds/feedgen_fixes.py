"""feedgen without its defects: the only module that imports it.

feedgen 1.0.0 is unmaintained. Fixed here: entry links lose every attribute but href (upstream
issues 135 and 143); texts cannot carry a type; dates default to now, and RSS dates call the
process-wide `locale.setlocale`; RSS has no link except self. Elements that feedgen lacks are added
through its extension mechanism, as `Element`s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Where an HTML parser would see markup (HTML, sections 13.2.5.6 and 13.2.5.72).
_MARKUP = re.compile("<[A-Za-z/!?]|&[A-Za-z0-9#]")


etree.register_namespace("itunes", ITUNES)


@dataclass(frozen=True, slots=True)
class Element:
    """An element that feedgen lacks; `tag` is `{namespace}name`, or a plain name."""

    tag: str
    text: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


class _Additions(BaseEntryExtension):  # type: ignore[misc]
    """An extension of feedgen that appends elements to a feed or entry."""

    elements: Sequence[Element] = ()
    namespaces: Mapping[str, str] = {}

    def extend_ns(self) -> Mapping[str, str]:
        return self.namespaces

    def extend_atom(self, feed: Any) -> Any:
        return _append(feed, self.elements)

    def extend_rss(self, feed: Any) -> Any:
        return _append(feed[0] if feed.tag == "rss" else feed, self.elements)


def _append(parent: Any, elements: Iterable[Element]) -> Any:
    for element in elements:
        child = etree.SubElement(parent, element.tag, dict(element.attributes))
        child.text = element.text
    return parent


class PatchedEntry(FeedEntry):  # type: ignore[misc]
    """A feedgen entry with complete links, typed texts, given dates and further elements."""

    def __init__(self, additions: Sequence[Element], updated: str = "") -> None:
        super().__init__()
        self._updated = updated
        self.register_extension("additions", _Additions)
        self.additions.elements = additions

    def categories(self, given: Sequence[Mapping[str, str]]) -> None:
        """Set all categories at once; feedgen's `category` maps all of them again at every call."""
        self._FeedEntry__atom_category = list(given)
        self._FeedEntry__rss_category = [
            {"value": category["term"], "domain": category["scheme"]} for category in given
        ]

    def atom_entry(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002 - feedgen's own signature
        """Return the Atom element; links get the attributes that feedgen loses."""
        element = super().atom_entry(extensions)
        element.find("updated").text = self._updated
        for child, link in zip(element.findall("link"), self.link() or (), strict=True):
            _set_all(child, link)
        _type_texts(element, ("title", "summary"))
        return element


class PatchedFeed(FeedGenerator):  # type: ignore[misc]
    """A feedgen feed with typed texts, given dates and further elements; it holds no entries."""

    def __init__(
        self, additions: Sequence[Element], namespaces: Mapping[str, str], updated: str
    ) -> None:
        super().__init__()
        self._updated = updated
        self.register_extension("additions", _Additions)
        self.additions.elements = additions
        self.additions.namespaces = namespaces

    def _create_atom(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002
        root, document = super()._create_atom(extensions)
        root.find("updated").text = self._updated
        _type_texts(root, ("title", "subtitle", "rights"))
        return root, document

    def _create_rss(self, extensions: bool = True) -> Any:  # noqa: FBT001, FBT002
        self._FeedGenerator__rss_lastBuildDate = None  # "now", and formatted through the locale.
        return super()._create_rss(extensions)

    def head(self, kind: str) -> bytes:
        """Return the document of kind `atom` or `rss`, without its closing tags."""
        root, _ = self._create_atom() if kind == "atom" else self._create_rss()
        etree.indent(root, "")
        text: bytes = etree.tostring(root, encoding="UTF-8")
        return text[: text.rindex(b"</channel>" if kind == "rss" else b"</feed>")]


def _set_all(element: Any, attributes: Mapping[str, str]) -> None:
    for name in ("rel", "type", "hreflang", "title", "length"):
        if attributes.get(name):
            element.set(name, attributes[name])


def _type_texts(parent: Any, names: Iterable[str]) -> None:
    """Mark texts that look like markup as HTML and escape them as such (RFC 4287, section 3.1).

    Many readers parse any text as HTML; escaped so, `<b>` and `&copy;` are shown as they were typed.
    Other texts, such as `1 < 2 & 3`, are the same either way and stay plain.
    """
    for name in names:
        element = parent.find(name)
        if element is not None and _MARKUP.search(element.text):
            element.set("type", "html")
            element.text = html.escape(element.text, quote=False)


def lines(entries: Iterable[bytes]) -> Iterator[bytes]:
    """Yield entries and line ends; put together with them, each entry would be copied once more."""
    for entry in entries:
        yield entry
        yield b"\n"


def prolog(stylesheet: str) -> bytes:
    """Return the start of a document; `stylesheet` is the URL of a CSS file, "" for none."""
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if stylesheet:
        declaration += f'<?xml-stylesheet type="text/css" href="{html.escape(stylesheet)}"?>\n'
    return declaration.encode()


PLACE = "…"
"""A placeholder for an entry's content, which `with_content` replaces."""


def with_content(entry: bytes, start: bytes, content: str) -> bytes:
    """Return a serialised entry with its content, which replaces PLACE after the tag `start`.

    lxml would check and escape the content again for every format. The tag occurs once: in texts it
    would be escaped.
    """
    before, tag, after = entry.partition(start)
    return b"".join((before, tag, _escaped(content), after[len(PLACE.encode()) :]))


@lru_cache(maxsize=1)  # An entry is serialised in all formats, one after the other.
def _escaped(content: str) -> bytes:
    data = content.encode()  # Bytes are replaced in half the time of characters.
    for character, escape in (
        (b"&", b"&amp;"),
        (b"<", b"&lt;"),
        (b">", b"&gt;"),
        (b"\r", b"&#13;"),
    ):
        data = data.replace(character, escape)
    return data


def serialise(element: Any, namespaces: Mapping[str, str]) -> bytes:
    """Serialise an entry for a document whose root declares `namespaces`, without repeating them.

    lxml declares a namespace unless an ancestor does. So the entry is put into a root that does, whose
    tags are then cut off by their length: an article may quote a declaration, so none is searched for.
    """
    root = etree.Element("root", nsmap=dict(namespaces))
    root.append(element)
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(namespaces))
    text: bytes = etree.tostring(root, encoding="UTF-8")
    return text[_length_of_tag(tuple(namespaces.items())) : -len(b"</root>")]


@cache
def _length_of_tag(namespaces: tuple[tuple[str, str], ...]) -> int:
    empty: bytes = etree.tostring(etree.Element("root", nsmap=dict(namespaces)), encoding="UTF-8")
    return len(empty) - len(b"/>") + len(b">")
