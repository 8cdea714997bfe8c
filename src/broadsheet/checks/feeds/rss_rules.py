"""Rules for RSS 2.0 (rssboard.org/rss-specification, and its Best Practices Profile)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.checks.feeds import uris
from broadsheet.checks.feeds.book import FEED, Checked
from broadsheet.checks.feeds.document import Element
from broadsheet.checks.feeds.grammar import Feed, values
from broadsheet.checks.rule import Fault

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
"""Pairs of elements of an item that say the same: readers that know both take either."""
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
"""The same of a channel."""


def _rss(checked: Checked) -> Iterator[Feed]:
    """Yield the feed if it is one of RSS 0.91 to 2.0."""
    if checked.feed.kind == "rss" and not checked.feed.namespace_fault:
        yield checked.feed


def _items(checked: Checked) -> Iterator[tuple[Feed, Element]]:
    for feed in _rss(checked):
        for item in feed.entries:
            yield feed, item


@FEED.error(
    "rss-version",
    why="Readers choose what they understand by it.",
    bad='<rss version="2.1"></rss>',
    good='<rss version="2.0"></rss>',
)
def rss_version(checked: Checked) -> Iterator[Fault]:
    """Find versions of RSS that do not exist."""
    for feed in _rss(checked):
        version = feed.root.get("version")
        if version is not None and version not in VERSIONS:
            yield Fault(f'there is no RSS {version}; write version="2.0"', feed.place(feed.root))


@FEED.error(
    "item-empty",
    why="An item with neither title nor description is a blank line.",
    bad="<item><!-- no title --><!-- no description --></item>",
    good="<item><title>A title</title></item>",
)
def item_empty(checked: Checked) -> Iterator[Fault]:
    """Find items with neither a title nor a description."""
    if checked.feed.kind == "rdf":
        return
    for feed, item in _items(checked):
        if not feed.child(item, "title") and not feed.child(item, "description"):
            yield Fault("the item has no title and no description; add one", feed.place(item))


@FEED.warning(
    "guid-missing",
    why="Without it readers guess which items are new, and show old ones again.",
    bad="<item><!-- no guid --></item>",
    good="<item><guid>https://example.org/a/</guid></item>",
)
def guid_missing(checked: Checked) -> Iterator[Fault]:
    """Find items of RSS 2.0 without a guid."""
    for feed, item in _items(checked):
        if (feed.root.get("version") or "2").startswith("2") and not feed.child(item, "guid"):
            yield Fault("the item has no guid; write its permalink", feed.place(item))


@FEED.error(
    "guid-permalink",
    why="Readers open it as the page of the item.",
    bad='<item><guid isPermaLink="true">tag:example.org,2025:a</guid></item>',
    good='<item><guid isPermaLink="false">tag:example.org,2025:a</guid></item>',
)
def guid_permalink(checked: Checked) -> Iterator[Fault]:
    """Find guids that are called permalinks, which is what no attribute means, and are no URL."""
    for value in values(checked.feed, "guid"):
        text = value.text.strip()
        if (value.element.get("isPermaLink") or "true") != "true":
            continue
        wrong = uris.absolute(text)
        if wrong or uris.scheme_of(text) in {"tag", "urn"}:
            message = f'guid "{text[:60]}" is no permalink; write isPermaLink="false"'
            yield Fault(message, value.place)


@FEED.error(
    "guid-repeated",
    why="Readers take two items of one guid for one, and show only one of them.",
    bad="<channel><item><guid>https://example.org/a/</guid></item><item><guid>https://example.org/a/</guid></item></channel>",
    good="<channel><item><guid>https://example.org/a/</guid></item><item><guid>https://example.org/b/</guid></item></channel>",
)
def guid_repeated(checked: Checked) -> Iterator[Fault]:
    """Find items whose guid an earlier one has."""
    seen: set[str] = set()
    for value in values(checked.feed, "guid"):
        text = value.text.strip()
        if text and text in seen:
            message = f"the guid {text} is that of an earlier item; give each its own"
            yield Fault(message, value.place)
        seen.add(text)


@FEED.warning(
    "guid-short",
    why="A small number is soon the guid of another item: readers hide one of them.",
    bad='<item><guid isPermaLink="false">42</guid></item>',
    good='<item><guid isPermaLink="false">tag:example.org,2025:42</guid></item>',
)
def guid_short(checked: Checked) -> Iterator[Fault]:
    """Find guids of a few digits."""
    for value in values(checked.feed, "guid"):
        text = value.text.strip()
        if text.isdigit() and len(text) < _SHORT_ID:
            message = f"guid {text} is not unique; write tag:example.org,2025:{text}"
            yield Fault(message, value.place)


@FEED.warning(
    "enclosure-many",
    why="Players take one of them, each another.",
    bad="<item>"
    + '<enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/>' * 2
    + "</item>",
    good='<item><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>',
)
def enclosure_many(checked: Checked) -> Iterator[Fault]:
    """Find items with more than one enclosure."""
    for feed, item in _items(checked):
        for enclosure in feed.children(item, "enclosure")[1:]:
            yield Fault("a second enclosure; keep one", feed.place(enclosure))


@FEED.error(
    "skip-repeated",
    why="An hour or day that is named twice is a slip for another one.",
    bad="<channel><skipDays><day>Sunday</day><day>Sunday</day></skipDays></channel>",
    good="<channel><skipDays><day>Saturday</day><day>Sunday</day></skipDays></channel>",
)
def skip_repeated(checked: Checked) -> Iterator[Fault]:
    """Find hours of skipHours and days of skipDays that come twice; 24 is 0."""
    for kind in ("hour", "day"):
        seen: set[str] = set()
        for value in values(checked.feed, kind):
            text = value.text.strip().lstrip("0") or "0"
            text = "0" if text == "24" else text
            if text in seen:
                yield Fault(f"<{kind}>{text} comes twice; remove one", value.place)
            seen.add(text)


@FEED.warning(
    "semantics-twice",
    why="Readers that know both elements show what they say twice, or take either.",
    bad='<item><author>ada@example.org (Ada)</author><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ada</dc:creator></item>',
    good='<item><!-- no author --><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ada</dc:creator></item>',
)
def semantics_twice(checked: Checked) -> Iterator[Fault]:
    """Find items and channels that say one thing with two elements."""
    for feed in _rss(checked):
        yield from _twice(feed, feed.head, _CHANNEL_TWINS)
        for item in feed.entries:
            yield from _twice(feed, item, _TWINS)


def _twice(feed: Feed, element: Element, twins: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    names = {feed.name(child) for child in element.children}
    for one, other in twins:
        if one in names and other in names:
            message = f"<{element.name[1]}> has both <{one}> and <{other}>; keep one"
            yield Fault(message, feed.place(feed.child(element, other) or element))


@FEED.warning(
    "content-first",
    why="Some readers take the first of the two for the summary: they show the whole text.",
    bad='<item><!-- no description --><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">x</content:encoded></item>',
    good='<item><description>x</description><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">x</content:encoded></item>',
)
def content_first(checked: Checked) -> Iterator[Fault]:
    """Find content:encoded with no description before it."""
    for feed, item in _items(checked):
        names = [feed.name(child) for child in item.children]
        if "content:encoded" in names:
            before = names[: names.index("content:encoded")]
            if "description" not in before:
                message = "no description stands before content:encoded; write a summary there"
                yield Fault(message, feed.place(feed.child(item, "content:encoded") or item))


@FEED.warning(
    "image-unlike",
    why="The profile of RSS asks that the picture has the title and link of the channel.",
    bad="<channel><image><url>https://example.org/a.png</url><title>Other</title><link>https://example.org/other/</link></image></channel>",
    good="<channel><!-- no image --></channel>",
)
def image_unlike(checked: Checked) -> Iterator[Fault]:
    """Find images whose title or link is not the channel's."""
    for feed in _rss(checked):
        for image in feed.children(feed.head, "image"):
            for name in ("title", "link"):
                own, channel = feed.text(image, name), feed.text(feed.head, name)
                if own and channel and own != channel:
                    message = f"the image's {name} is not the channel's; write {channel}"
                    yield Fault(message, feed.place(feed.child(image, name) or image))
