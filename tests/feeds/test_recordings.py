"""Recordings in feeds: those that content plays, and how long they are."""

from __future__ import annotations

import json

import pytest
from conftest import CONFIG
from lxml import etree

from broadsheet.cli import main

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def built(site):
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    out = site.root / "out"
    (item,) = json.loads((out / "feed.json").read_text("utf-8"))["items"]
    rss = etree.parse(out / "rss.xml").find(".//item")
    assert main(["-C", str(site.root), "check", str(out / "atom.xml"), str(out / "rss.xml")]) == 0
    return item.get("attachments"), rss, (out / "atom.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "url", "length"),
    [
        ('<audio controls src="/ep1.mp3"></audio>', "https://example.org/ep1.mp3", 3),
        (
            '<audio>\n<source src="https://cdn.example/e.mp3?a=1&amp;b=2" type="audio/mpeg">\n</audio>',
            "https://cdn.example/e.mp3?a=1&b=2",
            0,
        ),
        (
            'A <video src="/film.mp4"></video>\n\n<audio src="/ep1.mp3"></audio> <audio src="/2.mp3"></audio>',
            "https://example.org/ep1.mp3",
            3,
        ),
    ],
)
def test_the_first_recording_that_the_content_plays_is_an_enclosure(site, body, url, length):
    site.config(CONFIG)
    site.article("a.md", "title: A\ndate: 2025-01-03", body)
    (site.root / "static").mkdir()
    (site.root / "static/ep1.mp3").write_bytes(b"abc")
    attachments, rss, atom = built(site)
    known = {"size_in_bytes": length} if length else {}
    assert attachments == [{"url": url, "mime_type": "audio/mpeg", **known}]
    facts = {"url": url, "length": str(length), "type": "audio/mpeg"}
    assert dict(rss.find("enclosure").attrib) == facts
    assert atom.count('rel="enclosure"') == 1


def test_a_recording_in_code_or_of_another_kind_is_none(site):
    site.config(CONFIG)
    body = (
        '`<audio src="/ep1.mp3">`\n\n    <audio src="/ep1.mp3">\n\n<audio src="/notes.txt"></audio>'
    )
    site.article("a.md", "title: A\ndate: 2025-01-03", body)
    attachments, rss, _ = built(site)
    assert attachments is None
    assert rss.find("enclosure") is None


def test_the_recording_and_the_duration_of_the_front_matter_win(site):
    site.config(CONFIG)
    header = 'title: A\ndate: 2025-01-03\naudio: https://cdn.example/own.mp3\nduration: "1:02:03"'
    site.article("a.md", header, '<audio src="/ep1.mp3"></audio>')
    attachments, rss, _ = built(site)
    assert attachments == [
        {
            "url": "https://cdn.example/own.mp3",
            "mime_type": "audio/mpeg",
            "duration_in_seconds": 3723,
        }
    ]
    duration = rss.find(f"{ITUNES}duration")
    assert (duration.prefix, duration.text) == ("itunes", "3723")
