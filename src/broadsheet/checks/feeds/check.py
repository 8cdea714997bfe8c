"""Every feed rule over one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.checks.feeds.book import FEED, FILE, Checked, FeedFile
from broadsheet.checks.feeds.grammar import read_feed
from broadsheet.checks.feeds.json_feed import JSON, looks_like_json, read_json
from broadsheet.checks.feeds.published import Published, published_in
from broadsheet.checks.feeds.source import NotAFeed, decode, encoding_of, read_data
from broadsheet.checks.rule import Finding


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What is wrong with a feed, and what it carries."""

    findings: tuple[Finding, ...]
    published: frozenset[Published] = frozenset()


MOST = 500
"""Findings of one rule in one feed; a feed of megabytes may hold the same fault a million times."""


def check_feed(file: Path, path: str, now: datetime, url: str = "") -> FeedReport:
    """Check a file that should be a feed.

    `path` names it in findings; `url` is where it is published, "" where nobody knows; `now` is
    aware.
    """
    try:
        data = read_data(file)
        return check_text(decode(data), path, now, url, encoding_of(data))
    except NotAFeed as error:
        return FeedReport(tuple(FILE.check(FeedFile(error.failure), path)))


def check_text(
    text: str, path: str, now: datetime, url: str = "", encoding: str = "utf-8"
) -> FeedReport:
    """Check the text of a feed, whose file is in `encoding`. Raises NotAFeed."""
    if looks_like_json(text):
        data = read_json(text)
        return FeedReport(tuple(JSON.check(data, path, most=MOST)), published_in(data))
    feed = read_feed(text)
    checked = Checked(feed, now, url, encoding)
    return FeedReport(tuple(FEED.check(checked, path, most=MOST)), published_in(feed))
