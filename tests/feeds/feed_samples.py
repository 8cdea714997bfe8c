"""Entries and documents that the tests of feeds share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from broadsheet.config.records import SiteConfig
from broadsheet.feeds import FORMATS, Feed
from broadsheet.model import Category, Channel, Entry, Image, Person, Term

CST = timezone(timedelta(hours=8))

PLAIN_SITE = SiteConfig(title="Plain", url="https://example.org/", language="en")
FULL_SITE = SiteConfig(
    title="AI 内参 & Friends",
    url="https://example.org/",
    language="zh-CN",
    description="R&D, 1 < 2",
    author=Person("Ada (editor)", "ada@example.org", "https://example.org/ada"),
    icon="/icon.png",
    logo="logo.png",
    rights="© 2025 Ada & Co",
    hubs=("https://hub.example/", "https://hub.example/?a=1&b=2"),
)

ENTRY = Entry(
    id="tag:example.org,2025-06-17:neican",
    permalink="https://example.org/a/",
    title="微软发布“新模型”",
    published=datetime(2025, 6, 17, 23, 20, 5, tzinfo=CST),
    updated=datetime(2025, 6, 18, 1, 0, 0, tzinfo=CST),
    authors=(Person("李雷", "li@example.org", "https://example.org/li"), Person("O'Neil & Co")),
    summary="一句话的摘要。",
    content='<p>正文 &amp; <a href="https://example.org/?a=1&amp;b=2">链接</a></p>\n<pre>x\n\ty</pre>',
    categories=(
        Category(Term("tags", "微软", "微软"), "https://example.org/tags/"),
        Category(Term("tags", "r-d", "R&D"), "https://example.org/tags/"),
        Category(Term("topics", "微软", "微软"), "https://example.org/topics/"),
    ),
    image=Image("https://example.org/i%20%281%29.png", "图", "image/png", 1234, 800, 600),
    language="zh-CN",
)
HOSTILE = replace(
    ENTRY,
    id="https://example.org/hostile/",
    permalink="https://example.org/hostile/",
    title="AT&T <b> &copy; a < b ]]> \"q\" 'a'",
    published=datetime(2025, 6, 16, tzinfo=UTC),
    updated=datetime(2025, 6, 16, tzinfo=UTC),
    summary="1 < 2 & 3 > 2 ]]> &copy",
    content="<p>]]&gt; ]]> &amp;amp; 😀</p>",
    language="en",
)
BARE = replace(
    ENTRY,
    id="https://example.org/bare/",
    permalink="https://example.org/bare/",
    published=datetime(2025, 6, 15, tzinfo=UTC),
    updated=datetime(2025, 6, 15, 1, tzinfo=UTC),
    content="",
    categories=(),
    image=Image("https://elsewhere.example/u.jpg"),
)
WORDLESS = replace(
    ENTRY,
    id="https://example.org/wordless/",
    permalink="https://example.org/wordless/",
    published=datetime(2025, 6, 14, tzinfo=UTC),
    updated=datetime(2025, 6, 14, tzinfo=UTC),
    authors=(Person("Ada"),),
    summary="",
    content="<p>🎉</p>",
    image=None,
)
ENTRIES = (ENTRY, HOSTILE, BARE, WORDLESS)


def document(name: str, entries: Sequence[Entry], site: SiteConfig = PLAIN_SITE) -> bytes:
    """Make the feed of a tag in the format `name`."""
    form = FORMATS[name]
    home = "https://example.org/tags/x/"
    channel = Channel("tags/x", site.title, site.description, home, ())
    updated = max((entry.updated for entry in entries), default=None)
    feed = Feed(channel, site, home + form.filename, channel.home, updated)
    return form.feed(feed, [form.entry(entry) for entry in entries])
