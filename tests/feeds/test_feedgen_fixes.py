"""feedgen's defects stay fixed: each of these tests fails on feedgen as it is."""

from __future__ import annotations

import locale
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import feedgen.entry
import feedgen.feed
import pytest
from feed_samples import ENTRIES, ENTRY, FULL_SITE, PLAIN_SITE, document
from lxml import etree

import broadsheet
from broadsheet.feeds import FORMATS

ATOM = {"a": "http://www.w3.org/2005/Atom"}


class AnyDatetime(type):
    """feedgen asks `isinstance(published, datetime)` of the datetimes it is given."""

    def __instancecheck__(cls, value):
        return isinstance(value, datetime)


class LaterClock(datetime, metaclass=AnyDatetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2090, 1, 1, tzinfo=tz)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("entries", [(), ENTRIES])
def test_the_clock_reaches_no_feed(name, entries, monkeypatch):
    right = document(name, entries, FULL_SITE)

    monkeypatch.setattr(feedgen.feed, "datetime", LaterClock)
    monkeypatch.setattr(feedgen.entry, "datetime", LaterClock)
    assert document(name, entries, FULL_SITE) == right


def test_the_process_wide_locale_is_left_alone(monkeypatch):
    def refuse(*_):
        message = "setlocale is not for threads"
        raise AssertionError(message)

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert b"Tue, 17 Jun 2025 15:20:05 +0000" in document("rss", ENTRIES, FULL_SITE)


def test_entry_links_keep_their_attributes():
    feed = etree.fromstring(document("atom", [ENTRY]))
    links = [dict(link.attrib) for link in feed.iterfind("a:entry/a:link", ATOM)]
    assert links == [
        {"href": ENTRY.permalink, "rel": "alternate", "type": "text/html"},
        {"href": ENTRY.image.url, "rel": "enclosure", "type": "image/png", "length": "1234"},
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("AT&T", "html"),
        ("&#38;", "html"),
        ("<b>", "html"),
        ("</b", "html"),
        ("<!-- x", "html"),
        ("1 < 2 & 3 > 2", None),
        ("Q & A", None),
        ("<3", None),
    ],
)
@pytest.mark.parametrize("field", ["title", "summary"])
def test_atom_types_what_looks_like_markup(title, kind, field):
    feed = etree.fromstring(document("atom", [replace(ENTRY, **{field: title})]))
    assert feed.find(f"a:entry/a:{field}", ATOM).get("type") == kind


def test_an_entry_repeats_no_declaration_yet_may_quote_one():
    quoted = '<pre>xmlns:media="http://search.yahoo.com/mrss/"</pre>'
    for name in ("atom", "rss"):
        entry = FORMATS[name].entry(replace(ENTRY, content=quoted))
        assert entry.count(b"xmlns") == 1
        assert b'xmlns:media="http://search.yahoo.com/mrss/"&lt;/pre&gt;' in entry


def test_numbers_of_an_empty_picture_are_left_out():
    image = replace(ENTRY.image, length=0, width=0, height=0)
    for name in ("atom", "rss"):
        (media,) = etree.fromstring(document(name, [replace(ENTRY, image=image)])).iter(
            "{http://search.yahoo.com/mrss/}content"
        )
        assert dict(media.attrib) == {"url": image.url, "medium": "image", "type": "image/png"}


def test_threads_make_the_same_feeds():
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(document("rss", ENTRIES, PLAIN_SITE)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(made) == {document("rss", ENTRIES, PLAIN_SITE)}
    assert len(made) == len(threads)


def test_one_module_imports_feedgen():
    package = Path(broadsheet.__file__).parent
    importing = [
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "from feedgen" in (text := file.read_text("utf-8")) or "import feedgen" in text
    ]
    assert importing == ["feeds/feedgen_fixes.py"]
