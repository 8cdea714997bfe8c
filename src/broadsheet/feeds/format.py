"""The contract of a feed format, which atom.py, rss.py and jsonfeed.py keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from broadsheet import urls
from broadsheet.config.records import SiteConfig
from broadsheet.model import Channel, Entry


@dataclass(frozen=True, slots=True)
class Feed:
    """A channel in one format: `url` is where this very document is published.

    `updated` is the newest of its entries' (never the build time), None where it has none. `links`
    are relations of RFC 5005 and the URLs of other documents of the feed; `fixed` marks an archive
    document, which readers need not fetch again. `stylesheet` is the URL of a CSS file for browsers
    that show XML, "" for none.
    """

    channel: Channel
    site: SiteConfig
    url: str
    updated: datetime | None
    links: tuple[tuple[str, str], ...] = ()
    fixed: bool = False
    stylesheet: str = ""

    @property
    def hubs(self) -> tuple[str, ...]:
        """Return the hubs that tell of its changes; nobody subscribes to a part of an archive."""
        is_archive = any(relation == "current" for relation, _ in self.links)
        return () if is_archive else self.site.hubs

    @property
    def icon(self) -> str:
        """Return the URL of the site's icon, "" where it has none."""
        return urls.absolute(self.site.icon, self.site.url) if self.site.icon else ""

    @property
    def logo(self) -> str:
        """Return the URL of the site's logo, "" where it has none."""
        return urls.absolute(self.site.logo, self.site.url) if self.site.logo else ""

    @property
    def description(self) -> str:
        """Return what the feed is about; RSS demands it, so its title stands in."""
        return self.channel.description or self.channel.title


class Format(Protocol):
    """One way to write feeds. To add one: a module with such a class, and a line in FORMATS."""

    name: str
    """As `[feeds] formats` calls it."""
    filename: str
    """The document's name where `[feeds] names` gives none."""
    media_type: str
    """What a server should send it as."""

    def entry(self, entry: Entry) -> bytes:
        """Serialise one entry, in UTF-8. The bytes are the same in every feed that carries it."""
        ...

    def feed(self, feed: Feed, entries: Sequence[bytes]) -> bytes:
        """Put a whole document together, in UTF-8, from what `entry` made, newest first."""
        ...
