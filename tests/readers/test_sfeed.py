"""sfeed, a reader of plain C and shell, reads every entry."""

from __future__ import annotations

import subprocess

import pytest
from tools import need


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_entries(published, name):
    program = need("sfeed")
    feed = (published.site.out / name).read_bytes()
    done = subprocess.run([program, published.url], input=feed, capture_output=True, check=True)
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert len(rows) == 6
    stamps, titles, links, contents, types, ids, authors, _, categories = zip(*rows, strict=True)
    assert list(stamps) == sorted(stamps, reverse=True)
    assert [
        title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") for title in titles
    ] == list(published.titles[5::-1])
    assert links == ids == tuple(published.ids)
    assert set(types) == {"html"}
    assert all("<strong>" in content for content in contents)
    assert set(authors) == {"Ada"}
    assert set(categories) == {"标签0|all|C++", "标签1|all|C++"}


def test_the_list_of_feeds_is_imported_whole(published):
    program = need("sfeed_opml_import")
    opml = (published.site.out / "feeds.opml").read_bytes()
    done = subprocess.run([program], input=opml, capture_output=True, check=True)
    assert done.stdout.decode().count("\tfeed '") == 5
