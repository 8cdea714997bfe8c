"""Rules for JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.checks.feeds import uris, values
from broadsheet.checks.feeds.json_document import VERSIONS, JsonDocument
from broadsheet.checks.registry import Registry
from broadsheet.errors import Problem

FEED_URLS = ("home_page_url", "feed_url", "next_url", "icon", "favicon")
ITEM_URLS = ("url", "external_url", "image", "banner_image")
FEED_FIELDS = frozenset(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors "
    "author language expired hubs items".split()
)
ITEM_FIELDS = frozenset(
    "id url external_url title content_html content_text summary image banner_image date_published "
    "date_modified authors author tags language attachments".split()
)

JSON_RULES: Registry[JsonDocument] = Registry(
    "JSON Feed",
    "Each checks a JSON Feed. An example replaces the fields of its names in a good feed; null "
    "removes one.",
)


@JSON_RULES.error(
    "json-version",
    why="Readers support versions 1 and 1.1.",
    bad='{"version": "https://jsonfeed.org/version/2"}',
    good='{"version": "https://jsonfeed.org/version/1.1"}',
)
def json_version(feed: JsonDocument) -> Iterator[Problem]:
    """Find versions that do not exist."""
    if feed.data["version"] not in VERSIONS:
        yield feed.place("version").problem(f'there is no such version; write "{VERSIONS[0]}"')


@JSON_RULES.error(
    "json-missing",
    why="The format requires it, and readers drop feeds or items without it.",
    bad='{"items": [{"id": null}]}',
    good='{"items": [{"id": "https://example.org/a/"}]}',
)
def json_missing(feed: JsonDocument) -> Iterator[Problem]:
    """Find feeds without title or items, and items without id or content."""
    if not isinstance(feed.data.get("title"), str):
        yield feed.place("version").problem('the feed has no title; write "title": "…"')
    if not isinstance(feed.data.get("items"), list):
        yield feed.place("version").problem('the feed has no items; write "items": []')
    for item in feed.items:
        if item.get("id", "") == "" or item["id"] is None:
            yield feed.place("url", item.get("url")).problem("an item has no id; write its URL")
        if not any(isinstance(item.get(name), str) for name in ("content_html", "content_text")):
            message = (
                f'item {item.get("id")} has no content; write "content_html" or "content_text"'
            )
            yield feed.place("id", item.get("id")).problem(message)


@JSON_RULES.error(
    "json-id",
    why="Readers compare ids as strings; of two equal ones they show one item.",
    bad='{"items": [{"id": 5}]}',
    good='{"items": [{"id": "https://example.org/5/"}]}',
)
def json_id(feed: JsonDocument) -> Iterator[Problem]:
    """Find ids that are not strings, or that an earlier item has."""
    seen: set[str] = set()
    for item in feed.items:
        identifier = item.get("id")
        if identifier is None or identifier == "":
            continue
        wrong = ""
        if not isinstance(identifier, str):
            wrong = f'the id {identifier} is not a string; write "{identifier}"'
        elif identifier in seen:
            wrong = f"the id {identifier} is used by an earlier item; write another"
        if wrong:
            yield feed.place("id", identifier).problem(wrong)
        seen.add(str(identifier))


@JSON_RULES.error(
    "json-url",
    why="Readers cannot open it.",
    bad='{"items": [{"url": "/a/"}]}',
    good='{"items": [{"url": "https://example.org/a/"}]}',
)
def json_url(feed: JsonDocument) -> Iterator[Problem]:
    """Find addresses that are not absolute URLs."""
    owners = [(feed.data, FEED_URLS), *((item, ITEM_URLS) for item in feed.items)]
    for owner, names in owners:
        for name in names:
            value = owner.get(name)
            wrong = (
                uris.absolute(value) if isinstance(value, str) else "is not a string; write a URL"
            )
            if value is not None and wrong:
                yield feed.place(name, value).problem(f'{name} "{value}" {wrong}')


@JSON_RULES.error(
    "json-date",
    why="Readers sort by date: an item with a date that they cannot read comes last.",
    bad='{"items": [{"date_published": "17 June 2025"}]}',
    good='{"items": [{"date_published": "2025-06-17T23:20:05+08:00"}]}',
)
def json_date(feed: JsonDocument) -> Iterator[Problem]:
    """Find dates that are not in the format of RFC 3339."""
    for item in feed.items:
        for name in ("date_published", "date_modified"):
            value = item.get(name)
            if value is not None and (wrong := values.rfc3339(str(value))):
                yield feed.place(name, value).problem(f'{name} "{value}" {wrong}')


@JSON_RULES.error(
    "json-type",
    why="Readers that expect a list of strings, or of objects, fail on anything else.",
    bad='{"items": [{"tags": "rss"}]}',
    good='{"items": [{"tags": ["rss"]}]}',
)
def json_type(feed: JsonDocument) -> Iterator[Problem]:
    """Find fields of a wrong type: tags, authors, attachments, titles, contents, items."""
    for item in feed.items:
        tags = item.get("tags", [])
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            yield feed.place("tags", item.get("tags")).problem(
                'tags is not a list of strings; write ["…", "…"]'
            )
        for name in ("title", "summary", "content_html", "content_text", "language"):
            if not isinstance(item.get(name, ""), str):
                yield feed.place(name, item[name]).problem(
                    f"{name} is not a string; write it in quotes"
                )
    for owner in (feed.data, *feed.items):
        for name in ("authors", "attachments", "hubs"):
            value = owner.get(name, [])
            if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
                yield feed.place(name).problem(f"{name} is not a list of objects; write [{{…}}]")
    if len(feed.items) != len(
        feed.data["items"] if isinstance(feed.data.get("items"), list) else []
    ):
        yield feed.place("items").problem("an item is not an object; write {…}")


@JSON_RULES.error(
    "json-attachment",
    why="Players need the URL and the type of what they play.",
    bad='{"items": [{"attachments": [{"url": "https://example.org/a.mp3"}]}]}',
    good='{"items": [{"attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]}]}',
)
def json_attachment(feed: JsonDocument) -> Iterator[Problem]:
    """Find attachments without a URL or a media type."""
    for item in feed.items:
        attachments = item.get("attachments")
        for attachment in attachments if isinstance(attachments, list) else []:
            given = attachment if isinstance(attachment, dict) else {}
            if uris.absolute(str(given.get("url", ""))) or values.media_type(
                str(given.get("mime_type", ""))
            ):
                message = 'an attachment lacks its URL or type; write "url" and "mime_type"'
                yield feed.place("attachments").problem(message)


@JSON_RULES.warning(
    "json-field",
    why="Readers ignore unknown fields; extensions begin with an underscore.",
    bad='{"items": [{"content": "Text"}]}',
    good='{"items": [{"_content": "Text"}]}',
)
def json_field(feed: JsonDocument) -> Iterator[Problem]:
    """Find fields that the format does not have."""
    for owner, known in [(feed.data, FEED_FIELDS), *((item, ITEM_FIELDS) for item in feed.items)]:
        for name in owner:
            if name not in known and not name.startswith("_"):
                message = f"{name} is not a field of JSON Feed; write _{name}, or remove it"
                yield feed.place(name).problem(message)


@JSON_RULES.warning(
    "json-author",
    why="Version 1.1 has authors, a list; newer readers ignore the old field.",
    bad='{"author": {"name": "Ada"}, "authors": null}',
    good='{"authors": [{"name": "Ada"}]}',
)
def json_author(feed: JsonDocument) -> Iterator[Problem]:
    """Find the old field `author` where `authors` is missing."""
    for owner in (feed.data, *feed.items):
        old = "author" in owner and "authors" not in owner
        if old and feed.data["version"] == VERSIONS[0]:
            yield feed.place("author").problem(
                'author belongs to version 1; write "authors": [{…}]'
            )
