"""Rules for RSS 2.0 (rssboard.org/rss-specification, and its Best Practices Profile)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.checks.feeds import uris
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed, XmlFeed
from broadsheet.checks.feeds.xml_document import XmlElement
from broadsheet.errors import Problem

VERSIONS = frozenset({"0.91", "0.92", "2.0"})
_SHORT_ID = 9
_TWINS = (
    ("author", "dc:creator"),
    ("pubDate", "dc:date"),
    ("category", "dc:subject"),
    ("source", "dc:source"),
    ("guid", "atom:id"),
    ("pubDate", "atom:published"),
    ("creativeCommons:license", "cc:license"),
)
"""Pairs of elements of an item with the same meaning."""
_CHANNEL_TWINS = (
    ("managingEditor", "dc:creator"),
    ("webMaster", "dc:publisher"),
    ("category", "dc:subject"),
    ("pubDate", "dc:date"),
    ("lastBuildDate", "dcterms:modified"),
    ("language", "dc:language"),
    ("copyright", "dc:rights"),
    ("generator", "admin:generatorAgent"),
    ("creativeCommons:license", "cc:license"),
)
"""Pairs of elements of a channel with the same meaning."""


def _rss(checked: CheckedFeed) -> Iterator[XmlFeed]:
    """Yield the feed if it is RSS 0.91 to 2.0."""
    if checked.feed.kind == "rss" and not checked.feed.namespace_error:
        yield checked.feed


def _items(checked: CheckedFeed) -> Iterator[tuple[XmlFeed, XmlElement]]:
    for feed in _rss(checked):
        for item in feed.entries:
            yield feed, item


@FEED_RULES.error(
    "rss-version",
    why="Readers decide by it which elements they understand.",
    bad='<rss version="2.1"></rss>',
    good='<rss version="2.0"></rss>',
)
def rss_version(checked: CheckedFeed) -> Iterator[Problem]:
    """Find versions of RSS that do not exist."""
    for feed in _rss(checked):
        version = feed.root.get("version")
        if version is not None and version not in VERSIONS:
            yield feed.place(feed.root).problem(f'there is no RSS {version}; write version="2.0"')


@FEED_RULES.error(
    "item-empty",
    why="An item with neither title nor description is a blank line.",
    bad="<item><!-- no title --><!-- no description --></item>",
    good="<item><title>A title</title></item>",
)
def item_empty(checked: CheckedFeed) -> Iterator[Problem]:
    """Find items with neither a title nor a description."""
    if checked.feed.kind == "rdf":
        return
    for feed, item in _items(checked):
        if not feed.child(item, "title") and not feed.child(item, "description"):
            yield feed.place(item).problem("the item has no title and no description; add one")


@FEED_RULES.warning(
    "guid-missing",
    why="Without it readers guess which items are new, and show old ones again.",
    bad="<item><!-- no guid --></item>",
    good="<item><guid>https://example.org/a/</guid></item>",
)
def guid_missing(checked: CheckedFeed) -> Iterator[Problem]:
    """Find items of RSS 2.0 without a guid."""
    for feed, item in _items(checked):
        if (feed.root.get("version") or "2").startswith("2") and not feed.child(item, "guid"):
            yield feed.place(item).problem("the item has no guid; write its permalink")


@FEED_RULES.error(
    "guid-permalink",
    why="Readers open it as the page of the item.",
    bad='<item><guid isPermaLink="true">tag:example.org,2025:a</guid></item>',
    good='<item><guid isPermaLink="false">tag:example.org,2025:a</guid></item>',
)
def guid_permalink(checked: CheckedFeed) -> Iterator[Problem]:
    """Find guids that count as permalinks, also by default, and are not URLs."""
    for value in checked.feed.values_of("guid"):
        text = value.text.strip()
        if (value.element.get("isPermaLink") or "true") != "true":
            continue
        wrong = uris.absolute(text)
        if wrong or uris.scheme_of(text) in {"tag", "urn"}:
            message = f'guid "{text[:60]}" is not a permalink; write isPermaLink="false"'
            yield value.place.problem(message)


@FEED_RULES.error(
    "guid-repeated",
    why="Readers take two items with one guid for the same item, and show only one of them.",
    bad="<channel><item><guid>https://example.org/a/</guid></item><item><guid>https://example.org/a/</guid></item></channel>",
    good="<channel><item><guid>https://example.org/a/</guid></item><item><guid>https://example.org/b/</guid></item></channel>",
)
def guid_repeated(checked: CheckedFeed) -> Iterator[Problem]:
    """Find items with the guid of an earlier item."""
    seen: set[str] = set()
    for value in checked.feed.values_of("guid"):
        text = value.text.strip()
        if text and text in seen:
            message = f"the guid {text} is used by an earlier item; give each item its own"
            yield value.place.problem(message)
        seen.add(text)


@FEED_RULES.warning(
    "guid-short",
    why="A small number is soon the guid of another item: readers hide one of them.",
    bad='<item><guid isPermaLink="false">42</guid></item>',
    good='<item><guid isPermaLink="false">tag:example.org,2025:42</guid></item>',
)
def guid_short(checked: CheckedFeed) -> Iterator[Problem]:
    """Find guids of a few digits."""
    for value in checked.feed.values_of("guid"):
        text = value.text.strip()
        if text.isdigit() and len(text) < _SHORT_ID:
            message = f"guid {text} is not unique; write tag:example.org,2025:{text}"
            yield value.place.problem(message)


@FEED_RULES.warning(
    "enclosure-many",
    why="Players take one of them, and not all the same one.",
    bad="<item>"
    + '<enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>' * 2
    + "</item>",
    good='<item><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>',
)
def enclosure_many(checked: CheckedFeed) -> Iterator[Problem]:
    """Find items with more than one enclosure."""
    for feed, item in _items(checked):
        for enclosure in feed.children(item, "enclosure")[1:]:
            yield feed.place(enclosure).problem("the item has a second enclosure; keep one")


@FEED_RULES.error(
    "skip-repeated",
    why="An hour or day that is listed twice is usually a slip for another one.",
    bad="<channel><skipDays><day>Sunday</day><day>Sunday</day></skipDays></channel>",
    good="<channel><skipDays><day>Saturday</day><day>Sunday</day></skipDays></channel>",
)
def skip_repeated(checked: CheckedFeed) -> Iterator[Problem]:
    """Find hours of skipHours and days of skipDays that occur twice; 24 is 0."""
    for kind in ("hour", "day"):
        seen: set[str] = set()
        for value in checked.feed.values_of(kind):
            text = value.text.strip().lstrip("0") or "0"
            text = "0" if text == "24" else text
            if text in seen:
                yield value.place.problem(f"<{kind}>{text} occurs twice; remove one")
            seen.add(text)


@FEED_RULES.warning(
    "semantics-twice",
    why="Readers that know both elements show the same thing twice, or take either of them.",
    bad='<item><author>ada@example.org (Ada)</author><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ada</dc:creator></item>',
    good='<item><!-- no author --><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ada</dc:creator></item>',
)
def semantics_twice(checked: CheckedFeed) -> Iterator[Problem]:
    """Find items and channels that say one thing with two elements."""
    for feed in _rss(checked):
        yield from _twice(feed, feed.head, _CHANNEL_TWINS)
        for item in feed.entries:
            yield from _twice(feed, item, _TWINS)


def _twice(
    feed: XmlFeed, element: XmlElement, twins: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    names = {feed.name(child) for child in element.children}
    for one, other in twins:
        if one in names and other in names:
            message = f"<{element.name[1]}> has both <{one}> and <{other}>; keep one"
            yield feed.place(feed.child(element, other) or element).problem(message)


@FEED_RULES.warning(
    "content-first",
    why="Some readers take the first of the two for the summary: they show the whole text.",
    bad='<item><!-- no description --><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">x</content:encoded></item>',
    good='<item><description>x</description><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">x</content:encoded></item>',
)
def content_first(checked: CheckedFeed) -> Iterator[Problem]:
    """Find content:encoded without a description before it."""
    for feed, item in _items(checked):
        names = [feed.name(child) for child in item.children]
        if "content:encoded" in names:
            before = names[: names.index("content:encoded")]
            if "description" not in before:
                message = "no description comes before content:encoded; write a summary there"
                yield feed.place(feed.child(item, "content:encoded") or item).problem(message)


@FEED_RULES.warning(
    "image-unlike",
    why="The RSS profile says that the picture has the title and link of the channel.",
    bad="<channel><image><url>https://example.org/a.png</url><title>Other</title><link>https://example.org/other/</link></image></channel>",
    good="<channel><!-- no image --></channel>",
)
def image_unlike(checked: CheckedFeed) -> Iterator[Problem]:
    """Find images whose title or link differs from the channel's."""
    for feed in _rss(checked):
        for image in feed.children(feed.head, "image"):
            for name in ("title", "link"):
                own, channel = feed.text(image, name), feed.text(feed.head, name)
                if own and channel and own != channel:
                    message = f"the image's {name} is not the channel's; write {channel}"
                    yield feed.place(feed.child(image, name) or image).problem(message)
