"""From the address of a page to its feeds, as readers find them."""

from __future__ import annotations

import urllib.request
from html.parser import HTMLParser

import feedparser
import pytest


class Head(HTMLParser):
    """Gathers the feeds that a page's head names."""

    def __init__(self):
        super().__init__()
        self.feeds = []
        self.inside = True

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "body":
            self.inside = False
        if self.inside and tag == "link" and given.get("rel") == "alternate":
            self.feeds.append((given["type"], given["href"], given["title"]))


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ("", ["测试 & Test"]),
        ("tags/", ["测试 & Test"]),
        ("tags/all/", ["all · 测试 & Test", "测试 & Test"]),
        ("autodiscovery.html", ["测试 & Test"]),
    ],
)
def test_a_page_names_its_feeds(published, page, titles):
    head = Head()
    with urllib.request.urlopen(published.url + page) as response:
        head.feed(response.read().decode())
    assert [title for _, _, title in head.feeds] == titles
    for kind, url, _ in head.feeds:
        with urllib.request.urlopen(url) as response:
            assert response.headers["content-type"].partition(";")[0] == kind
            content = response.read()
        assert [entry.id for entry in feedparser.parse(content).entries] == published.ids
