"""Compares a document with the shape of its format: what is unknown, missing or repeated; its values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds.feed_file import NotAFeedError
from broadsheet.checks.feeds.rss1 import RDF, RDF_090
from broadsheet.checks.feeds.shapes import Shape
from broadsheet.checks.feeds.vocabulary import ENTRY, FEED, RSS
from broadsheet.checks.feeds.xml_document import Name, XmlDocument, XmlElement, parse_xml
from broadsheet.checks.registry import Place, Registry

_LINK_RELATIONS = "http://www.iana.org/assignments/relation/"
_CORES = {
    "atom": {ns.ATOM},
    "rss": {""},
    "rdf": {ns.RSS1, ns.RSS090},
}
_MIXED = frozenset({"atom", "app"})
"""Prefixes of namespaces that readers support also where they are not allowed."""


@dataclass(frozen=True, slots=True)
class FeedValue:
    """A text that must be of some kind, of an element or of an attribute (`@href`)."""

    name: str
    text: str
    element: XmlElement
    place: Place


@dataclass(slots=True)
class XmlFeed:
    """A feed, and how it differs from its shape; pairs are of an element and a name.

    `kind` is atom, rss or rdf. `namespace_error` says what is wrong with the root's namespace, or "".
    """

    document: XmlDocument
    kind: str
    namespace_error: str = ""
    unknown: list[XmlElement] = field(default_factory=list)
    misplaced: list[XmlElement] = field(default_factory=list)
    repeated: list[XmlElement] = field(default_factory=list)
    missing: list[tuple[XmlElement, str]] = field(default_factory=list)
    attributes: list[tuple[XmlElement, str]] = field(default_factory=list)
    stray: list[XmlElement] = field(default_factory=list)
    values: defaultdict[str, list[FeedValue]] = field(default_factory=lambda: defaultdict(list))

    @property
    def root(self) -> XmlElement:
        """Return the root element."""
        return self.document.root

    def name(self, element: XmlElement) -> str:
        """Return an element's name as in `vocabulary`: without a prefix in the feed's own format."""
        namespace, local = element.name
        return local if namespace in _CORES[self.kind] else _prefixed(namespace, local)

    def children(self, element: XmlElement, *names: str) -> list[XmlElement]:
        """Return the children of an element that have one of these names."""
        return [child for child in element.children if self.name(child) in names]

    def child(self, element: XmlElement, name: str) -> XmlElement | None:
        """Return the first child with a name."""
        return next(iter(self.children(element, name)), None)

    def text(self, element: XmlElement, name: str) -> str:
        """Return the text of the first child with a name, or ""."""
        child = self.child(element, name)
        return child.text.strip() if child else ""

    def links(self, element: XmlElement, relation: str) -> list[XmlElement]:
        """Return the links of an element that have a relation; the default relation is alternate.

        A registered relation may be written as a URI (RFC 4287, section 4.2.7.2).
        """
        found = self.children(element, "link", "atom:link")
        wanted = {relation, _LINK_RELATIONS + relation}
        return [link for link in found if (link.get("rel") or "alternate") in wanted]

    def values_of(self, *kinds: str) -> Iterator[FeedValue]:
        """Yield the values of some kinds, in document order within each kind."""
        for kind in kinds:
            yield from self.values[kind]

    @property
    def head(self) -> XmlElement:
        """Return the element that contains the feed's metadata: <feed> or <channel>."""
        return self.root if self.kind == "atom" else self.child(self.root, "channel") or self.root

    @property
    def entries(self) -> list[XmlElement]:
        """Return the entries or items."""
        if self.kind == "atom":
            alone = self.root.name[1] == "entry"
            return [self.root] if alone else self.children(self.root, "entry")
        return self.children(self.head if self.kind == "rss" else self.root, "item")

    def place(self, element: XmlElement) -> Place:
        """Return the place of an element's tag."""
        return self.document.place(element)


@dataclass(frozen=True, slots=True)
class CheckedFeed:
    """A feed in XML, the time (aware), the feed's URL or "", and the encoding of its file."""

    feed: XmlFeed
    now: datetime
    url: str = ""
    encoding: str = "utf-8"


FEED_RULES: Registry[CheckedFeed] = Registry(
    "Atom and RSS",
    "Each checks a feed in XML. An example replaces the elements of its names "
    "in a good feed; `<!-- no id -->` removes one.",
)


def _prefixed(namespace: str, local: str) -> str:
    prefix = ns.PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else f"{{{namespace}}}{local}"


def _label(name: Name) -> str:
    """Return an attribute's name, with a prefix if it is in a namespace."""
    return _prefixed(*name) if name[0] else name[1]


def read_feed(text: str) -> XmlFeed:
    """Return the feed in an XML text. Raises NotAFeedError."""
    feed, shape = _recognise(parse_xml(text))
    _match(feed, feed.root, shape)
    return feed


def _recognise(document: XmlDocument) -> tuple[XmlFeed, Shape]:
    namespace, local = document.root.name
    if local in {"feed", "entry"}:
        feed = XmlFeed(document, "atom", _atom_error(namespace))
        return feed, (FEED if local == "feed" else ENTRY) if namespace == ns.ATOM else Shape(
            open=True
        )
    if local == "rss":
        wrong = "must not be in a namespace; remove the xmlns" if namespace else ""
        return XmlFeed(document, "rss", wrong), Shape(open=True) if wrong else RSS
    if document.root.name == (ns.RDF, "RDF"):
        old = any(uri == ns.RSS090 for _, uri, _ in document.prefixes)
        return XmlFeed(document, "rdf"), RDF_090 if old else RDF
    message = f"<{local}> is not the root of a feed; write Atom (<feed>) or RSS (<rss>)"
    raise NotAFeedError("feed-unknown", message, document.place(document.root))


def _atom_error(namespace: str) -> str:
    if namespace == ns.ATOM:
        return ""
    if namespace in ns.OBSOLETE_ATOM:
        return f'is Atom 0.3 or older, which readers no longer support; write xmlns="{ns.ATOM}"'
    return f'is not in the namespace of Atom; write xmlns="{ns.ATOM}"'


def _match(feed: XmlFeed, element: XmlElement, shape: Shape) -> None:
    _match_attributes(feed, element, shape)
    _match_text(feed, element, shape)
    seen = set()
    inside = () if shape.open or "construct" in shape.value else element.children
    for child in inside:
        name = feed.name(child)
        known = shape.children.get(name)
        if known is None:
            _classify(feed, child, shape)
            continue
        if name in seen and not known.many:
            feed.repeated.append(child)
        seen.add(name)
        _match(feed, child, known.shape)
    present = seen | {f"@{_label(name)}" for name in element.attributes}
    feed.missing += [(element, name) for name in shape.required if name not in present]


def _classify(feed: XmlFeed, child: XmlElement, shape: Shape) -> None:
    """Record an element that its parent's shape does not list."""
    namespace = child.name[0]
    prefix = ns.PREFIXES.get(namespace, "")
    own = namespace in _CORES[feed.kind]
    if shape.value and feed.kind != "rdf":
        feed.unknown.append(child)
    elif prefix == "xhtml" or (prefix in _MIXED and not own) or (not namespace and not own):
        feed.misplaced.append(child)
    elif own or (prefix and feed.kind != "rdf") or namespace in ns.OBSOLETE_ATOM:
        feed.unknown.append(child)


def _match_attributes(feed: XmlFeed, element: XmlElement, shape: Shape) -> None:
    for name, text in element.attributes.items():
        if name[0] == ns.XML:
            _xml_attribute(feed, element, name[1], text)
            continue
        label = _label(name)
        kinds = shape.attributes.get(label)
        if kinds is None:
            if not (shape.open and not shape.attributes) and (
                not name[0] or name[0] in ns.PREFIXES
            ):
                feed.attributes.append((element, label))
            continue
        _note(feed, kinds, f"@{label}", text, element)


def _xml_attribute(feed: XmlFeed, element: XmlElement, name: str, text: str) -> None:
    kind = {"lang": "language", "base": "iri"}.get(name)
    if kind and text:
        _note(feed, kind, f"@xml:{name}", text, element)


def _match_text(feed: XmlFeed, element: XmlElement, shape: Shape) -> None:
    if shape.value:
        _note(feed, shape.value, feed.name(element), element.text, element)
    elif not shape.open and element.text.strip():
        feed.stray.append(element)


def _note(feed: XmlFeed, kinds: str, name: str, text: str, element: XmlElement) -> None:
    place = feed.document.text_place(element, text.strip())
    for kind in kinds.split():
        feed.values[kind].append(FeedValue(name, text, element, place))
