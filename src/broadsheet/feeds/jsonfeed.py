"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from broadsheet.dates import rfc3339
from broadsheet.feeds.extensions import enclosures
from broadsheet.feeds.format import Feed
from broadsheet.model import Enclosure, Entry, Person

VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeed:
    """Writes JSON Feed documents."""

    name = "json"
    filename = "feed.json"
    media_type = "application/feed+json"

    def entry(self, entry: Entry) -> bytes:
        """Serialise an item. An item must have a content: without one, its summary is the text."""
        item = {
            "id": entry.id,
            "url": entry.permalink,
            "external_url": entry.external_url,
            "title": "" if entry.untitled else entry.title,
            "summary": entry.summary,
            "content_html": entry.content,
            "content_text": "" if entry.content else entry.summary or entry.title,
            "image": entry.image.url if entry.image else "",
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [_author(person) for person in entry.authors],
            "tags": list(dict.fromkeys(category.term.name for category in entry.categories)),
            "language": entry.language,
            "attachments": [_attachment(file) for file in enclosures(entry)],
        }
        return ("    " + _dump(item).replace("\n", "\n    ")).encode()

    def feed(self, feed: Feed, entries: Sequence[bytes]) -> bytes:
        """Return a document."""
        head = {
            "version": VERSION,
            "title": feed.channel.title,
            "home_page_url": feed.channel.home,
            "feed_url": feed.url,
            "next_url": dict(feed.links).get("prev-archive"),
            "description": feed.channel.description,
            "icon": feed.logo,
            "favicon": feed.icon,
            "authors": [_author(feed.site.author)] if feed.site.author else [],
            "language": feed.site.language,
            "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        }
        start = _dump(head).removesuffix("\n}").encode()
        if not entries:
            return start + b',\n  "items": []\n}\n'
        return b"".join((start, b',\n  "items": [\n', b",\n".join(entries), b"\n  ]\n}\n"))


def _dump(fields: Mapping[str, Any]) -> str:
    """Return the JSON of the fields that are not empty."""
    return json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=False, indent=2)


def _author(person: Person) -> dict[str, str]:
    return {"name": person.name} | ({"url": person.url} if person.url else {})


def _attachment(file: Enclosure) -> dict[str, Any]:
    facts = {"size_in_bytes": file.length, "duration_in_seconds": file.duration}
    known = {name: value for name, value in facts.items() if value}
    return {"url": file.url, "mime_type": file.media_type, **known}
