"""RSS 2.0 with the RSS Advisory Board's Best Practices Profile (https://www.rssboard.org/rss-profile)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from broadsheet.dates import rfc822, rfc3339
from broadsheet.feeds.extensions import (
    archive_mark,
    duration_of,
    enclosures,
    media_element,
    namespaces_of,
)
from broadsheet.feeds.feedgen_fixes import (
    ATOM,
    CONTENT,
    DC,
    MEDIA,
    PLACE,
    Element,
    PatchedEntry,
    PatchedFeed,
    lines,
    prolog,
    serialise,
    with_content,
)
from broadsheet.feeds.format import Feed
from broadsheet.feeds.heads import head
from broadsheet.model import Entry, Person

# HTML in an item, which is left alone, and the escapes that are replaced in its plain texts.
_HTML_OR_ESCAPE = re.compile(rb"(<description>.*?</description>)|&amp;|&lt;", re.DOTALL)

NAMESPACES = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}


class Rss:
    """Writes RSS documents."""

    name = "rss"
    filename = "rss.xml"
    media_type = "application/rss+xml"

    def entry(self, entry: Entry) -> bytes:
        """Serialise an item: its summary is `description`, its whole text `content:encoded`."""
        made = PatchedEntry(tuple(_additions(entry)))
        made.title(None if entry.untitled else entry.title)
        made.link(href=entry.permalink)
        made.guid(entry.id, permalink=entry.id == entry.permalink)
        # A description is HTML by convention, so text is escaped twice: here and by the serialiser.
        # It must precede the content, so the title is used if an article has no words of its own.
        made.description(html.escape(entry.summary or entry.title, quote=False))
        if entry.content:
            made.content(PLACE, type="html")
        made.categories([{"term": c.term.name, "scheme": c.scheme} for c in entry.categories])
        for file in enclosures(entry)[:1]:  # Readers take one, or the last of several.
            made.enclosure(file.url, str(file.length), file.media_type)
        item = _with_plain_texts(serialise(made.rss_entry(), NAMESPACES))
        if entry.content:
            return with_content(item, b"<content:encoded>", entry.content)
        return item

    def feed(self, feed: Feed, entries: Sequence[bytes]) -> bytes:
        """Return a document."""
        updated = rfc822(feed.updated) if feed.updated else ""
        before = (prolog(feed.stylesheet), head(_head, feed, updated))
        return b"".join((*before, *lines(entries), b"</channel>\n</rss>\n"))


def _head(feed: Feed, updated: str) -> bytes:
    site = feed.site
    additions = (*_channel_additions(feed, updated), *archive_mark(feed))
    made = PatchedFeed(additions, namespaces_of(feed, NAMESPACES), "")
    made.title(feed.channel.title)
    made.link(href=feed.url, rel="self", type=Rss.media_type)
    made.link(href=feed.channel.home, rel="alternate")
    made.description(feed.description)
    made.language(site.language.lower())
    made.generator("Broadsheet")
    made.copyright(site.rights or None)
    if site.author and site.author.email:
        made.managingEditor(_mailbox(site.author))
    if feed.logo:
        made.image(feed.logo, title=feed.channel.title, link=feed.channel.home)
    return _character_data(made.head("rss"))


def _additions(entry: Entry) -> Iterator[Element]:
    """Yield what feedgen lacks. `author` requires an address, so names go into dc:creator."""
    yield Element("pubDate", rfc822(entry.published))
    yield Element(f"{{{ATOM}}}updated", rfc3339(entry.updated))
    if entry.external_url:
        yield Element(f"{{{ATOM}}}link", None, {"href": entry.external_url, "rel": "related"})
    for person in entry.authors:
        yield Element(f"{{{DC}}}creator", person.name)
    yield Element(f"{{{DC}}}language", entry.language)
    yield from media_element(entry.image)
    for file in enclosures(entry)[:1]:
        yield from duration_of(file)


def _channel_additions(feed: Feed, updated: str) -> Iterator[Element]:
    if updated:
        yield Element("lastBuildDate", updated)
    for hub in feed.hubs:
        yield Element(f"{{{ATOM}}}link", None, {"href": hub, "rel": "hub"})
    for relation, url in feed.links:
        yield Element(f"{{{ATOM}}}link", None, {"href": url, "rel": relation})


def _mailbox(person: Person) -> str:
    return f"{person.email} ({person.name})"


def _with_plain_texts(item: bytes) -> bytes:
    if b"&amp;" not in item and b"&lt;" not in item:
        return item
    return _HTML_OR_ESCAPE.sub(lambda m: m[0] if m[1] else _character_data(m[0]), item)


def _character_data(xml: bytes) -> bytes:
    """Write `&` and `<` as hex references, as the Profile recommends for plain text.

    The text is the same to an XML parser; readers that look for markup find none.
    """
    return xml.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
