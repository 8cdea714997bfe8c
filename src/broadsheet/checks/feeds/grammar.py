"""A document compared with the shape of its kind: what is unknown, missing, repeated, and its values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds.document import Document, Element, Name, parse
from broadsheet.checks.feeds.rdf import RDF, RDF_090
from broadsheet.checks.feeds.shape import Shape
from broadsheet.checks.feeds.source import NotAFeed
from broadsheet.checks.feeds.vocabulary import ENTRY, FEED, RSS
from broadsheet.checks.rule import Place

_CORES = {
    "atom": {ns.ATOM},
    "rss": {""},
    "rdf": {ns.RSS1, ns.RSS090},
}
_MIXED = frozenset({"atom", "app"})
"""Namespaces that readers know where they are not meant to be."""


@dataclass(frozen=True, slots=True)
class Value:
    """A text that must be of some kind: an element's, or an attribute's (`@href`)."""

    name: str
    text: str
    element: Element
    place: Place


@dataclass(slots=True)
class Feed:
    """A feed and all that its shape says of it; pairs are of an element and a name.

    `kind` is atom, rss or rdf. `namespace_fault` says what is wrong with the root's.
    """

    document: Document
    kind: str
    namespace_fault: str = ""
    unknown: list[Element] = field(default_factory=list)
    misplaced: list[Element] = field(default_factory=list)
    repeated: list[Element] = field(default_factory=list)
    missing: list[tuple[Element, str]] = field(default_factory=list)
    attributes: list[tuple[Element, str]] = field(default_factory=list)
    stray: list[Element] = field(default_factory=list)
    values: defaultdict[str, list[Value]] = field(default_factory=lambda: defaultdict(list))

    @property
    def root(self) -> Element:
        """Return the root element."""
        return self.document.root

    def name(self, element: Element) -> str:
        """Return an element's name as the vocabulary has it: bare in the feed's own language."""
        namespace, local = element.name
        return local if namespace in _CORES[self.kind] else _prefixed(namespace, local)

    def children(self, element: Element, *names: str) -> list[Element]:
        """Return the children of an element that have one of these names."""
        return [child for child in element.children if self.name(child) in names]

    def child(self, element: Element, name: str) -> Element | None:
        """Return the first child of a name."""
        return next(iter(self.children(element, name)), None)

    def text(self, element: Element, name: str) -> str:
        """Return the text of the first child of a name, "" where there is none."""
        child = self.child(element, name)
        return child.text.strip() if child else ""

    @property
    def head(self) -> Element:
        """Return what describes the feed: <feed>, or <channel>."""
        return self.root if self.kind == "atom" else self.child(self.root, "channel") or self.root

    @property
    def entries(self) -> list[Element]:
        """Return the entries or items."""
        if self.kind == "atom":
            alone = self.root.name[1] == "entry"
            return [self.root] if alone else self.children(self.root, "entry")
        return self.children(self.head if self.kind == "rss" else self.root, "item")

    def place(self, element: Element) -> Place:
        """Return the place of an element's tag."""
        return self.document.place(element)


def _prefixed(namespace: str, local: str) -> str:
    prefix = ns.PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else f"{{{namespace}}}{local}"


def _label(name: Name) -> str:
    """Return an attribute's name: bare where it is in no namespace."""
    return _prefixed(*name) if name[0] else name[1]


def read_feed(text: str) -> Feed:
    """Make a feed of XML text. Raises NotAFeed."""
    feed, shape = _recognise(parse(text))
    _match(feed, feed.root, shape)
    return feed


def _recognise(document: Document) -> tuple[Feed, Shape]:
    namespace, local = document.root.name
    if local in {"feed", "entry"}:
        feed = Feed(document, "atom", _atom_fault(namespace))
        return feed, (FEED if local == "feed" else ENTRY) if namespace == ns.ATOM else Shape(
            open=True
        )
    if local == "rss":
        fault = "must be in no namespace; remove the xmlns" if namespace else ""
        return Feed(document, "rss", fault), Shape(open=True) if fault else RSS
    if document.root.name == (ns.RDF, "RDF"):
        old = any(uri == ns.RSS090 for _, uri, _ in document.prefixes)
        return Feed(document, "rdf"), RDF_090 if old else RDF
    message = f"<{local}> is the root of no feed; write Atom (<feed>) or RSS (<rss>)"
    raise NotAFeed("feed-unknown", message, document.place(document.root))


def _atom_fault(namespace: str) -> str:
    if namespace == ns.ATOM:
        return ""
    if namespace in ns.OBSOLETE_ATOM:
        return f'is Atom 0.3 or older, which readers drop; write xmlns="{ns.ATOM}"'
    return f'is not in the namespace of Atom; write xmlns="{ns.ATOM}"'


def _match(feed: Feed, element: Element, shape: Shape) -> None:
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


def _classify(feed: Feed, child: Element, shape: Shape) -> None:
    """Decide what an element is that its parent's shape does not name."""
    namespace = child.name[0]
    prefix = ns.PREFIXES.get(namespace, "")
    own = namespace in _CORES[feed.kind]
    if shape.value and feed.kind != "rdf":
        feed.unknown.append(child)
    elif prefix == "xhtml" or (prefix in _MIXED and not own) or (not namespace and not own):
        feed.misplaced.append(child)
    elif own or (prefix and feed.kind != "rdf") or namespace in ns.OBSOLETE_ATOM:
        feed.unknown.append(child)


def _match_attributes(feed: Feed, element: Element, shape: Shape) -> None:
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


def _xml_attribute(feed: Feed, element: Element, name: str, text: str) -> None:
    kind = {"lang": "language", "base": "iri"}.get(name)
    if kind and text:
        _note(feed, kind, f"@xml:{name}", text, element)


def _match_text(feed: Feed, element: Element, shape: Shape) -> None:
    if shape.value:
        _note(feed, shape.value, feed.name(element), element.text, element)
    elif not shape.open and element.text.strip():
        feed.stray.append(element)


def _note(feed: Feed, kinds: str, name: str, text: str, element: Element) -> None:
    place = feed.document.text_place(element, text.strip())
    for kind in kinds.split():
        feed.values[kind].append(Value(name, text, element, place))


def values(feed: Feed, *kinds: str) -> Iterator[Value]:
    """Yield the values of some kinds, in document order within each kind."""
    for kind in kinds:
        yield from feed.values[kind]
