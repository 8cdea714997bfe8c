"""Rules that Atom and RSS share: where a feed says it is, its language, and its text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from broadsheet.check.feeds import namespaces as ns
from broadsheet.check.feeds.atom_rules import links
from broadsheet.check.feeds.book import FEED, Checked
from broadsheet.check.feeds.grammar import Value, values
from broadsheet.check.feeds.uris import absolute, scheme_of
from broadsheet.check.rule import Fault

RELATIONS = frozenset(
    "alternate current describedby edit edit-media enclosure first hub last license next "
    "next-archive payment prev-archive previous related replies search self service up via".split()
)
"""Link relations that have a meaning in feeds (IANA's registry, RFC 4287, 4685, 4946, 5005)."""
PAGING = frozenset("current first last next next-archive prev-archive previous".split())

_HTML_TAGS = (
    r"(?:a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|"
    r"sup|table|td|tr|u|ul)"
)
_END_TAG = re.compile(rf"</{_HTML_TAGS}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]{2,8});")
_DANGEROUS = re.compile(
    r"<(script|style|iframe|object|embed|applet|link|meta|base|frame|frameset)\b", re.IGNORECASE
)
_EVENT = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+)\s*=|=\s*[\"']?\s*(javascript:)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"<(?:a|img|source|video|audio|track)\s[^<>]*?\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)
_BAD = re.compile("[\x80-\x9f\ufffd]")


@FEED.warning(
    "self-missing",
    why="A saved or copied feed can be subscribed to only if it says where it lives.",
    bad='<feed><link rel="alternate" href="https://example.org/"/></feed>',
    good='<feed><link rel="self" href="https://example.org/atom.xml"/></feed>',
)
def self_missing(checked: Checked) -> Iterator[Fault]:
    """Find feeds of Atom and RSS 2.0 that do not say their own URL."""
    feed = checked.feed
    one_entry = feed.root.name[1] == "entry"
    old = feed.kind == "rss" and feed.root.get("version") != "2.0"
    if feed.kind == "rdf" or feed.namespace_fault or one_entry or old:
        return
    if not links(feed, feed.head, "self"):
        message = 'the feed does not say its URL; write <atom:link rel="self" href="…"/>'
        yield Fault(message, feed.place(feed.head))


@FEED.warning(
    "self-relative",
    why="The link is there for copies of the feed, for which a relative URL means another place.",
    bad='<feed><link rel="self" href="atom.xml"/></feed>',
    good='<feed><link rel="self" href="https://example.org/atom.xml"/></feed>',
)
def self_relative(checked: Checked) -> Iterator[Fault]:
    """Find self links that are not absolute."""
    feed = checked.feed
    for link in links(feed, feed.head, "self"):
        href = link.get("href") or ""
        base = link.attributes.get((ns.XML, "base")) or feed.root.attributes.get(
            (ns.XML, "base"), ""
        )
        if href and not scheme_of(urljoin(base, href)):
            yield Fault(f'self link "{href}" is relative; write https://…', feed.place(link))


@FEED.warning(
    "self-other",
    why="Readers subscribe to the URL that the feed says, not to the one it was found at.",
    bad='<feed><link rel="self" href="https://example.org/other.xml"/></feed>',
    good='<feed><link rel="self" href="https://example.org/atom.xml"/></feed>',
)
def self_other(checked: Checked) -> Iterator[Fault]:
    """Find self links that are not the URL at which the feed is published, where that is known."""
    feed = checked.feed
    for link in links(feed, feed.head, "self") if checked.url else ():
        href = (link.get("href") or "").strip()
        if not absolute(href) and href != checked.url:
            message = f'self link "{href}" is not where the feed is; write {checked.url}'
            yield Fault(message, feed.place(link))


@FEED.warning(
    "link-relation",
    why="Readers know registered relations; of others they make nothing.",
    bad='<entry><link rel="canonical" href="https://example.org/a/"/></entry>',
    good='<entry><link rel="alternate" href="https://example.org/a/"/></entry>',
)
def link_relation(checked: Checked) -> Iterator[Fault]:
    """Find link relations that are neither registered nor a URI."""
    for value in values(checked.feed, "link"):
        relation = value.element.get("rel")
        if relation and relation not in RELATIONS and not scheme_of(relation):
            message = f'rel="{relation}" is not registered; write alternate, related or via'
            yield Fault(message, value.place)


@FEED.warning(
    "paging-in-entry",
    why="Pages and archives are of feeds; in an entry these links mean nothing.",
    bad='<entry><link rel="next" href="https://example.org/b/"/></entry>',
    good='<feed><link rel="next" href="https://example.org/2.xml"/></feed>',
)
def paging_in_entry(checked: Checked) -> Iterator[Fault]:
    """Find links of RFC 5005 in entries."""
    for value in values(checked.feed, "link"):
        parent = value.element.parent
        if parent is not None and parent.name[1] == "entry" and value.element.get("rel") in PAGING:
            message = f'rel="{value.element.get("rel")}" is for feeds; write rel="related"'
            yield Fault(message, value.place)


@FEED.warning(
    "language-missing",
    why="Readers guess fonts, hyphenation and voices; Chinese text may get Japanese letter forms.",
    bad="<channel><!-- no language --></channel>",
    good="<channel><language>en</language></channel>",
)
def language_missing(checked: Checked) -> Iterator[Fault]:
    """Find feeds that say nowhere in which language they are."""
    feed = checked.feed
    said = any(name == (ns.XML, "lang") for e in (feed.root, feed.head) for name in e.attributes)
    if not said and not feed.children(feed.head, "language", "dc:language"):
        said = any((ns.XML, "lang") in element.attributes for element in feed.root.walk())
        if not said and not feed.namespace_fault:
            how = 'xml:lang="en"' if feed.kind == "atom" else "<language>en</language>"
            yield Fault(f"the feed does not say its language; write {how}", feed.place(feed.head))


@FEED.warning(
    "markup-in-text",
    why="Readers show the tags and entities themselves.",
    bad="<entry><title>A &lt;b&gt;bold&lt;/b&gt; title</title></entry>",
    good='<entry><title type="html">A &lt;b&gt;bold&lt;/b&gt; title</title></entry>',
)
def markup_in_text(checked: Checked) -> Iterator[Fault]:
    """Find HTML in what is plain text: titles of RSS, names, text that is not of type html."""
    for value in (*values(checked.feed, "plain"), *_plain_constructs(checked)):
        match = _END_TAG.search(value.text) or _ENTITY.search(value.text)
        if match and not (checked.feed.kind == "rss" and _escaped_by_number(value)):
            message = f"{value.name} holds {match[0]}, but is plain text; write the text itself"
            yield Fault(message, value.place)


def _plain_constructs(checked: Checked) -> Iterator[Value]:
    for value in values(checked.feed, "construct"):
        if value.element.get("type") in {None, "text"} and not value.element.children:
            yield value


def _escaped_by_number(value: Value) -> bool:
    """The profile of RSS writes & and < as references by number, to say that they are text."""
    return "&#x26;" in value.place.text.lower() or "&#x3c;" in value.place.text.lower()


def html_values(checked: Checked) -> Iterator[Value]:
    """Yield the texts that are HTML, with markup in them."""
    for value in values(checked.feed, "html"):
        if "<" in value.text:
            yield value
    for value in values(checked.feed, "construct"):
        if value.element.get("type") in {"html", "text/html"} and "<" in value.text:
            yield value


@FEED.warning(
    "html-relative",
    why="Readers resolve it against another page, or not at all: the link or picture is lost.",
    bad='<item><description>&lt;a href="/b/"&gt;b&lt;/a&gt;</description></item>',
    good='<item><description>&lt;a href="https://example.org/b/"&gt;b&lt;/a&gt;</description></item>',
)
def html_relative(checked: Checked) -> Iterator[Fault]:
    """Find relative references in HTML, once a text."""
    for value in html_values(checked):
        for match in _REFERENCE.finditer(value.text):
            target = html.unescape(match[1] or match[2] or "").strip()
            if target and not scheme_of(target):
                message = f'{value.name} refers to "{target[:60]}"; write the whole URL'
                yield Fault(message, value.place)
                break


@FEED.warning(
    "html-risky",
    why="Readers remove it, or refuse the entry: scripts of a feed would run with their rights.",
    bad="<item><description>&lt;script&gt;x()&lt;/script&gt;</description></item>",
    good="<item><description>Text</description></item>",
)
def html_risky(checked: Checked) -> Iterator[Fault]:
    """Find scripts, styles, frames and event handlers in HTML, once a text."""
    for value in html_values(checked):
        if match := _DANGEROUS.search(value.text):
            yield Fault(f"{value.name} holds <{match[1]}>; remove it", value.place)
        elif match := _EVENT.search(value.text):
            yield Fault(f"{value.name} holds {match[1] or match[2]}; remove it", value.place)


@FEED.warning(
    "text-characters",
    why="They show as boxes: some program took one encoding for another.",
    bad="<entry><title>Three dots \x85 and \ufffd</title></entry>",
    good="<entry><title>Three dots …</title></entry>",
)
def text_characters(checked: Checked) -> Iterator[Fault]:
    """Find control characters of Windows-1252 and U+FFFD, once a line."""
    for number, line in enumerate(checked.feed.document.lines, 1):
        if match := _BAD.search(line):
            message = f"U+{ord(match[0]):04X} is no letter; type what was meant"
            yield Fault(message, checked.feed.document.at(number, match.start() + 1))
