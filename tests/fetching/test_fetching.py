"""Feeds as sources, from a real server on loopback and from files."""

from __future__ import annotations

import gzip
import json
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback_feed import feed_server
from lxml import etree

import broadsheet
from broadsheet.cli import main
from broadsheet.errors import PublishError
from broadsheet.fetching import client

FEEDS = Path(__file__).parent / "feeds"
NOW = datetime(2025, 11, 29, 12, tzinfo=UTC)
CONFIG = """\
[site]
title = "Planet"
url = "https://planet.example/"
[content]
feed = {feed}
[fetch]
allow_private = true
timeout = {timeout}
max_mb = 1
"""
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entry(n, title="Entry", body="<p>Text</p>", more=""):
    return (
        f"<item><title>{title} {n}</title><link>https://b.example/{n}/</link>"
        f"<guid isPermaLink='false'>id-{n}</guid><author>a@b.example (Ada)</author>"
        f"<pubDate>Sat, 0{n} Nov 2025 08:00:00 +0200</pubDate>"
        f"<description><![CDATA[{body}]]></description>{more}</item>"
    )


def rss(*entries):
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>B</title>"
        "<link>https://b.example/</link><description>d</description>"
        f"{''.join(entries)}</channel></rss>"
    ).encode()


class Site:
    def __init__(self, root):
        self.root = root

    def names(self, *feeds, timeout=20, more=""):
        text = CONFIG.format(feed=json.dumps(feeds), timeout=timeout)
        (self.root / "publish.toml").write_text(text + more)

    def fetch(self, now=NOW, **options):
        return broadsheet.fetch(self.root, broadsheet.FetchOptions(**options), now=now)

    def build(self, now=NOW, **options):
        return broadsheet.build(self.root, broadsheet.BuildOptions(**options), now=now)

    def messages(self, **options):
        return [str(problem) for problem in self.fetch(**options).problems]

    def kept(self):
        top = self.root / "fetched"
        return {
            path.relative_to(top).as_posix(): json.JSONDecoder().raw_decode(path.read_text())[0]
            for path in sorted(top.rglob("*.html"))
        }

    def titles(self):
        tree = etree.parse(self.root / "out/atom.xml")
        return [each.findtext("a:title", namespaces=ATOM) for each in tree.findall("a:entry", ATOM)]

    def items(self):
        return json.loads((self.root / "out/feed.json").read_text())["items"]


@pytest.fixture
def planet(tmp_path):
    return Site(tmp_path)


@pytest.fixture
def server():
    with feed_server() as running:
        yield running


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A site of what four programs write, built."""
    planet = Site(tmp_path_factory.mktemp("programs"))
    for file in FEEDS.glob("*.xml"):
        (planet.root / file.name).write_bytes(file.read_bytes())
    planet.names("wordpress.xml", "ghost.xml", "substack.xml", "blogger.xml")
    report = planet.fetch(now=NOW)
    assert (len(report.added), report.failed, report.problems) == (7, 0, ())
    assert planet.build(offline=True).articles == 7
    return planet


@pytest.fixture
def programs(written):
    return {item["id"]: item for item in written.items()}


def test_ids_addresses_and_dates_are_those_of_the_feed(programs):
    assert {(item["id"], item["url"], item["date_published"]) for item in programs.values()} == {
        ("https://gauge.example/?p=1284", "https://gauge.example/2025/11/why-its-wet/", "2025-11-03T07:12:40Z"),
        ("https://gauge.example/?p=1201", "https://gauge.example/2025/10/hail/", "2025-10-01T21:00:00-04:00"),
        ("68f0c2a1b9d3e40001a7c512", "https://looms.example/warp-and-weft/", "2025-11-01T08:30:00Z"),
        ("68e1a0f3b9d3e40001a7c498", "https://looms.example/dye/", "2025-10-20T08:30:00Z"),
        ("https://harbour.example/p/the-crane-on-pier-9", "https://harbour.example/p/the-crane-on-pier-9", "2025-10-31T12:02:11Z"),
        ("tag:blogger.com,1999:blog-3141592653589793.post-2718281828459045", "https://moss.example/2025/11/not-italic.html", "2025-11-01T09:15:00+01:00"),
        ("tag:blogger.com,1999:blog-3141592653589793.post-1618033988749894", "https://moss.example/2025/10/blog-post.html", "2025-10-12T20:00:00+02:00"),
    }  # fmt: skip


def test_titles_summaries_and_authors_are_plain_text(programs):
    wet = programs["https://gauge.example/?p=1284"]
    assert wet["title"] == "Why it’s wet: Smith & Sons’ <gauge>"
    assert wet["summary"] == "Forty years of one gauge, and what the neighbours said. …"
    assert wet["authors"] == [{"name": "Mara O'Dell"}]
    assert wet["language"] == "en-GB"
    blogger = programs["tag:blogger.com,1999:blog-3141592653589793.post-2718281828459045"]
    assert blogger["title"] == "<i> is not italic here"
    assert blogger["date_modified"] == "2025-11-02T04:10:05+01:00"
    note = programs["tag:blogger.com,1999:blog-3141592653589793.post-1618033988749894"]
    assert "title" not in note
    assert programs["68e1a0f3b9d3e40001a7c498"]["summary"] == "Indigo * needs _air_."
    assert programs["68f0c2a1b9d3e40001a7c512"]["summary"] == "What a thread costs"


def test_categories_are_tags_except_those_that_programs_add(programs):
    assert programs["https://gauge.example/?p=1284"]["tags"] == ["Rain & Snow", "instruments"]
    blogger = programs["tag:blogger.com,1999:blog-3141592653589793.post-2718281828459045"]
    assert blogger["tags"] == ["moss", "étang"]


def test_content_is_sanitised_and_addresses_are_whole(programs):
    content = programs["https://gauge.example/?p=1284"]["content_html"]
    assert "script" not in content and "onclick" not in content
    assert 'src="https://gauge.example/wp-content/uploads/gauge.jpg"' in content
    assert 'href="https://gauge.example/2025/11/older/"' in content
    assert "{{ not a shortcode }}, {% nor this %}." in content


def test_enclosures_and_pictures_are_kept(programs, written):
    hail = {
        "url": "https://gauge.example/audio/hail.mp3",
        "mime_type": "audio/mpeg",
        "size_in_bytes": 48211345,
    }
    assert programs["https://gauge.example/?p=1201"]["attachments"] == [hail]
    assert (
        programs["https://harbour.example/p/the-crane-on-pier-9"]["image"]
        == "https://images.example/crane.jpeg"
    )
    atom = etree.parse(written.root / "out/tags/podcast/atom.xml")
    link = atom.find("a:entry/a:link[@rel='enclosure']", ATOM)
    assert (link.get("href"), link.get("length")) == (hail["url"], "48211345")
    item = etree.parse(written.root / "out/tags/podcast/rss.xml").find("channel/item")
    assert dict(item.find("enclosure").attrib) == {
        "url": hail["url"],
        "type": "audio/mpeg",
        "length": "48211345",
    }


def test_an_id_that_is_no_iri_is_a_tag_in_atom_and_itself_in_rss(written):
    ids = [e.text for e in etree.parse(written.root / "out/atom.xml").findall("a:entry/a:id", ATOM)]
    assert "tag:looms.example,2025-11-01:68f0c2a1b9d3e40001a7c512" in ids
    guids = {
        e.text: e.get("isPermaLink") for e in etree.parse(written.root / "out/rss.xml").iter("guid")
    }
    assert guids["68f0c2a1b9d3e40001a7c512"] == "false"
    assert guids["https://harbour.example/p/the-crane-on-pier-9"] in {None, "true"}


def test_a_fetched_site_has_letters_and_is_checked(written):
    options = broadsheet.DigestOptions(edition="weekly", period="2025-W44")
    issue = broadsheet.digest(written.root, options, now=NOW).issues[0].issue
    assert {article.title for article in issue.articles} == {"Warp & weft", "The crane on pier 9", "<i> is not italic here"}  # fmt: skip
    found = broadsheet.check(written.root, now=NOW)
    assert found.articles == 7
    assert [str(p) for p in found.problems if p.severity == "error"] == []


def test_entries_stay_when_they_scroll_out_and_are_updated(planet, server):
    planet.names(server.reply("/feed", rss(entry(2), entry(1))))
    assert len(planet.fetch().added) == 2
    server.reply("/feed", rss(entry(3), entry(2, "Corrected")))
    report = planet.fetch(now=NOW + timedelta(hours=1))
    assert (len(report.added), len(report.updated)) == (1, 1)
    planet.build(offline=True)
    assert planet.titles() == ["Entry 3", "Corrected 2", "Entry 1"]
    assert len(planet.kept()) == 3


def test_a_feed_is_asked_politely(planet, server):
    url = server.reply(
        "/feed", rss(entry(1)), etag='"v1"', last_modified="Sat, 01 Nov 2025 08:00:00 GMT"
    )
    planet.names(url)
    planet.fetch()
    before = (planet.root / "fetched").stat().st_mtime_ns
    assert planet.fetch().updated == ()
    (_, first), (_, second) = server.asked
    assert first["user-agent"].startswith("Broadsheet/")
    assert "if-none-match" not in first
    assert second["if-none-match"] == '"v1"'
    assert second["if-modified-since"] == "Sat, 01 Nov 2025 08:00:00 GMT"
    assert (planet.root / "fetched").stat().st_mtime_ns == before


def test_a_feed_whose_files_were_removed_is_asked_without_conditions(planet, server):
    planet.names(server.reply("/feed", rss(entry(1)), etag='"v1"'))
    planet.fetch()
    next((planet.root / "fetched").rglob("*.html")).unlink()
    assert len(planet.fetch().added) == 1


def test_a_build_asks_when_it_is_due(planet, server):
    planet.names(server.reply("/feed", rss(entry(1))))
    assert planet.build().articles == 1
    planet.build(now=NOW + timedelta(minutes=14))
    assert len(server.asked) == 1
    server.reply("/feed", rss(entry(2)))
    assert planet.build(now=NOW + timedelta(minutes=16)).articles == 2
    planet.build(now=NOW + timedelta(hours=9), offline=True)
    assert len(server.asked) == 2


def test_a_build_never_fails_for_a_feed(planet, server):
    planet.names(server.reply("/feed", rss(entry(1))))
    planet.build()
    server.reply("/feed", b"<html><title>Down</title></html>", status=503, retry_after="7200")
    report = planet.build(now=NOW + timedelta(hours=1))
    assert [str(problem) for problem in report.problems] == [
        f"publish.toml:5: warning: content.feed: {server.url}/feed answers 503 Service Unavailable; "
        "it is asked again after 2025-11-29T15:00+00:00"
    ]
    assert planet.titles() == ["Entry 1"]
    planet.build(now=NOW + timedelta(hours=2))
    planet.fetch(now=NOW + timedelta(hours=2))
    assert len(server.asked) == 2
    planet.fetch(now=NOW + timedelta(hours=4))
    assert len(server.asked) == 3


def test_a_feed_that_is_gone_is_not_asked_again(planet, server):
    planet.names(server.reply("/feed", rss(entry(1))))
    planet.build()
    server.reply("/feed", status=410)
    assert planet.messages() == [
        f"publish.toml:5: warning: content.feed: {server.url}/feed answers 410 Gone: it will not come "
        "back; its entries stay, take it out of feed"
    ]
    assert "is gone (410)" in planet.messages()[0]
    assert len(server.asked) == 2
    planet.fetch(force=True)
    assert len(server.asked) == 3
    assert planet.build().articles == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is empty; write the address of a feed"),
        (b"<!doctype html><title>Not\nfound</title>", 'is a page ("Not found"), no feed; write the address of the site\'s feed'),
        (b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>', "is a page, no feed; write {url}/rss"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no feed; write the address of "),
        (b'{"a": 1}', "is JSON, but no feed; write the address of a feed"),
        (b"{" * 100_000, "is no feed, and JSON that cannot be read"),
        (rss(entry(1))[:-40], "ends in the midst of an entry; the next run asks again"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named(planet, server, body, message):
    planet.names(server.reply("/feed", body))
    report = planet.fetch()
    assert report.failed == 1
    assert message.format(url=server.url) in report.problems[0].message
    assert report.problems[0].line == 5
    assert not list((planet.root).rglob("*.html"))


def test_entities_that_expand_without_end_are_not_expanded(planet, server):
    names = [f"<!ENTITY e{n} '{f'&e{n - 1};' * 50}'>" for n in range(1, 12)]
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'ha'>{''.join(names)}]>".encode()
    planet.names(server.reply("/feed", bomb + rss(entry(1, "&e11;"))[21:]))
    planet.fetch()
    assert all(len(kept["title"]) < 100 for kept in planet.kept().values())


def zeros(write):
    write(gzip.compress(b"<rss>" + bytes(20_000_000)))  # More would take seconds.


def endless(write):
    while True:
        write(b" " * 100_000)


def slow(write):
    for _ in range(100):
        write(b" ")
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("stream", "headers", "message"),
    [
        (zeros, {"content_encoding": "gzip"}, "is larger than 1 MB"),
        (endless, {}, "is larger than 1 MB"),
        (slow, {"content_length": "200000000"}, "is larger than 1 MB"),
        (slow, {}, "does not answer within 1 s"),
        (lambda write: write(gzip.compress(rss(entry(1)))[:-20]), {"content_encoding": "gzip"}, "ends in the midst of its gzip"),
        (lambda write: write(b"nothing"), {"content_encoding": "gzip"}, "does not answer"),
        (lambda write: write(b"x"), {"content_encoding": "zstd"}, "in the coding zstd"),
    ],
)  # fmt: skip
def test_no_answer_takes_more_than_it_may(planet, server, stream, headers, message):
    planet.names(
        server.reply("/feed", stream=stream, **headers), timeout=1 if "1 s" in message else 60
    )
    report = planet.fetch()
    assert message in report.problems[0].message
    assert report.failed == 1


def test_a_compressed_feed_is_read(planet, server):
    planet.names(server.reply("/feed", gzip.compress(rss(entry(1))), content_encoding="gzip"))
    assert len(planet.fetch().added) == 1


def test_a_feed_that_moved_for_good_is_read_and_named(planet, server):
    new = server.reply("/new", rss(entry(1)))
    planet.names(server.reply("/old", status=301, location="/new"))
    report = planet.fetch()
    assert len(report.added) == 1
    assert report.problems[0].message == f"{server.url}/old has moved for good; write {new}"
    planet.names(server.reply("/other", status=302, location="/new"))
    assert planet.fetch().problems == ()


@pytest.mark.parametrize("code", ["utf-8", "latin-1"])
def test_a_redirect_to_a_name_in_letters_of_its_language_is_followed(
    planet, server, monkeypatch, code
):
    """Python's server writes headers in Latin-1; other servers write UTF-8."""
    known = socket.getaddrinfo
    monkeypatch.setattr(
        client.socket,
        "getaddrinfo",
        lambda host, *rest, **more: known(
            "127.0.0.1" if host == "xn--bcher-kva.example" else host, *rest, **more
        ),
    )
    server.reply("/new", rss(entry(1)))
    port = server.url.rpartition(":")[2]
    location = f"http://bücher.example:{port}/new".encode(code).decode("latin-1")
    planet.names(server.reply("/old", status=302, location=location))
    assert len(planet.fetch().added) == 1
    assert server.asked[-1][1]["host"] == f"xn--bcher-kva.example:{port}"


def test_redirects_end(planet, server):
    planet.names(server.reply("/a", status=302, location="/a"))
    assert "redirects more than 5 times" in planet.messages()[0]
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/f", "http://[::1]:9/f", "http://[::ffff:10.0.0.1]/f", "http://169.254.169.254/f", "http://localhost:9/f"],
)  # fmt: skip
def test_private_addresses_are_refused(planet, address):
    planet.names(address)
    config = (planet.root / "publish.toml").read_text()
    (planet.root / "publish.toml").write_text(config.replace("allow_private = true", ""))
    assert "which is no public address" in planet.messages()[0]


def test_a_redirect_leads_to_the_web_only(planet, server):
    planet.names(server.reply("/a", status=302, location="file:///etc/passwd"))
    assert "which is no web address" in planet.messages()[0]


def test_one_feed_does_not_stop_another(planet, server):
    planet.names(server.url + "/nothing", server.reply("/feed", rss(entry(1))))
    report = planet.fetch()
    assert (len(report.added), report.failed) == (1, 1)
    assert "answers 404 Not Found; its entries stay, fix the address" in report.problems[0].message


def test_an_entry_of_two_feeds_is_one_article(planet, server):
    planet.names(
        server.reply("/feed", rss(entry(1), entry(2))), server.reply("/tags/x", rss(entry(1)))
    )
    planet.fetch()
    assert planet.fetch().updated == ()
    assert planet.build(offline=True).articles == 2


def test_equal_ids_of_two_sites_are_two_articles(planet, server):
    other = rss(entry(1)).replace(b"https://b.example/1/", b"https://c.example/1/")
    planet.names(server.reply("/feed", rss(entry(1))), server.reply("/other", other))
    planet.fetch()
    assert planet.build(offline=True).articles == 2
    assert {item["id"] for item in planet.items()} == {"id-1", "https://c.example/1/"}


def test_new_ids_of_all_entries_are_the_old_articles(planet, server):
    planet.names(server.reply("/feed", rss(entry(1))))
    planet.fetch()
    server.reply("/feed", rss(entry(1, "New")).replace(b"id-1", b"other-1"))
    planet.fetch()
    assert [(k["id"], k["title"]) for k in planet.kept().values()] == [("id-1", "New 1")]


def test_entries_that_cannot_be_articles_are_counted(planet, server):
    no_link = entry(3).replace("<link>https://b.example/3/</link>", "")
    no_date = "<item><title>T</title><link>https://b.example/t</link></item>"
    huge = entry(4, body="x" * 900_000)
    planet.names(server.reply("/feed", rss(entry(1), entry(1), no_link, no_date, huge)), more="")
    config = (planet.root / "publish.toml").read_text()
    (planet.root / "publish.toml").write_text(config.replace("max_mb = 1", "max_mb = 5"))
    assert len(planet.fetch().added) == 3
    server.reply("/feed", rss(entry(4, body="x" * 1_900_000), entry(1), entry(1), no_link, no_date))
    messages = [m.partition("/feed ")[2] for m in planet.messages(now=NOW + timedelta(days=1))]
    assert messages == [
        "has 1 × an entry of more than 1.8 MB, which is left out",
        "has 1 × an entry with the id of another one, which is left out",
        "has 1 × an entry without an address, which is left out",
    ]
    dates = {kept["title"]: kept["date"] for kept in planet.kept().values()}
    assert dates["T"] == NOW.isoformat()
    assert planet.build(offline=True).articles == 3


def test_a_feed_without_authors_is_its_own_author(planet, server):
    planet.names(
        server.reply("/feed", rss(entry(1).replace("<author>a@b.example (Ada)</author>", "")))
    )
    planet.fetch()
    planet.build(offline=True)
    assert planet.items()[0]["authors"] == [{"name": "B"}]


def test_json_feed_is_read(planet, server):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "language": "de",
        "authors": [{"name": "Ada", "url": "https://ada.example/"}],
        "items": [
            {
                "id": 7,
                "url": "https://j.example/7",
                "title": "1 < 2 &amp; 3",
                "content_text": "one\n\ntwo <b>",
                "summary": "*s*",
                "date_published": "2025-11-01T08:00:00+02:00",
                "tags": ["x", "y"],
                "attachments": [{"url": "https://j.example/7.mp3", "mime_type": "audio/mpeg"}],
            }
        ],
    }
    planet.names(server.reply("/feed.json", json.dumps(feed).encode()))
    planet.fetch()
    planet.build(offline=True)
    (item,) = planet.items()
    assert (item["id"], item["title"], item["language"]) == ("7", "1 < 2 &amp; 3", "de")
    assert item["content_html"] == "<p>one</p>\n<p>two &lt;b&gt;</p>"
    assert item["summary"] == "*s*"
    assert item["tags"] == ["x", "y"]
    assert item["authors"] == [{"name": "Ada", "url": "https://ada.example/"}]
    assert item["attachments"] == [{"url": "https://j.example/7.mp3", "mime_type": "audio/mpeg"}]


def test_addresses_of_a_json_feed_are_completed_and_link_posts_keep_their_target(planet, server):
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "title": "J",
        "home_page_url": "https://j.example/blog/",
        "author": {"name": "Ada"},
        "items": [
            {
                "id": "https://j.example/blog/note",
                "content_text": "no title, and its id is its address",
                "date_published": "2025-11-01T08:00:00Z",
            },
            {
                "id": "2",
                "url": "/two",
                "external_url": "https://other.example/",
                "title": "Two",
                "content_html": "<p>t</p>",
                "image": "two.png",
                "date_published": "2025-11-02T08:00:00Z",
                "attachments": [{"url": "two.mp3", "mime_type": "audio/mpeg"}],
            },
            {
                "id": "3",
                "external_url": "https://third.example/",
                "title": "Three",
                "content_html": "<p>t</p>",
                "date_published": "2025-11-03T08:00:00Z",
            },
        ],
    }
    planet.names(server.reply("/feed.json", json.dumps(feed).encode()))
    planet.fetch()
    planet.build(offline=True)
    three, two, note = planet.items()
    assert note["url"] == "https://j.example/blog/note"
    assert (two["url"], two["external_url"]) == ("https://j.example/two", "https://other.example/")
    assert two["image"] == "https://j.example/blog/two.png"
    assert two["attachments"][0]["url"] == "https://j.example/blog/two.mp3"
    assert three["url"] == "https://third.example/"
    assert "external_url" not in three


def test_an_export_of_wordpress_is_a_feed(planet):
    """Its drafts, pages and pictures are no articles; its paragraphs have no tags."""
    kinds = [("post", "publish"), ("post", "draft"), ("page", "publish"), ("attachment", "inherit")]
    items = [
        entry(n, body="", more=f"<content:encoded><![CDATA[One.\n\nTwo.]]></content:encoded><wp:post_type>{kind}"
              f"</wp:post_type><wp:status>{status}</wp:status>")
        for n, (kind, status) in enumerate(kinds, 1)
    ]  # fmt: skip
    spaces = b"<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    (planet.root / "export.xml").write_bytes(rss(*items).replace(b"<rss", spaces))
    planet.names("export.xml")
    assert planet.build().articles == 1
    assert planet.items()[0]["content_html"] == "<p>One.</p>\n<p>Two.</p>"


def test_a_feed_that_is_not_well_formed_is_read_with_a_note(planet, server):
    planet.names(server.reply("/feed", rss(entry(1, "Tom & Jerry"))))
    report = planet.fetch()
    assert [kept["title"] for kept in planet.kept().values()] == ["Tom & Jerry 1"]
    assert "is not well-formed XML (line 1" in report.problems[0].message


def test_relative_addresses_follow_xml_base(planet, server):
    feed = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/blog/"><title>t</title>
    <entry><id>urn:x:1</id><title>T</title><updated>2025-11-01T08:00:00Z</updated><author><name>A</name></author>
    <link href="one/"/><content type="html">&lt;img src="a.png"></content></entry></feed>"""
    planet.names(server.reply("/feed", feed))
    planet.fetch()
    planet.build(offline=True)
    (item,) = planet.items()
    assert item["url"] == "https://b.example/blog/one/"
    assert 'src="https://b.example/blog/a.png"' in item["content_html"]


def test_articles_of_the_site_stand_beside_those_of_feeds(planet, server):
    planet.names(server.reply("/feed", rss(entry(1))))
    config = (planet.root / "publish.toml").read_text()
    (planet.root / "publish.toml").write_text(
        config.replace("[content]", 'author = "Me"\n[content]')
    )
    (planet.root / "content").mkdir()
    (planet.root / "content/a.md").write_text("---\ntitle: Mine\ndate: 2025-11-05\n---\nx\n")
    planet.build()
    assert planet.titles() == ["Mine", "Entry 1"]


def test_without_an_entry_the_command_is_named(planet):
    planet.names("feed.xml")
    with pytest.raises(
        PublishError, match=r"publish.toml: content.feed: no entry .* run publish fetch"
    ):
        planet.build(offline=True)


def test_the_command(planet, server, capsys):
    planet.names(server.reply("/feed", rss(entry(1))))
    assert main(["-C", str(planet.root), "fetch", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "command": "fetch",
        "added": ["127.0.0.1/2025-11-01-entry-1.html"],
        "updated": [],
        "failed": 0,
        "problems": [],
    }
    server.reply("/feed", status=404)
    assert main(["-C", str(planet.root), "fetch"]) == 1
    assert "publish.toml:5: warning: content.feed:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "place", ["../feed.xml", "/etc/passwd", "", "ftp://x.example/", "https://"]
)
def test_places_that_are_none(planet, place):
    planet.names(place)
    with pytest.raises(PublishError, match=r"publish.toml:5: content.feed: .*; write e.g."):
        planet.fetch()
