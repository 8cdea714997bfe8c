"""The head of a document is what feedgen makes, also where an earlier one is filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from feed_samples import ENTRY, FULL_SITE, PLAIN_SITE

from broadsheet.feeds import FORMATS, Feed, heads
from broadsheet.model import Channel

CHANNEL = Channel("tags/a", "微软 'x'", "", "https://e.org/tags/a/", ())
FEED = Feed(CHANNEL, PLAIN_SITE, "https://e.org/a.xml", "urn:a", ENTRY.updated)
FEEDS = (
    FEED,
    replace(FEED, channel=replace(CHANNEL, title="Other", home="https://e.org/b/"), id="urn:b"),
    replace(FEED, channel=replace(CHANNEL, description="About it")),
    replace(FEED, channel=replace(CHANNEL, title="R&D", description="a < b")),
    replace(FEED, channel=replace(CHANNEL, title="<b>", description='"&copy;"')),
    replace(FEED, channel=replace(CHANNEL, title="\ue0a05\ue0a1 and \ue0a00\ue0a1")),
    replace(FEED, url="https://e.org/a.xml?b=1&c=2", updated=datetime(2025, 1, 2, tzinfo=UTC)),
    replace(FEED, updated=None),
    replace(FEED, links=(("next", "https://e.org/2.xml"), ("last", "https://e.org/9.xml"))),
    replace(FEED, links=(("current", "https://e.org/a.xml"),), fixed=True),
    replace(FEED, links=(("next-archive", "https://e.org/2.xml"),), fixed=True),
    replace(FEED, site=replace(PLAIN_SITE, language="zh")),
)


@pytest.mark.parametrize("name", ["atom", "rss"])
@pytest.mark.parametrize("site", [PLAIN_SITE, FULL_SITE])
def test_heads_that_are_filled_in_are_those_that_feedgen_makes(name, site, monkeypatch):
    """Kills: a text that is not escaped, or holds a mark; a head of another site, or of other fields."""
    feeds = [replace(feed, site=site) if feed.site == PLAIN_SITE else feed for feed in FEEDS]
    filled = [FORMATS[name].feed(feed, []) for feed in (*feeds, *feeds)]
    monkeypatch.setattr(f"broadsheet.feeds.{name}.head", lambda make, *given: make(*given))
    assert filled == 2 * [FORMATS[name].feed(feed, []) for feed in feeds]


def test_few_heads_are_made():
    """Kills: one that is made for each feed."""
    made = []

    def make(feed, updated):
        made.append(feed)
        return f"{feed.channel.title} {feed.url} {updated}".encode()

    titles = [f"Tag {number}" for number in range(9)]
    shown = [
        heads.head(make, replace(FEED, channel=replace(CHANNEL, title=title)), "now")
        for title in titles
    ]
    assert shown == [f"{title} {FEED.url} now".encode() for title in titles]
    assert len(made) == 1
