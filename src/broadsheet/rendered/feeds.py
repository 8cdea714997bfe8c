"""Feeds of any program → records. A feed that is not well-formed is read as far as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from broadsheet import dates
from broadsheet.errors import UnreadableError
from broadsheet.parsing import parse_json
from broadsheet.rendered.outputs import read_output_file

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RSS = ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")

MOST_ITEMS = 20_000

_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "a ZIP archive", b"BZh": "bzip2"}


@dataclass(frozen=True, slots=True)
class RenderedItem:
    """An entry of a feed. Missing texts are "", missing dates None. `content` is HTML."""

    id: str
    url: str
    title: str
    published: datetime | None
    updated: datetime | None = None
    content: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class RenderedFeed:
    """A feed. `form` is its format as `[feeds] formats` calls it, `home` its page."""

    form: str
    title: str
    home: str
    items: tuple[RenderedItem, ...]
    language: str = ""
    description: str = ""
    author: str = ""
    generator: str = ""

    @property
    def newest(self) -> datetime | None:
        """Return the date of its newest entry."""
        return max((item.published for item in self.items if item.published), default=None)

    @classmethod
    def read(cls, file: Path) -> RenderedFeed:
        """Read a feed. Raises UnreadableError if the file is not a feed."""
        return _read_feed(read_output_file(file))


def _read_feed(data: bytes) -> RenderedFeed:
    packed = next((name for magic, name in _PACKED.items() if data.startswith(magic)), "")
    if packed:
        raise UnreadableError(1, f"is {packed}", "unpack it")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(data)
    root = parse_xml(data)
    name = etree.QName(root)
    if name.localname == "feed":
        return _atom_feed(root, name.namespace or "")
    if name.localname in {"rss", "RDF"}:
        return _rss_feed(root)
    raise UnreadableError(1, f"is no feed but <{name.localname}>", "name an Atom, RSS or JSON feed")


def parse_xml(data: bytes) -> Any:
    """Parse XML, without entities of its own and without fetching anything. Raises UnreadableError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(1, f"is not XML: {error}", "name a feed") from error
    if root is None or not isinstance(root.tag, str):
        raise UnreadableError(1, "is not XML", "name a feed")
    return root


def _atom_feed(root: Any, space: str) -> RenderedFeed:
    def texts(parent: Any, name: str) -> str:
        return _text(parent, (name,), (space,))

    home = _atom_link(root, space, "")
    entries = _named(root, "entry", (space,))
    return RenderedFeed(
        "atom",
        texts(root, "title"),
        home,
        tuple(_atom_item(entry, space, home) for entry in _some(entries)),
        language=root.get(f"{_XML}lang", ""),
        description=texts(root, "subtitle"),
        author=next((texts(author, "name") for author in _named(root, "author", (space,))), ""),
        generator=texts(root, "generator"),
    )


def _atom_item(entry: Any, space: str, home: str) -> RenderedItem:
    published = _text(entry, ("published", "issued"), (space,))
    updated = _text(entry, ("updated", "modified"), (space,))
    return RenderedItem(
        id=_text(entry, ("id",), (space,)),
        url=_atom_link(entry, space, home),
        title=_plain(_text(entry, ("title",), (space,)), entry, space),
        published=_date(published or updated),
        updated=_date(updated),
        content=_atom_html(entry, "content", space),
        summary=_atom_html(entry, "summary", space),
    )


def _plain(title: str, entry: Any, space: str) -> str:
    """Return a title as plain text; with `type="html"` it is markup."""
    typed = next((child.get("type") for child in _named(entry, "title", (space,))), "text")
    if typed != "html" or ("<" not in title and "&" not in title):
        return title
    return " ".join("".join(etree.HTML(f"<p>{title}</p>").itertext()).split())


def _atom_link(parent: Any, space: str, base: str) -> str:
    links = list(_named(parent, "link", (space,)))
    chosen = [link for link in links if link.get("rel", "alternate") == "alternate"]
    href = next((link.get("href", "") for link in chosen), "")
    return _joined(base or parent.base or "", href)


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference.strip()) if reference else ""
    except ValueError:
        return reference


def _atom_html(entry: Any, name: str, space: str) -> str:
    element = next(_named(entry, name, (space,)), None)
    if element is None:
        return ""
    kind = element.get("type", "text")
    if kind in {"xhtml", "application/xhtml+xml"}:
        return "".join(
            etree.tostring(child, encoding="unicode", with_tail=False) for child in element
        )
    text = "".join(element.itertext())
    return text if kind in {"html", "text/html"} else escape(text, quote=False)


def _rss_feed(root: Any) -> RenderedFeed:
    channel = next(_named(root, "channel", _RSS), root)
    items = [*_named(channel, "item", _RSS), *_named(root, "item", _RSS)]
    language = _text(channel, ("language",), _RSS) or _text(channel, ("language",), (DC,))
    home = _text(channel, ("link",), _RSS)
    return RenderedFeed(
        "rss",
        _text(channel, ("title",), _RSS),
        home,
        tuple(_rss_item(item, home) for item in _some(iter(items))),
        language=language,
        description=_text(channel, ("description",), _RSS),
        generator=_text(channel, ("generator",), _RSS),
    )


def _rss_item(item: Any, home: str) -> RenderedItem:
    guid = next(_named(item, "guid", _RSS), None)
    id_ = "".join(guid.itertext()).strip() if guid is not None else ""
    is_link = guid is not None and guid.get("isPermaLink", "true").lower() != "false"
    url = _text(item, ("link",), _RSS) or _atom_link(item, ATOM, "")
    description = _text(item, ("description",), _RSS, join=False)
    content = _text(item, ("encoded",), (CONTENT,), join=False)
    return RenderedItem(
        id=id_ or item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "") or url,
        url=_joined(home, url or (id_ if is_link else "")),
        title=_text(item, ("title",), _RSS),
        published=_date(_text(item, ("pubDate",), _RSS) or _text(item, ("date",), (DC,))),
        updated=_date(_text(item, ("updated",), (ATOM,))),
        content=content or (description if "<" in description else ""),
        summary=description,
    )


def _json_feed(data: bytes) -> RenderedFeed:
    try:
        feed = parse_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(1, "is not UTF-8", "save it as UTF-8") from error
    version = str(feed.get("version")) if isinstance(feed, dict) else ""
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in version:
        raise UnreadableError(1, "is JSON, but no feed", "name an Atom, RSS or JSON feed")
    items = feed.get("items")
    found = items[:MOST_ITEMS] if isinstance(items, list) else []
    listed = feed.get("authors")
    authors = listed if isinstance(listed, list) else [feed.get("author")]
    home = _of(feed, "home_page_url")
    return RenderedFeed(
        "json",
        _of(feed, "title"),
        home,
        tuple(_json_item(item, home) for item in found if isinstance(item, dict)),
        language=_of(feed, "language"),
        description=_of(feed, "description"),
        author=next((_of(a, "name") for a in authors if isinstance(a, dict)), ""),
    )


def _json_item(item: Mapping[str, Any], home: str) -> RenderedItem:
    return RenderedItem(
        id=_of(item, "id"),
        url=_joined(home, _of(item, "url")),
        title=_of(item, "title"),
        published=_date(_of(item, "date_published")),
        updated=_date(_of(item, "date_modified")),
        content=_of(item, "content_html") or escape(_of(item, "content_text"), quote=False),
        summary=escape(_of(item, "summary"), quote=False),
    )


def _of(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


def _named(parent: Any, name: str, spaces: tuple[str, ...]) -> Iterator[Any]:
    for space in spaces:
        yield from parent.iterchildren(f"{{{space}}}{name}" if space else name)


def _text(
    parent: Any, names: tuple[str, ...], spaces: tuple[str, ...], *, join: bool = True
) -> str:
    """Return the text of the first element of some names that has one, on one line with `join`."""
    for name in names:
        for element in _named(parent, name, spaces):
            found = "".join(element.itertext()).strip()
            if found:
                return " ".join(found.split()) if join else found
    return ""


def _some(elements: Iterator[Any]) -> Iterator[Any]:
    for number, element in enumerate(elements):
        if number >= MOST_ITEMS:
            return
        yield element


def _date(text: str) -> datetime | None:
    try:
        return dates.parse(text, UTC) if text else None
    except ValueError:
        return None
