"""Each format read back by clients that people use, and held against its rules."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime, timedelta, timezone

import fastfeedparser
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.config.records import SiteConfig
from broadsheet.feeds import FORMATS, Feed
from broadsheet.model import Category, Channel, Entry, Image, Person, Term
from broadsheet.text import xml_text

CST = timezone(timedelta(hours=8))
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = SiteConfig(
    title="AI <内参> & Co",
    url="https://example.org/",
    language="zh-CN",
    author=Person("Ada", "ada@example.org", "https://example.org/ada"),
    rights="CC BY",
    icon="icon.png",
    logo="logo.png",
    hubs=("https://hub.example.org/",),
)
IMAGE = Image("https://example.org/i%20%281%29.png", "", "image/png", 123, 30, 20)
ENTRY = Entry(
    id="https://example.org/a/",
    permalink="https://example.org/a/",
    title="巨头 <b> &copy; AT&T",
    published=datetime(2025, 6, 17, 23, 20, 5, 999, CST),
    updated=datetime(2025, 6, 18, 1, 2, 3, tzinfo=CST),
    authors=(Person("Ada"), Person("Lin", "", "https://lin.example/")),
    summary="摘要 < & ]]>",
    content="<p>正文 &amp; ]]&gt;</p>",
    categories=(
        Category(Term("tags", "微软", "微软"), "https://example.org/tags/"),
        Category(Term("topics", "a", "A & B"), "https://example.org/topics/"),
    ),
    image=IMAGE,
    language="zh-CN",
)


def document(name, *entries, site=SITE):
    form = FORMATS[name]
    channel = Channel("", site.title, site.description, site.url, ())
    updated = max((entry.updated for entry in entries), default=None)
    feed = Feed(channel, site, site.url + form.filename, channel.home, updated)
    return form.feed(feed, [form.entry(entry) for entry in entries])


def parsed(name, *entries):
    return feedparser.parse(
        document(name, *entries), sanitize_html=False, resolve_relative_uris=False
    )


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_feedparser_reads_everything_back(name):
    feed = parsed(name, ENTRY)
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.id == ENTRY.id
    assert entry.link == ENTRY.permalink
    assert entry.published_parsed[:6] == (2025, 6, 17, 15, 20, 5)
    assert entry.updated_parsed[:6] == (2025, 6, 17, 17, 2, 3)
    assert [author.name for author in entry.authors] == ["Ada", "Lin"]
    assert [(t.term, t.scheme) for t in entry.tags] == [
        (c.term.name, c.scheme) for c in ENTRY.categories
    ]
    assert entry.content[0].value == ENTRY.content
    (enclosure,) = entry.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (IMAGE.url, "image/png", "123")
    assert entry.media_content[0]["url"] == IMAGE.url
    assert feed.feed.language.lower() == "zh-cn"
    assert feed.feed.link == SITE.url
    assert {"https://hub.example.org/"} == {x.href for x in feed.feed.links if x.rel == "hub"}


def test_atom_titles_and_summaries_survive():
    entry = parsed("atom", ENTRY).entries[0]
    assert entry.title_detail.type == "text/html"
    assert entry.title == "巨头 &lt;b&gt; &amp;copy; AT&amp;T"
    assert entry.summary == ENTRY.summary


def test_rss_titles_and_terms_are_plain_with_hex_references():
    text = document("rss", ENTRY).decode()
    assert "<title>巨头 &#x3C;b&gt; &#x26;copy; AT&#x26;T</title>" in text
    root = etree.fromstring(text.encode())
    assert ">A &#x26; B</category>" in text
    assert root.findtext("channel/item/title") == ENTRY.title
    assert root.findtext("channel/item/description") == "摘要 &lt; &amp; ]]&gt;"
    assert root.findtext("channel/title") == root.findtext("channel/image/title") == SITE.title
    assert root.find("channel/item/guid").get("isPermaLink") == "true"
    assert root.findtext("channel/lastBuildDate") == "Tue, 17 Jun 2025 17:02:03 +0000"
    assert root.find("channel/item/author") is None


def test_json_feed():
    feed = json.loads(document("json", ENTRY))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert feed["items"] == [
        {
            "id": ENTRY.id,
            "url": ENTRY.permalink,
            "title": ENTRY.title,
            "summary": ENTRY.summary,
            "content_html": ENTRY.content,
            "image": IMAGE.url,
            "date_published": "2025-06-17T23:20:05+08:00",
            "date_modified": "2025-06-18T01:02:03+08:00",
            "authors": [{"name": "Ada"}, {"name": "Lin", "url": "https://lin.example/"}],
            "tags": ["微软", "A & B"],
            "language": "zh-CN",
            "attachments": [{"url": IMAGE.url, "mime_type": "image/png", "size_in_bytes": 123}],
        }
    ]


@pytest.mark.parametrize("name", ["atom", "rss", "json"])
def test_fastfeedparser_reads_it(name):
    feed = fastfeedparser.parse(document(name, ENTRY).decode())
    assert feed.entries[0].link == ENTRY.permalink
    assert feed.entries[0].id == ENTRY.id


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_rules_of_the_w3c_validator(name):
    root = etree.fromstring(document(name, ENTRY))
    for element in root.iter():
        assert (element.text or "").strip() or len(element) or element.attrib, element.tag
        assert all(element.attrib.values())
    rels = [link.get("rel") for link in root.iter(f"{ATOM}link")]
    assert rels.count("self") == 1
    assert set(rels) <= {"self", "alternate", "enclosure", "hub"}
    declared = re.findall(rb"xmlns:?\w*=", document(name, ENTRY))
    assert len(declared) == len(set(declared))


def test_atom_entries_have_what_rfc_4287_demands():
    root = etree.fromstring(document("atom", ENTRY))
    for parent in (root, root.find(f"{ATOM}entry")):
        for name in ("id", "title", "updated", "author"):
            assert parent.find(f"{ATOM}{name}") is not None
    assert root.findtext(f"{ATOM}updated") == "2025-06-18T01:02:03+08:00"
    assert root.find(f"{ATOM}entry/{ATOM}content").get("type") == "html"


@pytest.mark.parametrize("name", ["atom", "rss", "json"])
def test_a_feed_without_entries_has_no_time_of_its_own(name):
    assert document(name) == document(name)
    assert str(datetime.now(UTC).year).encode() not in document(name)


def test_entries_of_summaries_only():
    bare = Entry(
        ENTRY.id,
        "https://example.org/b/",
        "T",
        ENTRY.published,
        ENTRY.published,
        (Person("Ada"),),
        "S",
        "",
        (),
        None,
        "en",
    )
    assert json.loads(document("json", bare))["items"][0]["content_text"] == "S"
    item = etree.fromstring(document("rss", bare)).find("channel/item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("{http://purl.org/rss/1.0/modules/content/}encoded") is None
    assert not parsed("atom", bare).bozo


def test_an_article_that_quotes_a_declaration_keeps_it():
    quoted = '<pre>xmlns:media="http://search.yahoo.com/mrss/"</pre>'
    odd = Entry(**{f: getattr(ENTRY, f) for f in Entry.__slots__} | {"content": quoted})
    assert parsed("atom", odd).entries[0].content[0].value == quoted


TEXT = st.text(max_size=60).map(xml_text)


def plain(element):
    """Return an Atom text construct as text (RFC 4287, section 3.1)."""
    if element is None:
        return ""
    return html.unescape(element.text) if element.get("type") == "html" else element.text


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_text_gives_feeds_that_read_back_equal(title, tag, summary, content):
    line = " ".join(title.split()) or "x"
    tag = " ".join(tag.split()) or "x"
    summary = " ".join(summary.split())
    entry = Entry(
        "https://e.org/",
        "https://e.org/",
        line,
        ENTRY.published,
        ENTRY.updated,
        (Person(tag),),
        summary,
        f"<p>{content.replace(chr(13), '')}</p>",
        (Category(Term("tags", "t", tag), "https://e.org/tags/"),),
        None,
        "en",
    )
    atom = etree.fromstring(document("atom", entry)).find(f"{ATOM}entry")
    item = etree.fromstring(document("rss", entry)).find("channel/item")
    (json_item,) = json.loads(document("json", entry))["items"]
    assert item.findtext("title") == json_item["title"] == line
    assert atom.find(f"{ATOM}category").get("term") == item.findtext("category") == tag
    assert plain(atom.find(f"{ATOM}summary")) == json_item.get("summary", "") == summary
    encoded = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert atom.findtext(f"{ATOM}content") == encoded == json_item["content_html"] == entry.content
    assert not parsed("atom", entry).bozo
