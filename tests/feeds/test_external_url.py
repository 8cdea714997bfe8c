"""Link posts: articles about a page elsewhere."""

from __future__ import annotations

import json

from conftest import CONFIG
from lxml import etree

from broadsheet.cli import main


def test_a_link_post_names_the_page_that_it_is_about(site, capsys):
    """Its own address stays the entry's; the other one is a related link, in JSON `external_url`."""
    site.config(CONFIG)
    site.article("a.md", "title: A\ndate: 2025-01-03\nexternal_url: https://other.example/x?y=1&z")
    site.article("b.md", "title: B\ndate: 2025-01-02\nexternal_url: /nowhere")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    out = site.root / "out"
    first, second = json.loads((out / "feed.json").read_text("utf-8"))["items"]
    assert (first["url"], first["external_url"]) == (
        "https://example.org/a/",
        "https://other.example/x?y=1&z",
    )
    assert "external_url" not in second
    link = '<link href="https://other.example/x?y=1&amp;z" rel="related"/>'
    assert (out / "atom.xml").read_text("utf-8").count(link) == 1
    space = {"atom": "http://www.w3.org/2005/Atom"}
    links = etree.parse(out / "rss.xml").findall(".//item/atom:link", space)
    assert [dict(each.attrib) for each in links] == [
        {"href": "https://other.example/x?y=1&z", "rel": "related"}
    ]
    assert 'content/b.md:4: warning: external_url: "/nowhere"' in capsys.readouterr().err
    assert main(["-C", str(site.root), "check", str(out / "atom.xml"), str(out / "rss.xml")]) == 0
