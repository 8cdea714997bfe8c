"""The style sheet of feeds: named by Atom and RSS where the configuration says so."""

from __future__ import annotations

import pytest
from lxml import etree

from broadsheet.cli import main


@pytest.fixture
def build(site):
    def build(more):
        site.article("a.md")
        text = (site.root / "publish.toml").read_text("utf-8")
        site.config(text.replace("https://example.org/", "https://example.org/a&b/") + more)
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        return site.tree()

    return build


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_a_feed_names_its_style_sheet(build, name):
    tree = build("[feeds]\nstylesheet = true\n[pages]\nenabled = false\n")
    instruction = etree.fromstring(tree[name]).getprevious()
    assert instruction.target == "xml-stylesheet"
    assert instruction.get("type") == "text/css"
    assert instruction.get("href") == "https://example.org/a&amp;b/feed.css"  # As the W3C has it.
    assert "阅读器" in tree["feed.css"].decode()


def test_none_is_named_or_written_unless_asked_for(build):
    tree = build("")
    assert b"xml-stylesheet" not in tree["atom.xml"] + tree["rss.xml"]
    assert "feed.css" not in tree


@pytest.mark.parametrize(("language", "direction"), [("zh-CN", "ltr"), ("ar", "rtl")])
def test_it_reads_in_the_direction_of_the_language(build, site, language, direction):
    site.config((site.root / "publish.toml").read_text("utf-8").replace("zh-CN", language))
    assert f"direction: {direction};" in build("[feeds]\nstylesheet = true\n")["feed.css"].decode()
