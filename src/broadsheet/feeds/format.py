"""The contract of a feed format, which atom.py, rss.py and jsonfeed.py keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from broadsheet import urls
from broadsheet.config import records
from broadsheet.model import Channel, Entry

STYLESHEET = "feed.css"
"""The style sheet for Atom and RSS in browsers, if `[feeds] stylesheet` is set."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A document of a channel in one format; `url` is its own address, `id` identifies the feed.

    `updated` is that of its newest entry (never the build time), None if it has no entry. `links` has
    relations of RFC 5005, each with the URL of another document of the feed. `fixed` marks an archive
    document, which readers need not fetch again. `stylesheet` is the URL of a CSS file for browsers that
    show XML, "" for none.
    """

    channel: Channel
    site: records.SiteConfig
    url: str
    id: str
    updated: datetime | None
    links: tuple[tuple[str, str], ...] = ()
    fixed: bool = False
    stylesheet: str = ""

    @property
    def hubs(self) -> tuple[str, ...]:
        """Return the hubs that announce its changes; archive documents have none."""
        is_archive = any(relation == "current" for relation, _ in self.links)
        return () if is_archive else self.site.hubs

    @property
    def icon(self) -> str:
        """Return the URL of the site's icon, or ""."""
        return urls.absolute(self.site.icon, self.site.url) if self.site.icon else ""

    @property
    def logo(self) -> str:
        """Return the URL of the site's logo, or ""."""
        return urls.absolute(self.site.logo, self.site.url) if self.site.logo else ""

    @property
    def description(self) -> str:
        """Return what the feed is about, or its title: RSS requires a description."""
        return self.channel.description or self.channel.title


class Format(Protocol):
    """One way to write feeds. To add one: a module with such a class, and a line in FORMATS."""

    name: str
    """Its name in `[feeds] formats`."""
    filename: str
    """The name of a document, unless `[feeds] names` gives one."""
    media_type: str
    """The media type that a server should send."""

    def entry(self, entry: Entry) -> bytes:
        """Serialise one entry, in UTF-8. The bytes are the same in every feed that carries it."""
        ...

    def feed(self, feed: Feed, entries: Sequence[bytes]) -> bytes:
        """Return a document, in UTF-8, with what `entry` made, newest first."""
        ...
