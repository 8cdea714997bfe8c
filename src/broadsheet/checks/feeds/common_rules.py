"""Rules for Atom and RSS: the feed's own URL, links, language and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed, FeedValue, XmlFeed
from broadsheet.checks.feeds.uris import absolute, canonical, joined, scheme_of
from broadsheet.checks.feeds.xml_document import XmlElement
from broadsheet.errors import Problem

RELATIONS = frozenset(
    "alternate current describedby edit edit-media enclosure first hub last license next "
    "next-archive payment prev-archive previous related replies search self service up via".split()
)
"""Link relations with a meaning in feeds (IANA's registry, RFC 4287, 4685, 4946, 5005)."""
PAGING = frozenset("current first last next next-archive prev-archive previous".split())
_ARCHIVES = frozenset({"next-archive", "prev-archive"})

_HTML_TAGS = (
    r"(?:a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|"
    r"sup|table|td|tr|u|ul)"
)
_END_TAG = re.compile(rf"</{_HTML_TAGS}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(#?\w+)(;?)")
_ENTITIES = name2codepoint.keys() | {"apos"}
"""Entities that readers support even without their semicolon."""
_BAD = re.compile("[\x80-\x9f\ufffd]|[\xc2\xc3][\x80-\xbf]")


@FEED_RULES.warning(
    "self-missing",
    why="People can subscribe to a saved or copied feed only if it says its URL.",
    bad='<feed><link rel="alternate" href="https://example.org/"/></feed>',
    good='<feed><link rel="self" href="https://example.org/atom.xml"/></feed>',
)
def self_missing(checked: CheckedFeed) -> Iterator[Problem]:
    """Find feeds of Atom and RSS 2.0 that do not say their own URL."""
    feed = checked.feed
    one_entry = feed.root.name[1] == "entry"
    old = feed.kind == "rss" and feed.root.get("version") != "2.0"
    if feed.kind == "rdf" or feed.namespace_error or one_entry or old:
        return
    if not feed.links(feed.head, "self"):
        message = 'the feed does not give its URL; write <atom:link rel="self" href="…"/>'
        yield feed.place(feed.head).problem(message)


@FEED_RULES.warning(
    "self-relative",
    why="The link is for copies of the feed, for which a relative URL means another place.",
    bad='<feed><link rel="self" href="atom.xml"/></feed>',
    good='<feed><link rel="self" href="https://example.org/atom.xml"/></feed>',
)
def self_relative(checked: CheckedFeed) -> Iterator[Problem]:
    """Find self links that are not absolute."""
    feed = checked.feed
    for link, target in _selves(feed):
        if not scheme_of(target):
            yield feed.place(link).problem(f'self link "{target}" is relative; write https://…')


def _selves(feed: XmlFeed) -> Iterator[tuple[XmlElement, str]]:
    """Yield the self links of a feed and their targets, resolved against xml:base."""
    for link in feed.links(feed.head, "self"):
        bases = (element.attributes.get((ns.XML, "base"), "") for element in (link, feed.root))
        yield link, joined(next(filter(None, bases), ""), (link.get("href") or "").strip())


@FEED_RULES.warning(
    "self-other",
    why="Readers subscribe to the URL in the feed, not to the one where they found it.",
    bad='<feed><link rel="self" href="https://example.org/other.xml"/></feed>',
    good='<feed><link rel="self" href="https://example.org/atom.xml"/></feed>',
)
def self_other(checked: CheckedFeed) -> Iterator[Problem]:
    """Find self links that differ from the URL where the feed is published, if that is known."""
    feed = checked.feed
    for link, target in _selves(feed) if checked.url else ():
        whole = joined(checked.url, target)
        if not absolute(whole) and canonical(whole) != canonical(checked.url):
            message = f'self link "{target}" is not the URL of the feed; write {checked.url}'
            yield feed.place(link).problem(message)


@FEED_RULES.warning(
    "link-relation",
    why="Readers know registered relations and ignore others.",
    bad='<entry><link rel="canonical" href="https://example.org/a/"/></entry>',
    good='<entry><link rel="alternate" href="https://example.org/a/"/></entry>',
)
def link_relation(checked: CheckedFeed) -> Iterator[Problem]:
    """Find link relations that are neither registered nor a URI."""
    for value in checked.feed.values_of("link"):
        relation = value.element.get("rel")
        if relation and relation not in RELATIONS and not scheme_of(relation):
            message = f'rel="{relation}" is not registered; write alternate, related or via'
            yield value.place.problem(message)


@FEED_RULES.warning(
    "paging-in-entry",
    why="Paging and archive links belong to feeds; in an entry they mean nothing.",
    bad='<entry><link rel="next" href="https://example.org/b/"/></entry>',
    good='<feed><link rel="next" href="https://example.org/2.xml"/></feed>',
)
def paging_in_entry(checked: CheckedFeed) -> Iterator[Problem]:
    """Find links of RFC 5005 in entries."""
    for value in checked.feed.values_of("link"):
        parent = value.element.parent
        if parent is not None and parent.name[1] == "entry" and value.element.get("rel") in PAGING:
            message = f'rel="{value.element.get("rel")}" is for feeds; write rel="related"'
            yield value.place.problem(message)


@FEED_RULES.warning(
    "archive-links",
    why="Readers follow the links from archive to archive: without them the older entries are "
    "lost.",
    bad='<feed><fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/></feed>',
    good="<feed><!-- no fh:archive --></feed>",
)
def archive_links(checked: CheckedFeed) -> Iterator[Problem]:
    """Find archive documents without links to another one or to the current feed (RFC 5005)."""
    feed = checked.feed
    for archive in feed.children(feed.head, "fh:archive"):
        found = {relation for relation in PAGING if feed.links(feed.head, relation)}
        linked = "current" in found and not found.isdisjoint(_ARCHIVES)
        if not linked and not feed.child(feed.head, "fh:complete"):
            message = 'the archive lacks links; write rel="current" and rel="prev-archive"'
            yield feed.place(archive).problem(message)


@FEED_RULES.warning(
    "language-missing",
    why="Readers have to guess fonts, hyphenation and voices; Chinese text may get Japanese "
    "glyphs.",
    bad="<channel><!-- no language --></channel>",
    good="<channel><language>en</language></channel>",
)
def language_missing(checked: CheckedFeed) -> Iterator[Problem]:
    """Find feeds that do not say their language."""
    feed = checked.feed
    said = any(name == (ns.XML, "lang") for e in (feed.root, feed.head) for name in e.attributes)
    if not said and not feed.children(feed.head, "language", "dc:language"):
        said = any((ns.XML, "lang") in element.attributes for element in feed.root.walk())
        if not said and not feed.namespace_error:
            how = 'xml:lang="en"' if feed.kind == "atom" else "<language>en</language>"
            yield feed.place(feed.head).problem(f"the feed does not give its language; write {how}")


@FEED_RULES.warning(
    "markup-in-text",
    why="Readers show the tags and entities themselves.",
    bad="<entry><title>A &lt;b&gt;bold&lt;/b&gt; title</title></entry>",
    good='<entry><title type="html">A &lt;b&gt;bold&lt;/b&gt; title</title></entry>',
)
def markup_in_text(checked: CheckedFeed) -> Iterator[Problem]:
    """Find HTML in plain text: titles of RSS, names, text that is not of type html."""
    for value in (*checked.feed.values_of("plain"), *_plain_constructs(checked)):
        found = _markup(value.text)
        if found and not (checked.feed.kind == "rss" and _escaped_by_number(value)):
            message = f"{value.name} contains {found}, but is plain text; write the text itself"
            yield value.place.problem(message)


def _markup(text: str) -> str:
    """Return the first end tag or entity of HTML in a text, or ""."""
    if match := _END_TAG.search(text) if "</" in text else None:
        return match[0]
    entities = _ENTITY.finditer(text) if "&" in text else ()
    return next((m[0] for m in entities if not m[1].isalpha() or m[1] in _ENTITIES or m[2]), "")


def _plain_constructs(checked: CheckedFeed) -> Iterator[FeedValue]:
    for value in checked.feed.values_of("construct"):
        if value.element.get("type") in {None, "text", "text/plain"} and not value.element.children:
            yield value


def _escaped_by_number(value: FeedValue) -> bool:
    """Return whether & or < is a numeric reference, which by the RSS profile means plain text."""
    return "&#x26;" in value.place.text.lower() or "&#x3c;" in value.place.text.lower()


@FEED_RULES.warning(
    "text-characters",
    why="They show as boxes: a program mistook one encoding for another.",
    bad="<entry><title>Three dots \x85 and \ufffd</title></entry>",
    good="<entry><title>Three dots …</title></entry>",
)
def text_characters(checked: CheckedFeed) -> Iterator[Problem]:
    """Find control characters of Windows-1252, U+FFFD, and UTF-8 read as Latin-1; at most one per line."""
    for number, line in enumerate(checked.feed.document.lines, 1):
        if match := _BAD.search(line):
            what = " ".join(f"U+{ord(character):04X}" for character in match[0])
            place = checked.feed.document.at(number, match.start() + 1, len(match[0]))
            yield place.problem(
                f"{what} is not a character of the text; type the intended character"
            )
