"""Parses XML into elements with their places. Entities are not expanded and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from broadsheet.checks.feeds import namespaces
from broadsheet.checks.feeds.feed_file import NotAFeedError
from broadsheet.checks.registry import Place

MAX_ELEMENTS = 250_000
MAX_DEPTH = 150
_NEAR = 2000
"""Characters of an element's line that are searched for its text."""

Name = tuple[str, str]
"""A namespace, or "" for none, and a local name."""


@dataclass(slots=True, eq=False)
class XmlElement:
    """An element; `text` is its own character data, without that of its children.

    `line` and `column` (from 1) are where its tag begins. `lead` is the text before its first child.
    """

    name: Name
    attributes: Mapping[Name, str]
    line: int
    column: int
    parent: XmlElement | None = None
    children: list[XmlElement] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lead: str = ""

    @property
    def text(self) -> str:
        """Return the element's own character data."""
        return "".join(self.texts)

    def get(self, name: str) -> str | None:
        """Return an attribute that is in no namespace."""
        return self.attributes.get(("", name))

    def walk(self) -> Iterator[XmlElement]:
        """Yield all elements below this one, in document order."""
        left = self.children[::-1]
        while left:
            element = left.pop()
            yield element
            left += element.children[::-1]


@dataclass(slots=True)
class XmlDocument:
    """A feed's XML.

    `prefixes` are the declared prefixes with their namespaces and lines, `entities` the declared
    entities with their values and lines, `skipped` the entities that are used, with their lines.
    """

    root: XmlElement
    lines: list[str]
    prefixes: list[tuple[str, str, int]]
    version: str = "1.0"
    doctype: str = ""
    entities: list[tuple[str, str | None, int]] = field(default_factory=list)
    skipped: list[tuple[str, int]] = field(default_factory=list)

    def place(self, element: XmlElement) -> Place:
        """Return the place of an element's tag."""
        return self.at(element.line, element.column, len(namespaces.qualified(element.name)) + 1)

    def at(self, line: int, column: int = 0, width: int = 1) -> Place:
        """Return a place in the document."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(line, column, width, text)

    def text_place(self, element: XmlElement, text: str) -> Place:
        """Return the place of a text of an element if it is on the line of its tag, else of the tag."""
        line = self.lines[element.line - 1] if element.line <= len(self.lines) else ""
        near = element.column + len(text) + _NEAR  # A feed may be one line of megabytes.
        searched = bool(text) and "\n" not in text
        column = line.find(text, element.column - 1, near) if searched else -1
        return (
            Place(element.line, column + 1, len(text), line) if column >= 0 else self.place(element)
        )


_VERSION = re.compile(r"<\?xml\s+version\s*=\s*[\"']([^\"']*)[\"']")


def parse_xml(text: str) -> XmlDocument:
    """Parse XML. Raises NotAFeedError if it is not well-formed or has too many elements."""
    builder = _Builder(text)
    parser = expat.ParserCreate("utf-8", " ")
    parser.ordered_attributes = True
    parser.buffer_text = True
    # With a default handler expat reports entities instead of expanding them.
    parser.DefaultHandler = builder.default
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    for event in ("StartElement", "EndElement", "CharacterData", "StartNamespaceDecl"):
        setattr(parser, f"{event}Handler", getattr(builder, event))
    for event in ("StartDoctypeDecl", "EntityDecl", "SkippedEntity"):
        setattr(parser, f"{event}Handler", getattr(builder, event))
    builder.parser = parser
    try:
        parser.Parse(text.encode(errors="surrogatepass"), True)
    except expat.ExpatError as error:
        place = builder.place(error.lineno, error.offset + 1)
        message = f"is not well-formed: {expat.ErrorString(error.code)}; escape & and <, close tags"
        raise NotAFeedError("feed-malformed", message, place) from error
    return builder.document()


class _Builder:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.parser: expat.XMLParserType
        self._stack: list[XmlElement] = []
        self._count = 0
        self._root: XmlElement | None = None
        self._prefixes: list[tuple[str, str, int]] = []
        self._entities: list[tuple[str, str | None, int]] = []
        self._skipped: list[tuple[str, int]] = []
        self._doctype = ""
        version = _VERSION.match(text)
        self._version = version[1] if version else "1.0"

    def document(self) -> XmlDocument:
        if self._root is None:
            raise NotAFeedError("feed-malformed", "contains no element; write a feed")
        return XmlDocument(
            root=self._root,
            lines=self.lines,
            prefixes=self._prefixes,
            version=self._version,
            doctype=self._doctype,
            entities=self._entities,
            skipped=self._skipped,
        )

    def place(self, line: int, column: int) -> Place:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(line, column, 1, text)

    def StartElement(self, name: str, attributes: list[str]) -> None:  # noqa: N802 - expat's names
        self._count += 1
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        if self._count > MAX_ELEMENTS or len(self._stack) > MAX_DEPTH:
            message = "contains more elements than any reader accepts; include fewer entries"
            raise NotAFeedError("feed-large", message, self.place(line, column))
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        element = XmlElement(_name(name), {_name(n): v for n, v in pairs}, line, column)
        if self._stack:
            element.parent = self._stack[-1]
            if not element.parent.children:
                element.parent.lead = element.parent.text
            element.parent.children.append(element)
        else:
            self._root = element
        self._stack.append(element)

    def EndElement(self, _: str) -> None:  # noqa: N802
        element = self._stack.pop()
        if not element.children:
            element.lead = element.text

    def CharacterData(self, data: str) -> None:  # noqa: N802
        self._stack[-1].texts.append(data)

    def StartNamespaceDecl(self, prefix: str | None, uri: str | None) -> None:  # noqa: N802
        self._prefixes.append((prefix or "", uri or "", self.parser.CurrentLineNumber))

    def StartDoctypeDecl(self, _: str, system: str | None, public: str | None, __: int) -> None:  # noqa: N802
        self._doctype = system or public or "-"

    def EntityDecl(self, name: str, _: int, value: str | None, *__: str | None) -> None:  # noqa: N802
        self._entities.append((name, value, self.parser.CurrentLineNumber))

    def SkippedEntity(self, name: str, _: int) -> None:  # noqa: N802
        self._skipped.append((name, self.parser.CurrentLineNumber))

    def default(self, data: str) -> None:
        """Record a reference to an entity that the document declares."""
        if data.startswith("&") and self._stack:
            self._skipped.append((data[1:-1], self.parser.CurrentLineNumber))


def _name(name: str) -> Name:
    namespace, _, local = name.rpartition(" ")
    return namespace, local
