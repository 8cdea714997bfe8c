"""The feeds that publish.toml names, and the folder below `fetched/` that each has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from broadsheet import urls
from broadsheet.config import Config

_GENERIC = re.compile(
    r"(?:feeds?|rss|atom|index|posts|default|all)?(?:\.(?:xml|rss|atom|json|php))?"
)


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Where a feed is: a web address, or a file below the site's folder. `name` is its folder."""

    address: str
    name: str

    @property
    def is_file(self) -> bool:
        """Return whether it is a file."""
        return not urls.has_scheme(self.address)


def places(config: Config) -> Iterator[FeedSource]:
    """Yield the feeds of a site, each once, in the order of publish.toml."""
    for address in dict.fromkeys(config.content.feed):
        yield FeedSource(address, folder_name(address))


def folder_name(address: str) -> str:
    """Return the folder of a feed: its host, and what distinguishes it from other feeds there.

    Feeds of one site may share a folder; files are told apart by the ids of entries.
    """
    parts = urlsplit(address)
    words = [unquote(part) for part in parts.path.split("/")]
    kept = [word for word in words if not _GENERIC.fullmatch(word.lower())]
    host = (parts.hostname or "").removeprefix("www.")
    return urls.term_slug("-".join([*filter(None, [host]), *kept]) or "feed").replace(".xml", "")
