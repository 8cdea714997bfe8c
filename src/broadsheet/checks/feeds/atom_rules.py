"""Rules for feeds and entries of Atom (RFC 4287)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed, XmlFeed
from broadsheet.checks.feeds.text_rules import is_binary
from broadsheet.checks.feeds.xml_document import XmlElement
from broadsheet.errors import Problem

_METADATA = frozenset(
    "author category contributor generator icon id link logo title subtitle rights updated".split()
)
_MANY = 10


def _atom(checked: CheckedFeed) -> Iterator[XmlFeed]:
    """Yield the feed if it is Atom."""
    if checked.feed.kind == "atom" and not checked.feed.namespace_error:
        yield checked.feed


def _entries(checked: CheckedFeed) -> Iterator[tuple[XmlFeed, XmlElement]]:
    for feed in _atom(checked):
        for entry in feed.entries:
            yield feed, entry


@FEED_RULES.error(
    "entry-author",
    why="Atom requires an author of each entry, in the entry or in its feed.",
    bad="<feed><!-- no author --><entry><!-- no author --></entry></feed>",
    good="<entry><author><name>Ada</name></author></entry>",
)
def entry_author(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entries without an author in the entry or feed (RFC 4287, section 4.2.1)."""
    for feed, entry, inherits in _without_author(checked):
        if not inherits:
            message = "the entry has no author; write <author><name>…</name></author>"
            yield feed.place(entry).problem(message)


@FEED_RULES.warning(
    "entry-author-inherited",
    why="newsboat, feedparser and others look for authors in entries only, and show none.",
    bad="<feed><author><name>Ada</name></author><entry><!-- no author --></entry></feed>",
    good="<entry><author><name>Ada</name></author></entry>",
)
def entry_author_inherited(checked: CheckedFeed) -> Iterator[Problem]:
    """Find feeds that name their author in the feed only; one problem per feed."""
    for feed, entry, inherits in _without_author(checked):
        if inherits:
            message = "entries have no author of their own; add <author> to each"
            yield feed.place(entry).problem(message)
            return


def _has_author(feed: XmlFeed, entry: XmlElement) -> bool:
    source = feed.child(entry, "source")
    return bool(feed.child(entry, "author") or (source and feed.child(source, "author")))


def _without_author(checked: CheckedFeed) -> Iterator[tuple[XmlFeed, XmlElement, bool]]:
    """Yield the entries without an author of their own, and whether the feed has one."""
    for feed in _atom(checked):
        inherits = feed.root.name[1] == "feed" and feed.child(feed.root, "author") is not None
        for entry in feed.entries:
            if not _has_author(feed, entry):
                yield feed, entry, inherits


@FEED_RULES.error(
    "entry-link",
    why="An entry without content and without a page is a headline that leads nowhere.",
    bad="<entry><!-- no content --><!-- no link --></entry>",
    good='<entry><link href="https://example.org/a/"/></entry>',
)
def entry_link(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entries with neither content nor an alternate link (RFC 4287, section 4.1.2)."""
    for feed, entry in _entries(checked):
        if not feed.child(entry, "content") and not feed.links(entry, "alternate"):
            message = "the entry has no content and no link to its page; add one of them"
            yield feed.place(entry).problem(message)


@FEED_RULES.error(
    "entry-summary",
    why="Readers that cannot show the content have nothing to show.",
    bad='<entry><!-- no summary --><content type="image/png" src="https://example.org/a.png"/></entry>',
    good='<entry><summary>A</summary><content type="image/png" src="https://example.org/a.png"/></entry>',
)
def entry_summary(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entries whose content is elsewhere or binary, and that have no summary."""
    for feed, entry in _entries(checked):
        content = feed.child(entry, "content")
        if content is None or feed.child(entry, "summary"):
            continue
        if content.get("src") is not None or is_binary(content.get("type") or ""):
            message = "the entry's content cannot be shown, and it has no summary; write <summary>"
            yield feed.place(entry).problem(message)


@FEED_RULES.warning(
    "entry-text",
    why="Readers show only the headline.",
    bad="<entry><!-- no content --><!-- no summary --></entry>",
    good="<entry><summary>What it says.</summary></entry>",
)
def entry_text(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entries with neither summary nor content."""
    for feed, entry in _entries(checked):
        if not feed.child(entry, "content") and not feed.child(entry, "summary"):
            yield feed.place(entry).problem("the entry has no text; write <summary>")


@FEED_RULES.error(
    "alternate-repeated",
    why="An entry has one page per type and language: readers open any of two.",
    bad='<entry><link href="https://example.org/a/"/><link href="https://example.org/b/"/></entry>',
    good='<entry><link href="https://example.org/a/"/></entry>',
)
def alternate_repeated(checked: CheckedFeed) -> Iterator[Problem]:
    """Find alternate links of one type and language (RFC 4287, sections 4.1.1 and 4.1.2)."""
    for feed in _atom(checked):
        sources = (source for entry in feed.entries for source in feed.children(entry, "source"))
        for element in dict.fromkeys((feed.root, *feed.entries, *sources)):
            seen: set[tuple[str, str]] = set()
            for link in feed.links(element, "alternate"):
                key = (link.get("type") or "", link.get("hreflang") or "")
                if key in seen:
                    message = "a second alternate link; write another rel, type or hreflang"
                    yield feed.place(link).problem(message)
                seen.add(key)


@FEED_RULES.error(
    "metadata-late",
    why="Readers that parse the feed while it arrives have shown its entries by then.",
    bad="<feed><entry/><rights>CC BY</rights></feed>",
    good="<feed><rights>CC BY</rights></feed>",
)
def metadata_late(checked: CheckedFeed) -> Iterator[Problem]:
    """Find metadata of the feed after its first entry (RFC 4287, section 4.1.1)."""
    for feed in _atom(checked):
        after = False
        for child in feed.root.children:
            name = feed.name(child)
            after = after or name == "entry"
            if after and name in _METADATA:
                message = f"<{name}> comes after an entry; move it before the first"
                yield feed.place(child).problem(message)


@FEED_RULES.warning(
    "entry-id-repeated",
    why="Readers take two entries with one id for the same entry, and show only one of them.",
    bad="<feed><entry><id>https://example.org/a/</id></entry><entry><id>https://example.org/a/</id></entry></feed>",
    good="<feed><entry><id>https://example.org/a/</id></entry><entry><id>https://example.org/b/</id></entry></feed>",
)
def entry_id_repeated(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entries with the same id: versions of one entry may share it, articles never."""
    for feed in _atom(checked):
        seen: set[str] = set()
        for entry in feed.entries:
            identifier = feed.text(entry, "id")
            if identifier in seen:
                message = (
                    f"the id {identifier} is used by an earlier entry; give each entry its own"
                )
                yield feed.place(feed.child(entry, "id") or entry).problem(message)
            elif identifier:
                seen.add(identifier)


@FEED_RULES.error(
    "entry-ids-equal",
    why="Readers show one entry and none of the others.",
    bad="<feed>" + "<entry><id>https://example.org/</id></entry>" * 10 + "</feed>",
    good="<entry><id>https://example.org/a/</id></entry>",
)
def entry_ids_equal(checked: CheckedFeed) -> Iterator[Problem]:
    """Find feeds of ten entries or more that all have one id."""
    for feed in _atom(checked):
        ids = Counter(feed.text(entry, "id") for entry in feed.entries)
        if sum(ids.values()) >= _MANY and len(ids) == 1:
            message = f"all {sum(ids.values())} entries have one id; give each entry its own"
            yield feed.place(feed.entries[0]).problem(message)


@FEED_RULES.warning(
    "entry-time-repeated",
    why="Readers sort by it: entries with the same time come in any order.",
    bad="<feed><entry><id>https://example.org/x/</id><updated>2025-06-17T08:00:00Z</updated></entry>"
    "<entry><id>https://example.org/y/</id><updated>2025-06-17T08:00:00Z</updated></entry></feed>",
    good="<feed><entry><id>https://example.org/x/</id><updated>2025-06-17T08:00:00Z</updated></entry>"
    "<entry><id>https://example.org/y/</id><updated>2025-06-17T09:00:00Z</updated></entry></feed>",
)
def entry_time_repeated(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entries of one language with the same update time; translations usually share it."""
    for feed in _atom(checked):
        seen: set[tuple[str, str | None]] = set()
        for entry in feed.entries:
            updated = feed.text(entry, "updated")
            moment = updated, entry.attributes.get((ns.XML, "lang"))
            if moment in seen:
                message = f"{updated} is also the time of an earlier entry; give each entry its own"
                yield feed.place(feed.child(entry, "updated") or entry).problem(message)
            elif updated:
                seen.add(moment)


@FEED_RULES.warning(
    "source-incomplete",
    why="Readers show where an entry comes from by the id, title and time of its source.",
    bad="<entry><source><title>Elsewhere</title></source></entry>",
    good="<entry><source><id>https://example.org/e/</id><title>Elsewhere</title>"
    "<updated>2025-06-17T08:00:00Z</updated></source></entry>",
)
def source_incomplete(checked: CheckedFeed) -> Iterator[Problem]:
    """Find sources that lack their id, title or time (RFC 4287, section 4.2.11)."""
    for feed, entry in _entries(checked):
        for source in feed.children(entry, "source"):
            missing = [name for name in ("id", "title", "updated") if not feed.child(source, name)]
            if missing:
                message = f"the source has no {', '.join(missing)}; copy them from its feed"
                yield feed.place(source).problem(message)
