"""What entries do for readers that look at nothing but the content: direction, pictures, hosts."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from broadsheet.cli import main


def item(site):
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    return json.loads(site.tree()["feed.json"])["items"][0]


def content(site, body, head="title: T"):
    site.article("a.md", head, body)
    return item(site)["content_html"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("he", '<div dir="rtl"><p>HTML הוא</p></div>'),
        ("az-Arab", '<div dir="rtl"><p>HTML הוא</p></div>'),
        ("en", "<p>HTML הוא</p>"),
    ],
)
def test_content_says_that_it_is_written_from_right_to_left(site, language, expected):
    assert content(site, "HTML הוא", f"title: T\nlanguage: {language}") == expected


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://fußball.example/weg", "xn--fuball-cta.example"),
        ("https://www.größe.example/", "www.xn--gre-6ka8i.example"),
        ("https://βόλος.example/", "xn--nxasmm1c.example"),
        ("https://i❤.ws/", "xn--i-7iq.ws"),
        ("https://fu%C3%9Fball.example/", "xn--fuball-cta.example"),
        ("https://FUSSBALL.example:8080/", "fussball.example:8080"),
    ],
)
def test_hosts_are_written_as_browsers_write_them(site, typed, host):
    """UTS 46, non-transitional; what IDNA 2008 refuses as IDNA 2003 had it."""
    assert f'href="https://{host}/' in content(site, f"[x]({typed})")


def picture(site, name="c.png"):
    file = site.root / "static" / name
    file.parent.mkdir(exist_ok=True)
    Image.new("RGB", (20, 10)).save(file)


@pytest.mark.parametrize(
    ("setting", "body", "is_enclosed"),
    [
        ("", "![c](/c.png)\n\nText.", False),
        ("", "Text.", True),
        ("", "![d](/d.png)", True),
        ('picture = "always"\n', "![c](/c.png)\n\nText.", True),
    ],
)
def test_a_picture_that_the_content_shows_is_no_enclosure(site, setting, body, is_enclosed):
    """Thunderbird and others show both."""
    picture(site)
    picture(site, "d.png")
    config = site.root / "publish.toml"
    config.write_text(f"{config.read_text('utf-8')}\n[feeds]\n{setting}", encoding="utf-8")
    site.article("a.md", "title: T\nimage: /c.png", body)
    found = item(site)
    assert ("attachments" in found) is is_enclosed
    assert found["image"] == "https://example.org/c.png"
    tree = site.tree()
    assert ("<enclosure" in str(tree["rss.xml"])) is is_enclosed
    assert ('rel="enclosure"' in str(tree["atom.xml"])) is is_enclosed
    assert "media:content" in str(tree["rss.xml"])


def test_a_picture_whose_name_has_an_apostrophe_is_found_in_the_content(site):
    picture(site, "it's.png")
    site.article("a.md", 'title: T\nimage: "/it\'s.png"', "![c](/it's.png)\n\nText.")
    assert "attachments" not in item(site)


@pytest.mark.parametrize("mark", ["hidden", 'style="display: none"'])
def test_what_pages_hide_is_hidden_with_the_markdown_in_it(site, mark):
    body = f"Shown.\n\n<div {mark}>\n\n*Not* shown.\n\n</div>\n\nEnd."
    found = content(site, body)
    assert "Not" not in found
    assert "<p>Shown.</p>" in found
    assert "<p>End.</p>" in found


def test_a_vertical_tab_sets_words_apart(site):
    assert content(site, "Factory method\vGood reason") == "<p>Factory method Good reason</p>"


@pytest.mark.parametrize("mark", ["[[toc]]", "[[_TOC_]]", "[TOC]"])
def test_a_mark_for_a_table_of_contents_is_no_link(site, mark):
    assert content(site, f"{mark}\n\nText.") == "<p>Text.</p>"
