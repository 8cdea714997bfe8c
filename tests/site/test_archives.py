"""Archives: nothing is missed, and what is full never changes."""

from __future__ import annotations

import json
import re

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.cli import main
from broadsheet.model import Channel
from broadsheet.site.archives import documents

FH = "{http://purl.org/syndication/history/1.0}archive"


def channel(count, limit, path="tags/x"):
    members = tuple(range(count, 0, -1))  # Newest first; numbers stand for articles.
    return Channel(path, "T", "", "https://e.org/", members[:limit], None, members)


def made(count, limit):
    found = documents(channel(count, limit), limit, archive=True)
    return {document.folder: document for document in found}


@given(st.integers(0, 60), st.integers(1, 7))
def test_walking_back_meets_every_article(count, limit):
    found = made(count, limit)
    document, seen = found["tags/x"], set()
    while document:
        seen |= set(document.articles)
        document = found.get(dict(document.links).get("prev-archive"))
        assert document is None or document.fixed
    assert seen == set(range(1, count + 1))


@given(st.integers(0, 60), st.integers(1, 7))
def test_walking_forward_meets_every_article_in_order(count, limit):
    found = made(count, limit)
    document, seen = found.get("tags/x/archive/1"), []
    if document is None:
        assert count <= limit
        return
    while document:
        seen += reversed(document.articles)
        assert dict(document.links)["current"] == "tags/x"
        document = found.get(dict(document.links).get("next-archive"))
    assert seen == list(range(1, count + 1))


@given(st.integers(0, 60), st.integers(0, 30), st.integers(1, 7))
def test_a_full_document_never_changes(count, more, limit):
    before, after = made(count, limit), made(count + more, limit)
    for folder, document in before.items():
        if document.fixed:
            assert len(document.articles) == limit
            assert after[folder].articles == document.articles
            assert after[folder].links == document.links


def test_without_archive_there_is_the_current_document_alone():
    (only,) = documents(channel(50, 5), 5, archive=False)
    assert (only.folder, len(only.articles), only.links, only.fixed) == ("tags/x", 5, (), False)


def test_the_archive_of_the_sites_own_feed_has_no_folder_around_it():
    found = [document.folder for document in documents(channel(5, 2, ""), 2, archive=True)]
    assert found == ["", "archive/1", "archive/2", "archive/3"]


@pytest.fixture
def archived(site):
    site.config(
        (site.root / "publish.toml").read_text("utf-8") + "[feeds]\nlimit = 3\narchive = true\n"
    )

    def build(count):
        for n in range(count):
            site.article(f"{n}.md", f"date: 2025-06-{n + 1:02}\ntags: [x]")
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        return site.tree()

    return build


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_documents_link_to_each_other(archived, name):
    tree = archived(8)
    base = "https://example.org/tags/x/"
    links = {}
    for path in ("", "archive/1/", "archive/2/", "archive/3/"):
        feed = feedparser.parse(tree[f"tags/x/{path}{name}"])
        links[path] = {
            link.rel: link.href.removeprefix(base).removesuffix(name)
            for link in feed.feed.links
            if link.rel != "alternate"
        }
        assert len(feed.entries) == (2 if path == "archive/3/" else 3)
        marked = etree.fromstring(tree[f"tags/x/{path}{name}"]).iter(FH)
        assert len(list(marked)) == (path in {"archive/1/", "archive/2/"})
    assert links == {
        "": {"self": "", "prev-archive": "archive/2/"},
        "archive/1/": {"self": "archive/1/", "current": "", "next-archive": "archive/2/"},
        "archive/2/": {
            "self": "archive/2/",
            "current": "",
            "prev-archive": "archive/1/",
            "next-archive": "archive/3/",
        },
        "archive/3/": {"self": "archive/3/", "current": "", "prev-archive": "archive/2/"},
    }


def test_json_feeds_lead_to_older_ones(archived):
    tree = archived(8)
    document, seen = json.loads(tree["feed.json"]), []
    while True:
        seen += [item["title"] for item in document["items"]]
        if "next_url" not in document:
            break
        document = json.loads(tree[document["next_url"].removeprefix("https://example.org/")])
    assert set(seen) == set("01234567")


def test_a_new_article_leaves_full_documents_as_they_are(archived, site):
    old = archived(9)
    new = archived(10)
    full = [path for path in old if re.search(r"archive/[123]/", path)]
    assert len(full) == 18  # Three documents of two feeds in three formats.
    assert all(new[path] == old[path] for path in full)
    assert feedparser.parse(old["archive/4/atom.xml"]).entries == []
    assert [e.title for e in feedparser.parse(new["archive/4/atom.xml"]).entries] == ["9"]


def test_a_taxonomy_cannot_be_called_archive(site, capsys):
    site.config(
        (site.root / "publish.toml").read_text("utf-8") + '[taxonomies.archive]\nfield = "a"\n'
    )
    assert main(["-C", str(site.root), "build"]) == 1
    assert "taxonomies.archive: has a meaning of its own in out/" in capsys.readouterr().err


def test_nobody_is_told_to_subscribe_to_an_archive(archived, site):
    config = (site.root / "publish.toml").read_text("utf-8")
    site.config(
        config.replace("[taxonomies.tags]", 'hubs = ["https://hub.example/"]\n[taxonomies.tags]', 1)
    )
    tree = archived(5)
    for name in ("atom.xml", "rss.xml", "feed.json"):
        assert b"https://hub.example/" in tree[name]
        assert b"https://hub.example/" not in tree[f"archive/1/{name}"]


def test_a_feed_that_has_all_articles_has_no_archive():
    assert list(made(3, 3)) == ["tags/x"]
    assert made(3, 3)["tags/x"].channel == channel(3, 3)
    assert list(made(4, 3)) == ["tags/x", "tags/x/archive/1", "tags/x/archive/2"]
