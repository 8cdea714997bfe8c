"""Applies all feed rules to one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broadsheet import dates
from broadsheet.checks.feeds.feed_file import (
    FILE_RULES,
    NotAFeedError,
    decode,
    encoding_of,
    read_data,
)
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed, XmlFeed, read_feed
from broadsheet.checks.feeds.json_document import JsonDocument, looks_like_json, read_json
from broadsheet.checks.feeds.json_rules import JSON_RULES
from broadsheet.checks.feeds.values import MAX_DATE
from broadsheet.checks.feeds.xml_document import XmlElement
from broadsheet.checks.registry import MOST
from broadsheet.errors import Problem


@dataclass(frozen=True, slots=True)
class FeedReport:
    """The problems of a feed, and its entries."""

    problems: tuple[Problem, ...]
    published: frozenset[PublishedEntry] = frozenset()


def check_feed(file: Path, path: str, now: datetime, url: str = "") -> FeedReport:
    """Check a file that should be a feed.

    `path` is the file's path in reports; `url` is where the feed is published, or ""; `now` is aware.
    """
    try:
        data = read_data(file)
        return check_text(decode(data), path, now, url, encoding_of(data))
    except NotAFeedError as error:
        failure = error.problem
    except Exception as error:  # noqa: BLE001 - one file must not stop the check of all others
        message = f"cannot be checked: unexpected {error!r}; report this with the file"
        failure = NotAFeedError("feed-malformed", message).problem
    return FeedReport(tuple(FILE_RULES.check(failure, path)))


def check_text(
    text: str, path: str, now: datetime, url: str = "", encoding: str = "utf-8"
) -> FeedReport:
    """Check the text of a feed; `encoding` is that of its file. Raises NotAFeedError."""
    if looks_like_json(text):
        data = read_json(text)
        return FeedReport(tuple(JSON_RULES.check(data, path, most=MOST)), published_in(data))
    feed = read_feed(text)
    checked = CheckedFeed(feed, now, url, encoding)
    return FeedReport(tuple(FEED_RULES.check(checked, path, most=MOST)), published_in(feed))


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """An entry of a feed; `moment` is when it was published, aware, or None."""

    id: str
    url: str
    title: str
    moment: datetime | None


def published_in(feed: XmlFeed | JsonDocument) -> frozenset[PublishedEntry]:
    """Return the entries of a feed that have an id and a page."""
    found = _of_json(feed) if isinstance(feed, JsonDocument) else _of_xml(feed)
    return frozenset(entry for entry in found if entry.id and entry.url)


def _of_json(feed: JsonDocument) -> Iterator[PublishedEntry]:
    for item in feed.items:
        moment = _moment(str(item.get("date_published", "")))
        identifier, url, title = (str(item.get(name, "")) for name in ("id", "url", "title"))
        yield PublishedEntry(identifier, url, title, moment)


def _of_xml(feed: XmlFeed) -> Iterator[PublishedEntry]:
    for entry in feed.entries:
        title, moment = feed.text(entry, "title"), _moment(feed.text(entry, "published"))
        if feed.kind == "atom":
            yield PublishedEntry(feed.text(entry, "id"), _page(feed, entry), title, moment)
        else:
            moment = _moment(feed.text(entry, "pubDate"))
            yield PublishedEntry(feed.text(entry, "guid"), feed.text(entry, "link"), title, moment)


def _page(feed: XmlFeed, entry: XmlElement) -> str:
    return next((link.get("href") or "" for link in feed.links(entry, "alternate")), "")


def _moment(text: str) -> datetime | None:
    if len(text) > MAX_DATE:
        return None
    try:
        return dates.parse(text, UTC).astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None
