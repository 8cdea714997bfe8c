"""Feed readers on the web that take a feed's address from a link. To add one, add a line."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

_READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed%2F"),
    ("Inoreader", "https://www.inoreader.com/?add_feed="),
    ("NewsBlur", "https://www.newsblur.com/?url="),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url="),
    ("Feedbin", "https://feedbin.com/?subscribe="),
)


@dataclass(frozen=True, slots=True)
class ReaderLink:
    """Where a reader subscribes to one feed."""

    name: str
    url: str


def reader_links(feed_url: str) -> tuple[ReaderLink, ...]:
    """Return the links by which readers subscribe to a feed."""
    address = quote(feed_url, safe="")
    return tuple(ReaderLink(name, start + address) for name, start in _READERS)
