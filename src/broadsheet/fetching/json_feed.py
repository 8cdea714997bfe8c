"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) → the fields of files. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from broadsheet.fetching.entry import file_fields, plain

_NO_FEED = "is JSON, but no feed; write the address of a feed"


def read(data: bytes, url: str) -> Mapping[str, Any]:
    """Return the fields of a `ParsedFeed`, or an "error" for people."""
    try:
        feed = json.loads(data)
        if b"\\u" in data:  # JSON can escape half of a surrogate pair; no UTF-8 file can hold one.
            feed = json.loads(json.dumps(feed, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError) as error:
        return {"error": f"is no feed, and JSON that cannot be read ({str(error)[:100]})"}
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in str(feed.get("version")):
        return {"error": _NO_FEED}
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    shared = {"language": feed.get("language"), "authors": _authors(feed)}
    base = urljoin(url, str(feed.get("home_page_url") or ""))
    entries = [
        file_fields(_as_parsed(item, base), shared, url) | _external(item, base) for item in items
    ]
    return {"title": plain(str(feed.get("title") or "")), "entries": entries, "notes": []}


def _as_parsed(item: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Return an item as feedparser would return it as an entry.

    Addresses should be absolute; those that are not are resolved against `base`, as readers do.
    """
    contents = (("text/html", item.get("content_html")), ("text/plain", item.get("content_text")))
    language = item.get("language")
    return {
        "id": item.get("id"),
        "guidislink": True,  # If it is a URL: "ideally, the id is the full URL of the resource".
        "link": _absolute(item.get("url") or item.get("external_url"), base),
        "title": item.get("title"),
        "title_detail": {"type": "text/plain", "language": language},
        "content": [{"type": kind, "value": text} for kind, text in contents if text][:1],
        "summary": item.get("summary"),
        "summary_detail": {"type": "text/plain", "value": item.get("summary")},
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "authors": _authors(item),
        "tags": [{"term": tag} for tag in _list(item, "tags")],
        "image": {"href": _absolute(item.get("image") or item.get("banner_image"), base)},
        "links": [
            {
                "rel": "enclosure",
                "href": _absolute(each.get("url"), base),
                "type": each.get("mime_type"),
                "length": each.get("size_in_bytes"),
            }
            for each in _list(item, "attachments")
            if isinstance(each, dict)
        ],
    }


def _external(item: Mapping[str, Any], base: str) -> dict[str, str]:
    """Return the page that a link post is about, "" if it is the post's own page."""
    address = _absolute(item.get("external_url"), base)
    return {"external_url": address} if address and item.get("url") else {}


def _absolute(value: Any, base: str) -> str:
    try:
        return urljoin(base, str(value)) if value else ""
    except ValueError:
        return ""


def _authors(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = _list(found, "authors") or [found.get("author")]
    return [
        {"name": each.get("name"), "href": each.get("url")}
        for each in listed
        if isinstance(each, dict)
    ]


def _list(found: Mapping[str, Any], name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []
