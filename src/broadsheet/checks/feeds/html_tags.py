"""The HTML inside of a feed's entries, taken apart as far as rules look at it: its tags.

HTML that is escaped is read by patterns, and once only: thousands of feeds carry the same entries.
XHTML is elements of the feed already.
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
"""No entry for people has more; what follows is not looked at."""
HTML_TYPES = frozenset({"html", "text/html"})

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][^\s/<>]*)"
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
    """A tag: its name in lower case, whether it ends an element, and what else stands in it.

    `foreign` is one that is not of HTML, in XHTML; of an `unfinished` one the name is all that there is.
    """

    name: str
    end: bool = False
    rest: str | Mapping[str, str] = ""
    foreign: bool = False
    unfinished: bool = False

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """Its attributes, by their names in lower case."""
        if not isinstance(self.rest, str):
            return self.rest
        found = _ATTRIBUTE.findall(self.rest)
        return {name.lower(): html.unescape("".join(texts)) for name, *texts in found}


@dataclass(frozen=True)
class HtmlMarkup:
    """A text with markup in it: `source` is the text of escaped HTML, "" for XHTML."""

    source: str
    tags: tuple[HtmlTag, ...]

    @property
    def opening(self) -> Iterator[HtmlTag]:
        """Yield the tags that begin elements."""
        return (tag for tag in self.tags if not tag.end and not tag.unfinished)


@lru_cache(maxsize=256)
def escaped(source: str) -> HtmlMarkup:
    """Take escaped HTML apart; comments are left out."""
    return HtmlMarkup(source, tuple(_tags(source)))


def _tags(source: str) -> Iterator[HtmlTag]:
    # Behind a tag that no > ends all is guesswork; to go on takes time by the square of its length.
    for match in islice(_TAG.finditer(source), MOST_TAGS):
        if match["name"]:
            yield HtmlTag(match["name"].lower(), bool(match["end"]), match["rest"])
        elif match["unfinished"]:
            yield HtmlTag(match["unfinished"], unfinished=True)
            return


def html_values(feed: XmlFeed) -> Iterator[FeedValue]:
    """Yield the texts of a feed that are escaped HTML, with markup in them."""
    for value in feed.values_of("html"):
        if "<" in value.text or "&" in value.text:
            yield value
    for value in feed.values_of("construct"):
        if value.element.get("type") in HTML_TYPES and ("<" in value.text or "&" in value.text):
            yield value


def xhtml_values(feed: XmlFeed) -> Iterator[tuple[FeedValue, HtmlMarkup]]:
    """Yield the texts of a feed that are XHTML."""
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
