"""Rules for files that are no feeds at all: what `source` and `document` stumble over."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.checks.feeds.book import FILE, FeedFile
from broadsheet.checks.rule import Fault

_GOOD = '<rss version="2.0">…</rss>'


def _failures(file: FeedFile, rule: str) -> Iterator[Fault]:
    if file.failure and file.failure.rule == rule:
        yield Fault(file.failure.message, file.failure.place)


@FILE.error(
    "feed-unreadable",
    why="A file that cannot be read cannot be sent either.",
    bad="(a file that is not there)",
    good=_GOOD,
)
def feed_unreadable(file: FeedFile) -> Iterator[Fault]:
    """Find files that the system does not let read."""
    return _failures(file, "feed-unreadable")


@FILE.error(
    "feed-empty",
    why="Readers take an empty file for a broken server, and some give up on the feed.",
    bad="\n",
    good=_GOOD,
)
def feed_empty(file: FeedFile) -> Iterator[Fault]:
    """Find empty files."""
    return _failures(file, "feed-empty")


@FILE.error(
    "feed-large",
    why="Readers stop at some megabytes, and each poll sends all of it.",
    bad="(a file of more than 20 MB, or of more than 250,000 elements)",
    good=_GOOD,
)
def feed_large(file: FeedFile) -> Iterator[Fault]:
    """Find feeds that no reader takes; no more of them is read than shows that."""
    return _failures(file, "feed-large")


@FILE.error(
    "feed-packed",
    why="Readers unpack what a server says it packed, never what lies packed on its disk.",
    bad="\x1f\x8b\x08…",
    good=_GOOD,
)
def feed_packed(file: FeedFile) -> Iterator[Fault]:
    """Find files in gzip and its like."""
    return _failures(file, "feed-packed")


@FILE.error(
    "feed-encoding",
    why="A byte that is not what the file says of its encoding ends the feed for most readers.",
    bad='<?xml version="1.0" encoding="klingon"?>\n<rss version="2.0"></rss>',
    good='<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">…</rss>',
)
def feed_encoding(file: FeedFile) -> Iterator[Fault]:
    """Find files whose bytes are not text."""
    return _failures(file, "feed-encoding")


@FILE.error(
    "feed-html",
    why="An error page saved as a feed breaks every subscription until the next run.",
    bad="<!DOCTYPE html>\n<html><title>502 Bad Gateway</title></html>",
    good=_GOOD,
)
def feed_html(file: FeedFile) -> Iterator[Fault]:
    """Find HTML pages."""
    return _failures(file, "feed-html")


@FILE.error(
    "feed-malformed",
    why="Most readers stop at the first error of the XML or JSON and show nothing.",
    bad="<rss version='2.0'><channel><title>R & D</title></channel></rss>",
    good="<rss version='2.0'><channel><title>R &amp; D</title>…</channel></rss>",
)
def feed_malformed(file: FeedFile) -> Iterator[Fault]:
    """Find files that are not well-formed XML."""
    return _failures(file, "feed-malformed")


@FILE.error(
    "feed-unknown",
    why="Readers know Atom, RSS and JSON Feed.",
    bad="<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
    good=_GOOD,
)
def feed_unknown(file: FeedFile) -> Iterator[Fault]:
    """Find XML and JSON that is no feed."""
    return _failures(file, "feed-unknown")
