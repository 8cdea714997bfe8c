"""JSON Feed 1.1 (jsonfeed.org/version/1.1): a document, and the rules for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from broadsheet.checks.feeds import uris
from broadsheet.checks.feeds import values as check
from broadsheet.checks.feeds.source import NotAFeed
from broadsheet.checks.rule import Book, Fault, Place

VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")
FEED_URLS = ("home_page_url", "feed_url", "next_url", "icon", "favicon")
ITEM_URLS = ("url", "external_url", "image", "banner_image")
MAX_DEPTH = 100
FEED_FIELDS = frozenset(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors "
    "author language expired hubs items".split()
)
ITEM_FIELDS = frozenset(
    "id url external_url title content_html content_text summary image banner_image date_published "
    "date_modified authors author tags language attachments".split()
)


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """A JSON Feed and its lines."""

    data: dict[str, Any]
    lines: list[str]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Return the items that are tables, as they must be."""
        found = self.data.get("items")
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    def place(self, key: str, value: object = None) -> Place:
        """Return the first line that holds a key and, if given, its value."""
        shown = json.dumps(value, ensure_ascii=False) if value is not None else ""
        wanted = f'"{key}"'
        for number, line in enumerate(self.lines, 1):
            column = line.find(wanted)
            if column >= 0 and (not shown or shown in line):
                return Place(number, column + 1, len(wanted), line[: column + 2000])
        return Place(1, 0, 1, self.lines[0][:2000])


JSON: Book[JsonFeed] = Book(
    "JSON Feed",
    "Each looks at a JSON Feed. An example replaces the fields of its names in a good feed; null "
    "takes one away.",
)


def looks_like_json(text: str) -> bool:
    """Tell whether the text of a feed is JSON rather than XML."""
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


class _NoJson(Exception):
    """What Python's parser lets pass and JSON does not know."""


def _no_json(name: str) -> None:
    raise _NoJson(name)


def read_json(text: str) -> JsonFeed:
    """Read a JSON Feed. Raises NotAFeed."""
    lines = text.split("\n")
    try:
        data = json.loads(text, parse_constant=_no_json)
    except json.JSONDecodeError as error:
        line = lines[error.lineno - 1][:2000]
        message = f"is not JSON: {error.msg}; mend it"
        raise NotAFeed(
            "feed-malformed", message, Place(error.lineno, error.colno, 1, line)
        ) from error
    except _NoJson as error:
        raise NotAFeed("feed-malformed", f"holds {error}, which is not JSON; write null") from error
    except RecursionError as error:
        raise NotAFeed("feed-malformed", "is nested too deeply; write plain lists") from error
    except ValueError as error:  # Python reads no integer of more than 4,300 digits.
        message = "holds a number too long to be read; write a shorter one"
        raise NotAFeed("feed-malformed", message) from error
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not str(version).startswith("https://jsonfeed.org/version/"):
        message = f'is JSON, but no feed; write "version": "{VERSIONS[0]}"'
        raise NotAFeed("feed-unknown", message, Place(1, 0, 1, lines[0][:2000]))
    return JsonFeed(data, lines)


@JSON.error(
    "json-version",
    why="Readers know version 1 and 1.1.",
    bad='{"version": "https://jsonfeed.org/version/2"}',
    good='{"version": "https://jsonfeed.org/version/1.1"}',
)
def json_version(feed: JsonFeed) -> Iterator[Fault]:
    """Find versions that do not exist."""
    if feed.data["version"] not in VERSIONS:
        yield Fault(f'there is no such version; write "{VERSIONS[0]}"', feed.place("version"))


@JSON.error(
    "json-missing",
    why="The format demands it, and readers drop what lacks it.",
    bad='{"items": [{"id": null}]}',
    good='{"items": [{"id": "https://example.org/a/"}]}',
)
def json_missing(feed: JsonFeed) -> Iterator[Fault]:
    """Find feeds without title or items, and items without id or content."""
    if not isinstance(feed.data.get("title"), str):
        yield Fault('the feed has no title; write "title": "…"', feed.place("version"))
    if not isinstance(feed.data.get("items"), list):
        yield Fault('the feed has no items; write "items": []', feed.place("version"))
    for item in feed.items:
        if item.get("id", "") == "" or item["id"] is None:
            yield Fault("an item has no id; write its URL", feed.place("url", item.get("url")))
        if not any(isinstance(item.get(name), str) for name in ("content_html", "content_text")):
            message = (
                f'item {item.get("id")} has no content; write "content_html" or "content_text"'
            )
            yield Fault(message, feed.place("id", item.get("id")))


@JSON.error(
    "json-id",
    why="Readers compare ids as texts; of two equal ones they show one item.",
    bad='{"items": [{"id": 5}]}',
    good='{"items": [{"id": "https://example.org/5/"}]}',
)
def json_id(feed: JsonFeed) -> Iterator[Fault]:
    """Find ids that are no texts, or that an earlier item has."""
    seen: set[str] = set()
    for item in feed.items:
        identifier = item.get("id")
        if identifier is None or identifier == "":
            continue
        place = feed.place("id", identifier)
        if not isinstance(identifier, str):
            yield Fault(f'the id {identifier} is no text; write "{identifier}"', place)
        elif identifier in seen:
            yield Fault(f"the id {identifier} is that of an earlier item; write another", place)
        seen.add(str(identifier))


@JSON.error(
    "json-url",
    why="Readers cannot open it.",
    bad='{"items": [{"url": "/a/"}]}',
    good='{"items": [{"url": "https://example.org/a/"}]}',
)
def json_url(feed: JsonFeed) -> Iterator[Fault]:
    """Find addresses that are not absolute URLs."""
    owners = [(feed.data, FEED_URLS), *((item, ITEM_URLS) for item in feed.items)]
    for owner, names in owners:
        for name in names:
            value = owner.get(name)
            wrong = uris.absolute(value) if isinstance(value, str) else "is no text; write a URL"
            if value is not None and wrong:
                yield Fault(f'{name} "{value}" {wrong}', feed.place(name, value))


@JSON.error(
    "json-date",
    why="Readers sort by date: an item whose date they cannot read is lost at the end.",
    bad='{"items": [{"date_published": "17 June 2025"}]}',
    good='{"items": [{"date_published": "2025-06-17T23:20:05+08:00"}]}',
)
def json_date(feed: JsonFeed) -> Iterator[Fault]:
    """Find dates that are not in the form of RFC 3339."""
    for item in feed.items:
        for name in ("date_published", "date_modified"):
            value = item.get(name)
            if value is not None and (wrong := check.rfc3339(str(value))):
                yield Fault(f'{name} "{value}" {wrong}', feed.place(name, value))


@JSON.error(
    "json-type",
    why="Readers that expect a list of texts, or of tables, stop at anything else.",
    bad='{"items": [{"tags": "rss"}]}',
    good='{"items": [{"tags": ["rss"]}]}',
)
def json_type(feed: JsonFeed) -> Iterator[Fault]:
    """Find fields of a wrong type: tags, authors, attachments, titles, contents, items."""
    for item in feed.items:
        tags = item.get("tags", [])
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            yield Fault(
                'tags is no list of texts; write ["…", "…"]', feed.place("tags", item.get("tags"))
            )
        for name in ("title", "summary", "content_html", "content_text", "language"):
            if not isinstance(item.get(name, ""), str):
                yield Fault(f"{name} is no text; write it in quotes", feed.place(name, item[name]))
    for owner in (feed.data, *feed.items):
        for name in ("authors", "attachments", "hubs"):
            value = owner.get(name, [])
            if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
                yield Fault(f"{name} is no list of tables; write [{{…}}]", feed.place(name))
    if len(feed.items) != len(
        feed.data["items"] if isinstance(feed.data.get("items"), list) else []
    ):
        yield Fault("an item is no table; write {…}", feed.place("items"))


@JSON.error(
    "json-attachment",
    why="Players need the address and the type of what they play.",
    bad='{"items": [{"attachments": [{"url": "https://example.org/a.mp3"}]}]}',
    good='{"items": [{"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]}]}',
)
def json_attachment(feed: JsonFeed) -> Iterator[Fault]:
    """Find attachments without a URL or a media type."""
    for item in feed.items:
        attachments = item.get("attachments")
        for attachment in attachments if isinstance(attachments, list) else []:
            given = attachment if isinstance(attachment, dict) else {}
            if uris.absolute(str(given.get("url", ""))) or check.media_type(
                str(given.get("mime_type", ""))
            ):
                message = 'an attachment lacks its URL or type; write "url" and "mime_type"'
                yield Fault(message, feed.place("attachments"))


@JSON.warning(
    "json-field",
    why="Readers leave out what they do not know; extensions begin with an underscore.",
    bad='{"items": [{"content": "Text"}]}',
    good='{"items": [{"_content": "Text"}]}',
)
def json_field(feed: JsonFeed) -> Iterator[Fault]:
    """Find fields that the format does not have."""
    for owner, known in [(feed.data, FEED_FIELDS), *((item, ITEM_FIELDS) for item in feed.items)]:
        for name in owner:
            if name not in known and not name.startswith("_"):
                message = f"{name} is no field of JSON Feed; write _{name}, or leave it out"
                yield Fault(message, feed.place(name))


@JSON.warning(
    "json-author",
    why="Version 1.1 has authors, a list; newer readers do not look for the old field.",
    bad='{"author": {"name": "Ada"}, "authors": null}',
    good='{"authors": [{"name": "Ada"}]}',
)
def json_author(feed: JsonFeed) -> Iterator[Fault]:
    """Find the old field `author` where `authors` is missing."""
    for owner in (feed.data, *feed.items):
        old = "author" in owner and "authors" not in owner
        if old and feed.data["version"] == VERSIONS[0]:
            yield Fault('author is of version 1; write "authors": [{…}]', feed.place("author"))
