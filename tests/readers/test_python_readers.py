"""reader and feedparser (PyPI) poll over HTTP; both store validators and send them back."""

from __future__ import annotations

import feedparser
import pytest
from reader import make_reader

NAMES = ("atom.xml", "rss.xml", "feed.json")


def test_reader_polls_every_format(published):
    urls = [published.url + name for name in NAMES]
    with make_reader(":memory:") as reader:

        def poll():
            for url in urls:
                reader.update_feed(url)  # update_feeds() would wait for an hour to pass.

        for url in urls:
            reader.add_feed(url)
        poll()
        assert reader.get_entry_counts().total == 18
        for url in urls:
            assert [entry.id for entry in reader.get_entries(feed=url)] == published.ids
        poll()
        published.write(6)
        published.build()
        poll()
        assert reader.get_entry_counts().total == 21
    for name in NAMES:
        assert published.server.statuses(f"/{name}") == [200, 304, 200]


@pytest.mark.parametrize("name", NAMES[:2])
@pytest.mark.parametrize("validator", ["etag", "modified"])
def test_feedparser_polls(published, name, validator):
    first = feedparser.parse(published.url + name)
    assert (first.status, len(first.entries)) == (200, 6)
    again = feedparser.parse(published.url + name, **{validator: first[validator]})
    assert (again.status, again.entries) == (304, [])
