"""What feeds say of the articles they carry: by this readers know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from broadsheet import dates
from broadsheet.checks.feeds.atom_rules import links
from broadsheet.checks.feeds.document import Element
from broadsheet.checks.feeds.grammar import Feed
from broadsheet.checks.feeds.json_feed import JsonFeed


@dataclass(frozen=True, slots=True)
class Published:
    """One entry: `moment` is when it was published, aware, None where the feed does not say."""

    id: str
    url: str
    title: str
    moment: datetime | None


def published_in(feed: Feed | JsonFeed) -> frozenset[Published]:
    """Return the entries of a feed that have an id and a page."""
    found = _of_json(feed) if isinstance(feed, JsonFeed) else _of_xml(feed)
    return frozenset(entry for entry in found if entry.id and entry.url)


def _of_json(feed: JsonFeed) -> Iterator[Published]:
    for item in feed.items:
        moment = _moment(str(item.get("date_published", "")))
        identifier, url, title = (str(item.get(name, "")) for name in ("id", "url", "title"))
        yield Published(identifier, url, title, moment)


def _of_xml(feed: Feed) -> Iterator[Published]:
    for entry in feed.entries:
        title, moment = feed.text(entry, "title"), _moment(feed.text(entry, "published"))
        if feed.kind == "atom":
            yield Published(feed.text(entry, "id"), _page(feed, entry), title, moment)
        else:
            moment = _moment(feed.text(entry, "pubDate"))
            yield Published(feed.text(entry, "guid"), feed.text(entry, "link"), title, moment)


def _page(feed: Feed, entry: Element) -> str:
    return next((link.get("href") or "" for link in links(feed, entry, "alternate")), "")


def _moment(text: str) -> datetime | None:
    try:
        return dates.parse(text, UTC).astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None
