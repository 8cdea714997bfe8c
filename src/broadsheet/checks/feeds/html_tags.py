"""The tags of the HTML in a feed's entries.

Escaped HTML is parsed with regular expressions, and the result is cached, because thousands of feeds
carry the same entries. XHTML is part of the feed's XML already.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds.grammar import FeedValue, XmlFeed
from broadsheet.checks.feeds.xml_document import XmlElement

MOST_TAGS = 100_000
"""Tags of one text that are checked; no entry that people read has more."""
HTML_TYPES = frozenset({"html", "text/html"})

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][^\s/<>]*+)"
    r"(?P<rest>[^<>\"']*+(?:\"[^\"]*\"[^<>\"']*+|'[^']*'[^<>\"']*+)*)>"
    r"|<!--.*?(?:-->|\Z)"
    r"|(?P<unfinished></?[A-Za-z][^\s<>]{0,20})",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.DOTALL
)


@dataclass(frozen=True)
class HtmlTag:
    """A tag: its name in lower case, whether it is an end tag, and its attributes.

    `rest` is the text of the attributes, or in XHTML a mapping. `foreign` means that the element is in
    another namespace than XHTML, `unfinished` that the tag has no `>`; then only the name is known.
    """

    name: str
    end: bool = False
    rest: str | Mapping[str, str] = ""
    foreign: bool = False
    unfinished: bool = False

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """The attributes by their names in lower case."""
        if not isinstance(self.rest, str):
            return self.rest
        found = _ATTRIBUTE.findall(self.rest)
        return {name.lower(): html.unescape("".join(texts)) for name, *texts in found}


@dataclass(frozen=True)
class HtmlMarkup:
    """The tags of a text, and its source if it is escaped HTML, "" if it is XHTML."""

    source: str
    tags: tuple[HtmlTag, ...]

    @property
    def opening(self) -> Iterator[HtmlTag]:
        """Yield the start tags."""
        return (tag for tag in self.tags if not tag.end and not tag.unfinished)


@lru_cache(maxsize=256)
def escaped(source: str) -> HtmlMarkup:
    """Return the tags of escaped HTML, without comments."""
    return HtmlMarkup(source, tuple(_tags(source)))


def _tags(source: str) -> Iterator[HtmlTag]:
    # Nothing after a tag without > can be parsed reliably, and to try takes quadratic time.
    for match in islice(_TAG.finditer(source), MOST_TAGS):
        if match["name"]:
            yield HtmlTag(match["name"].lower(), bool(match["end"]), match["rest"])
        elif match["unfinished"]:
            yield HtmlTag(match["unfinished"], unfinished=True)
            return


def html_values(feed: XmlFeed) -> Iterator[FeedValue]:
    """Yield the values of a feed that are escaped HTML and contain tags or entities."""
    for value in feed.values_of("html"):
        if "<" in value.text or "&" in value.text:
            yield value
    for value in feed.values_of("construct"):
        if value.element.get("type") in HTML_TYPES and ("<" in value.text or "&" in value.text):
            yield value


def xhtml_values(feed: XmlFeed) -> Iterator[tuple[FeedValue, HtmlMarkup]]:
    """Yield the values of a feed that are XHTML, with their tags."""
    for value in feed.values_of("construct"):
        if value.element.get("type") == "xhtml":
            yield value, _of_elements(value.element)
    for entry in feed.entries:
        for body in feed.children(entry, "xhtml:body", "xhtml:div"):
            yield FeedValue(feed.name(body), "", body, feed.place(body)), _of_elements(body)


def _of_elements(element: XmlElement) -> HtmlMarkup:
    return HtmlMarkup("", tuple(_tag_of(inner) for inner in element.walk()))


def _tag_of(element: XmlElement) -> HtmlTag:
    namespace, name = element.name
    attributes = {label.lower(): text for (_, label), text in element.attributes.items()}
    return HtmlTag(name.lower(), rest=attributes, foreign=namespace != ns.XHTML)
