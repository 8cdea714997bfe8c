"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.dates import rfc3339
from broadsheet.feeds.extensions import archive_mark, enclosures, media_element, namespaces_of
from broadsheet.feeds.feedgen_fixes import (
    MEDIA,
    PLACE,
    XML_LANG,
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
from broadsheet.urls import iri

NAMESPACES = {"media": MEDIA}

EMPTY_SINCE = "2005-12-01T00:00:00Z"
"""`updated` of a feed without entries. RFC 4287 requires one, and the build time would change each run.

It is the month of that RFC: validators warn about dates before 1990, such as the epoch.
"""


class Atom:
    """Writes Atom documents."""

    name = "atom"
    filename = "atom.xml"
    media_type = "application/atom+xml"

    def entry(self, entry: Entry) -> bytes:
        """Serialise an entry. It names its authors, since most readers do not take them from the feed."""
        made = PatchedEntry(media_element(entry.image), rfc3339(entry.updated))
        made.id(iri(entry.id, entry.permalink, entry.published))
        made.title(entry.title)
        made.published(entry.published)
        made.author([_author(person) for person in entry.authors])
        made.link(href=entry.permalink, rel="alternate", type="text/html")
        if entry.external_url:
            made.link(href=entry.external_url, rel="related")
        for file in enclosures(entry):
            length = {"length": str(file.length)} if file.length else {}
            made.link(href=file.url, rel="enclosure", type=file.media_type, **length)
        made.summary(entry.summary or None)
        if entry.content:
            made.content(PLACE, type="html")
        made.categories(
            [
                {"term": c.term.name, "label": c.term.name, "scheme": c.scheme}
                for c in entry.categories
            ]
        )
        element = made.atom_entry()
        element.find("published").text = rfc3339(entry.published)
        element.set(XML_LANG, entry.language)
        serialised = serialise(element, NAMESPACES)
        if entry.content:
            return with_content(serialised, b'<content type="html">', entry.content)
        return serialised

    def feed(self, feed: Feed, entries: Sequence[bytes]) -> bytes:
        """Return a document. Its id is the page that it belongs to, so its file name may change."""
        updated = rfc3339(feed.updated) if feed.updated else EMPTY_SINCE
        before = (prolog(feed.stylesheet), head(_head, feed, updated))
        return b"".join((*before, *lines(entries), b"</feed>\n"))


def _head(feed: Feed, updated: str) -> bytes:
    made = PatchedFeed(archive_mark(feed), namespaces_of(feed, NAMESPACES), updated)
    made.id(feed.id)
    made.title(feed.channel.title)
    made.link(href=feed.url, rel="self", type=Atom.media_type)
    made.link(href=feed.channel.home, rel="alternate", type="text/html")
    for hub in feed.hubs:
        made.link(href=hub, rel="hub")
    for relation, url in feed.links:
        made.link(href=url, rel=relation, type=Atom.media_type)
    made.language(feed.site.language)
    made.generator("Broadsheet")
    if feed.site.author:
        made.author(_author(feed.site.author))
    made.subtitle(feed.channel.description or None)
    made.rights(feed.site.rights or None)
    made.icon(feed.icon or None)
    made.logo(feed.logo or None)
    return made.head("atom")


def _author(person: Person) -> dict[str, str]:
    return {"name": person.name, "email": person.email, "uri": person.url}
