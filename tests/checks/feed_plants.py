"""Good feeds, and the planting of examples into them."""

from __future__ import annotations

import json
import re

ATOM = "http://www.w3.org/2005/Atom"
ATOM_ROOT = f'<feed xmlns="{ATOM}" xml:lang="en">'
ENTRY = {
    "id": "<id>https://example.org/good/</id>",
    "title": "<title>Good</title>",
    "updated": "<updated>2025-06-17T08:00:00Z</updated>",
    "author": "<author><name>Ada</name></author>",
    "link": '<link rel="alternate" href="https://example.org/good/"/>',
    "summary": "<summary>Good.</summary>",
    "content": '<content type="html">&lt;p&gt;Good.&lt;/p&gt;</content>',
}
FEED = {
    "id": "<id>https://example.org/</id>",
    "title": "<title>A feed</title>",
    "updated": "<updated>2025-06-17T08:00:00Z</updated>",
    "author": "<author><name>Ada</name></author>",
    "link": '<link rel="self" href="https://example.org/atom.xml"/>',
}
RSS_ROOT = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
ITEM = {
    "title": "<title>Good</title>",
    "link": "<link>https://example.org/good/</link>",
    "guid": "<guid>https://example.org/good/</guid>",
    "description": "<description>Good.</description>",
    "pubDate": "<pubDate>Tue, 17 Jun 2025 08:00:00 +0000</pubDate>",
}
CHANNEL = {
    "title": "<title>A feed</title>",
    "link": "<link>https://example.org/</link>",
    "description": "<description>Feeds</description>",
    "language": "<language>en</language>",
    "atom:link": '<atom:link rel="self" href="https://example.org/rss.xml"/>',
}
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A feed",
    "feed_url": "https://example.org/feed.json",
    "authors": [{"name": "Ada"}],
    "items": [
        {
            "id": "https://example.org/good/",
            "url": "https://example.org/good/",
            "content_text": "Good.",
        }
    ],
}

_TOKEN = re.compile(
    r"<!-- no (?P<gone>\S+) -->|<(?P<end>/?)(?P<name>[\w:.-]+)[^<>]*?(?P<empty>/?)>|[^<]+"
)


def pieces(inside):
    """Split what stands in an element into (name, text of the whole child)."""
    depth = start = 0
    opened = ""
    for token in _TOKEN.finditer(inside):
        if token["gone"]:
            if depth == 0:
                yield token["gone"], ""
        elif token["name"] is None:
            if depth == 0:
                yield "", token[0]
        elif token["end"]:
            depth -= 1
            if depth == 0:
                yield opened, inside[start : token.end()]
        else:
            if depth == 0:
                opened, start = token["name"], token.start()
            depth += not token["empty"]
            if depth == 0:
                yield opened, token[0]


def inner(text):
    return re.fullmatch(r"<[^<>]*/>|<[^<>]*>(.*)</[^<>]*>", text, re.DOTALL)[1] or ""


def merged(good, inside, entry=None, good_entry=None):
    """Put the children of an example into the place of the good ones of their names."""
    found = dict(good)
    given = {}
    entries = []
    for name, text in pieces(inside):
        if name == entry:
            entries.append(f"<{entry}>{merged(good_entry, inner(text))}</{entry}>")
            given["\0entries"] = "".join(entries)
        else:
            given[name] = given.get(name, "") + text
    order = list(dict.fromkeys([*(n for n in found if n not in given), *given]))
    result = "".join(given.get(name, found.get(name, "")) for name in order)
    if entry and not entries:
        result += f"<{entry}>{merged(good_entry, '')}</{entry}>"
    return result


def plant(example):
    """Return a feed that is good but for an example."""
    if example.startswith("{"):
        return _json(json.loads(example))
    head, root, inside = re.fullmatch(
        r"((?:<[?!].*?>\n)*)(<[^<>]*>)(.*)", example, re.DOTALL
    ).groups()
    name = re.match(r"<([\w:]+)", root)[1]
    inside = inside.rpartition("</")[0]
    if name in {"feed", "entry"}:
        start = root if "xmlns=" in root else ATOM_ROOT
        wrapped = inside if name == "feed" else f"<entry>{inside}</entry>"
        return f"{head}{start}{merged(FEED, wrapped, 'entry', ENTRY)}</feed>"
    start = root if name == "rss" else RSS_ROOT
    if "xmlns:atom" not in start:
        start = start.replace("<rss", f'<rss xmlns:atom="{ATOM}"')
    if name == "rss":
        inside = inner(inside) if inside else ""
    elif name == "item":
        inside = f"<item>{inside}</item>"
    return f"{head}{start}<channel>{merged(CHANNEL, inside, 'item', ITEM)}</channel></rss>"


def _json(given):
    feed = json.loads(json.dumps(JSON)) | given
    feed["items"] = [JSON["items"][0] | item for item in given.get("items", [{}])]
    for owner in (feed, *feed["items"]):
        for name in [name for name, value in owner.items() if value is None]:
            del owner[name]
    return json.dumps(feed, indent=1)
