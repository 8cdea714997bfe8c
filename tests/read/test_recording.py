"""Recordings that the front matter names are enclosures of the article."""

from __future__ import annotations

import pytest
from test_article import read_one

from broadsheet.model import Enclosure


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("audio: /ep1.MP3", ("https://example.org/ep1.MP3", "audio/mpeg", 3)),
        ("audio: https://cdn.example/e.m4a?x=1", ("https://cdn.example/e.m4a?x=1", "audio/mp4", 0)),
        ("audio: /else/e.ogg", ("https://example.org/else/e.ogg", "audio/ogg", 0)),
        (
            'enclosure: {url: "https://cdn.example/e.mp3", length: 20}\naudio: /ep1.MP3',
            ("https://cdn.example/e.mp3", "audio/mpeg", 20),
        ),
        (
            'enclosure: {url: "https://cdn.example/e.mp3", length: "20 MB"}',
            ("https://cdn.example/e.mp3", "audio/mpeg", 0),
        ),
        (
            "audio: /ep1.MP3\nduration: 1:02:03",
            ("https://example.org/ep1.MP3", "audio/mpeg", 3, 3723),
        ),
        (
            "audio: /else/e.ogg\nduration: '61'",
            ("https://example.org/else/e.ogg", "audio/ogg", 0, 61),
        ),
        (
            "audio: /else/e.ogg\nduration: 5:07",
            ("https://example.org/else/e.ogg", "audio/ogg", 0, 307),
        ),
        (
            "audio: /else/e.ogg\nduration: an hour",
            ("https://example.org/else/e.ogg", "audio/ogg", 0),
        ),
        ("audio: true", None),
        ("audio: notes.txt", None),
        ("audio: https://[e.mp3", None),
        ("audio: 'data:audio/x,e.mp3'", None),
        ("enclosure: [a.mp3]\naudio: {}", None),
    ],
)
def test_the_recording_that_a_field_names(site, fields, expected):
    (site.root / "static").mkdir(exist_ok=True)
    (site.root / "static/ep1.MP3").write_bytes(b"abc")
    article = read_one(site, f"title: A\ndate: 2025-06-17\n{fields}")
    assert article.enclosures == ((Enclosure(*expected),) if expected else ())
