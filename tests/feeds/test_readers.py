"""Readers that people use get every field of every format as it was typed."""

from __future__ import annotations

import html
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import fastfeedparser
import feedparser
import pytest
from feed_samples import ENTRIES, FULL_SITE, HOSTILE, document
from hypothesis import given
from hypothesis import strategies as st
from reader import make_reader

from broadsheet.feeds import FORMATS
from broadsheet.model import Category, Entry, Person, Term
from broadsheet.text import xml_text

XML = ("atom", "rss")
BY_ID = {entry.id: entry for entry in ENTRIES}


@dataclass(frozen=True)
class Read:
    """What a reader shows of an entry; None where it cannot show it, whatever the feed says."""

    id: str
    link: str
    title: str | None
    published: datetime
    updated: datetime
    authors: list[str]
    summary: str
    content: str | None = None
    tags: list[tuple[str, str | None]] | None = None
    enclosures: list[tuple[str, str, int]] | None = None


def expected(name: str, entry: Entry) -> Read:
    image = entry.image
    whole = image is not None and image.length is not None
    tags = [(c.term.name, c.scheme) for c in entry.categories]
    return Read(
        entry.id,
        entry.permalink,
        entry.title,
        entry.published,
        entry.updated,
        [person.name for person in entry.authors],
        entry.summary or (entry.title if name == "rss" else ""),
        entry.content,
        list(dict.fromkeys((term, None) for term, _ in tags)) if name == "json" else tags,
        [(image.url, image.media_type, image.length)] if whole else [],
    )


def assert_read(name: str, got: Read) -> None:
    wanted = asdict(expected(name, BY_ID[got.id]))
    for field, value in asdict(got).items():
        assert value is None or value == wanted[field], field


def title_of(name: str, text: str) -> str:
    return html.unescape(text) if name == "atom" else text


def summary_of(name: str, text: str) -> str:
    return html.unescape(text) if name in XML else text


def moment(parsed) -> datetime:
    return datetime(*parsed[:6], tzinfo=UTC)


def parse(name, entries, site=FULL_SITE):
    document_ = document(name, entries, site)
    return feedparser.parse(document_, sanitize_html=False, resolve_relative_uris=False)


@pytest.mark.parametrize("name", XML)
def test_feedparser(name):
    feed = parse(name, ENTRIES)
    assert not feed.bozo
    assert len(feed.entries) == len(ENTRIES)
    for entry in feed.entries:
        got = Read(
            entry.id,
            entry.link,
            title_of(name, entry.title),
            moment(entry.published_parsed),
            moment(entry.updated_parsed),
            [author.name for author in entry.authors],
            # Where an Atom entry has no summary, feedparser shows its content.
            summary_of(name, entry.summary) if BY_ID[entry.id].summary or name == "rss" else "",
            entry.content[0].value if "content" in entry else "",
            [(tag.term, tag.scheme) for tag in entry.get("tags", [])],
            [(e.href, e.type, int(e.length)) for e in entry.enclosures],
        )
        assert_read(name, got)


@pytest.mark.parametrize("name", XML)
def test_feedparser_reads_the_feed_itself(name):
    feed = parse(name, ENTRIES).feed
    assert title_of(name, feed.title) == FULL_SITE.title
    assert feed.link == "https://example.org/tags/x/"
    assert title_of(name, feed.subtitle) == FULL_SITE.description
    assert title_of(name, feed.rights) == FULL_SITE.rights
    assert feed.language.lower() == "zh-cn"
    assert moment(feed.updated_parsed) == max(entry.updated for entry in ENTRIES)
    assert [(a.name, a.email) for a in feed.authors] == [("Ada (editor)", "ada@example.org")]
    links = {(link.rel, link.href) for link in feed.links}
    assert {("hub", hub) for hub in FULL_SITE.hubs} <= links
    assert ("self", f"https://example.org/tags/x/{FORMATS[name].filename}") in links


@pytest.mark.parametrize("name", FORMATS)
def test_fastfeedparser(name):
    feed = fastfeedparser.parse(document(name, ENTRIES, FULL_SITE))
    assert len(feed.entries) == len(ENTRIES)
    for entry in feed.entries:
        wanted = BY_ID[entry.id]
        got = Read(
            entry.id,
            entry.link,
            title_of(name, entry.title),
            datetime.fromisoformat(entry.published),
            datetime.fromisoformat(entry.updated),
            [entry.author, *(person.name for person in wanted.authors[1:])],  # It reads the first.
            summary_of(name, entry.description) if wanted.summary or name == "rss" else "",
            entry.content[0]["value"] if wanted.content else None,
            [(tag["term"], tag["scheme"]) for tag in entry.get("tags", [])],
            None if name == "atom" else _enclosures(entry),
        )
        assert_read(name, got)


def _enclosures(entry):
    return [(e["url"], e["type"], e["length"]) for e in entry.get("enclosures", [])]


@pytest.mark.parametrize("name", FORMATS)
def test_reader(name, tmp_path):
    file = FORMATS[name].filename
    (tmp_path / file).write_bytes(document(name, ENTRIES, FULL_SITE))
    with make_reader(":memory:", feed_root=str(tmp_path)) as client:
        client.add_feed(file)
        client.update_feed(file)
        entries = list(client.get_entries())
    assert {entry.id for entry in entries} == set(BY_ID)
    for entry in entries:
        html_contents = [c.value for c in entry.content if c.type == "text/html"]
        authors = [author.name for author in entry.authors]
        wanted = [person.name for person in BY_ID[entry.id].authors]
        assert wanted[-len(authors) :] == authors  # Of several in XML, it keeps the last.
        # An RSS title cannot say that it is plain text: this reader cleans what looks like markup.
        cleaned = name == "rss" and entry.id == HOSTILE.id
        got = Read(
            entry.id,
            entry.link,
            None if cleaned else title_of(name, entry.title),
            entry.published,
            entry.updated,
            wanted,
            summary_of(name, entry.summary or "") if BY_ID[entry.id].summary else None,
            html_contents[0] if html_contents else "",
            None,
            [(e.href, e.type, e.length) for e in entry.enclosures],
        )
        assert_read(name, got)


# feedparser takes U+0080–9F for Windows-1252, as browsers do.
TEXT = st.text(
    st.characters(exclude_categories=["Cs"]).filter(lambda c: not "\x7f" <= c <= "\x9f"),
    max_size=40,
).map(xml_text)
LINE = TEXT.map(lambda text: " ".join(text.split()))


@given(LINE.map(lambda text: text or "x"), LINE.map(lambda text: text or "x"), LINE, TEXT)
def test_feedparser_reads_any_text_back(title, tag, summary, content):
    content = f"<p>{html.escape(content)}</p>"
    moment_ = ENTRIES[0].published
    entry = Entry(
        "https://e.org/", "https://e.org/", title, moment_, moment_, (Person(tag),), summary,
        content, (Category(Term("tags", "t", tag), "https://e.org/tags/"),), None, "en",
    )  # fmt: skip
    for name in XML:
        feed = parse(name, [entry])
        (got,) = feed.entries
        assert not feed.bozo
        assert title_of(name, got.title) == title
        assert got.tags[0].term == got.authors[0].name == tag
        if summary:
            assert summary_of(name, got.summary) == summary
        assert got.content[0].value == content
