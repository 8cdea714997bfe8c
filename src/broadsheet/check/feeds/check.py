"""Every feed rule over one file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from broadsheet.check.feeds.book import FEED, FILE, Checked, FeedFile
from broadsheet.check.feeds.grammar import read_feed
from broadsheet.check.feeds.json_feed import JSON, looks_like_json, read_json
from broadsheet.check.feeds.source import NotAFeed, decode, read_data
from broadsheet.check.rule import Finding


def feed_findings(file: Path, path: str, now: datetime, url: str = "") -> Iterator[Finding]:
    """Yield what is wrong with a feed.

    `path` names it in findings; `url` is where it is published, "" where nobody knows; `now` is
    aware.
    """
    try:
        yield from text_findings(decode(read_data(file)), path, now, url)
    except NotAFeed as error:
        yield from FILE.check(FeedFile(error.failure), path)


def text_findings(text: str, path: str, now: datetime, url: str = "") -> Iterator[Finding]:
    """Yield what is wrong with the text of a feed. Raises NotAFeed."""
    if looks_like_json(text):
        yield from JSON.check(read_json(text), path)
    else:
        yield from FEED.check(Checked(read_feed(text), now, url), path)
