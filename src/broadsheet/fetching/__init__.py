"""Feeds as sources: the entries of `[content] feed` become files, and these become articles.

    publish.toml ──feeds──▶ FeedSource ──client──▶ Answer ──parsing──▶ ParsedFeed ──archive──▶ fetched/

run.py       the line above for all feeds, each by itself
feeds.py     the feeds that publish.toml names, and the folder of each
client.py    one request: where it may go, how long it may take, how much it may bring
remembered.py what feeds answered last, in .publish/
parsing.py   a document → entries, in a process of its own that can be stopped
parser.py    that process: the only user of feedparser
json_feed.py the same for JSON Feed
entry.py     one entry → the fields of a file
archive.py   entries → files, kept as they scroll out of the feed

A run with no feed to ask imports only `is_due`, and nothing if the site has no feed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.fetching.remembered import is_due
    from broadsheet.fetching.run import FetchReport, fetch_feeds
else:
    __getattr__ = lazy(__name__, {"remembered": "is_due", "run": "FetchReport fetch_feeds"})

__all__ = ["FetchReport", "fetch_feeds", "is_due"]
