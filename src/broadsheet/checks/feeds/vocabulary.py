"""Atom 1.0 (RFC 4287) and RSS 0.91 to 2.0 (rssboard.org) as tables; RSS 1.0 is in `rss1`.

Elements of the feed's own format are named without a prefix, all others as in `namespaces`.
"""

from __future__ import annotations

from broadsheet.checks.feeds.extensions import ANYWHERE, AT_CHANNEL, AT_ITEM, IN_ATOM, IN_RSS, PINGS
from broadsheet.checks.feeds.shapes import Child, Shape, each, many, once, shape

TEXT = shape(value="construct", type="text", src="uri-reference")

PERSON = shape(
    {
        "name": once("plain filled"),
        "email": once("address"),
        "uri": once("iri tight filled"),
    },
    required="name",
    rdf__parseType="text",
)
LINK = Shape(
    attributes={
        "href": "iri",
        "rel": "filled",
        "type": "media-type",
        "hreflang": "language",
        "title": "plain filled",
        "length": "natural",
        "rdf:type": "text",
        "rdf:resource": "text",
        "thr:count": "natural",
        "thr:updated": "rfc3339",
    },
    value="link",
    required=("@href",),
    open=True,
)
CATEGORY = shape(term="filled", scheme="uri", label="plain", required="@term")
_METADATA = {
    "id": once("uri tight identity"),
    "title": once(TEXT),
    "updated": once("rfc3339 tight"),
    "rights": once(TEXT),
    "author": many(PERSON),
    "contributor": many(PERSON),
    "category": many(CATEGORY),
    "link": many(LINK),
}
_ABOUT_FEED = {
    **_METADATA,
    "subtitle": once(TEXT),
    "generator": once("plain filled", uri="uri-reference", version="text"),
    "icon": once("uri-reference tight filled"),
    "logo": once("uri-reference tight filled"),
    **ANYWHERE,
    **AT_CHANNEL,
    **IN_ATOM,
}
SOURCE = shape(_ABOUT_FEED)
ENTRY = shape(
    {
        **_METADATA,
        "content": once(TEXT),
        "summary": once(TEXT),
        "published": once("rfc3339 tight"),
        "source": once(SOURCE),
        "app:edited": once("rfc3339 tight"),
        "app:control": once(shape({"app:draft": once("yes-no")})),
        **ANYWHERE,
        **AT_ITEM,
        **IN_ATOM,
        **PINGS,
    },
    required="id title updated",
    rdf__parseType="text",
)
FEED = shape({**_ABOUT_FEED, "entry": many(ENTRY)}, required="id title updated")

# In RSS, Atom's elements have a prefix.
_PERSON_IN_RSS = shape({f"atom:{name}": child for name, child in PERSON.children.items()})
_ATOM_IN_RSS: dict[str, Child] = {
    "atom:link": many(LINK),
    "atom:author": many(_PERSON_IN_RSS),
    "atom:contributor": many(_PERSON_IN_RSS),
    "atom:id": once("uri"),
    "atom:title": once(TEXT),
    "atom:updated": once("rfc3339"),
}
_ITEM_ATOM = {
    **_ATOM_IN_RSS,
    "atom:summary": once(TEXT),
    "atom:content": many(TEXT),
    "atom:published": once("rfc3339"),
}
_CHANNEL_ATOM = {
    **_ATOM_IN_RSS,
    "atom:category": many(CATEGORY),
    "atom:generator": once("plain filled", uri="uri-reference", version="text"),
    "atom:icon": once("uri-reference filled"),
    "atom:logo": once("uri-reference filled"),
    "atom:subtitle": once(TEXT),
    "atom:rights": once(TEXT),
}
ENCLOSURE = shape(url="web-url", length="natural", type="media-type", required="@url @length @type")
IMAGE = shape(
    {
        "url": once("uri"),
        "title": once("plain filled"),
        "link": once("uri"),
        "width": once("width"),
        "height": once("height"),
        "description": once("plain"),
        **ANYWHERE,
        **IN_RSS,
    },
    required="url title link",
)
TEXT_INPUT = shape(
    {
        "title": once("plain"),
        "description": once("text"),
        "name": once("form-name"),
        "link": once("uri"),
        **ANYWHERE,
        **IN_RSS,
    },
    required="title description name link",
)
CLOUD = shape(
    domain="text",
    port="positive",
    path="text",
    registerProcedure="text",
    protocol="text",
    required="@domain @port @path @registerProcedure @protocol",
)
ANY_ITEM: dict[str, Child] = {
    "title": once("plain filled"),
    "link": once("uri"),
    "description": once("html"),
    **ANYWHERE,
    **AT_ITEM,
    **IN_RSS,
    **_ITEM_ATOM,
}
ITEM = shape(
    {
        **ANY_ITEM,
        "author": once("contact plain"),
        "category": many("plain filled", domain="text"),
        "comments": once("uri"),
        "enclosure": many(ENCLOSURE),
        "guid": once("guid filled", isPermaLink="boolean"),
        "pubDate": once("rfc822"),
        "source": once(shape(value="plain", url="uri", required="@url")),
        **PINGS,
    }
)
ANY_CHANNEL: dict[str, Child] = {
    "title": once("plain filled"),
    "link": once("uri"),
    "description": once("plain"),
    "image": once(IMAGE),
    **ANYWHERE,
    **AT_CHANNEL,
    **IN_RSS,
    **_CHANNEL_ATOM,
}
CHANNEL = shape(
    {
        **ANY_CHANNEL,
        "language": once("language"),
        "copyright": once("plain"),
        **each(once("contact"), "managingEditor webMaster"),
        **each(once("rfc822"), "pubDate lastBuildDate"),
        "category": many("plain", domain="text"),
        "generator": once("text"),
        "docs": once("uri"),
        "cloud": once(CLOUD),
        "ttl": once("positive"),
        "rating": many("text"),
        "textInput": once(TEXT_INPUT),
        "skipHours": once(shape({"hour": many("hour")}, required="hour")),
        "skipDays": once(shape({"day": many("day")}, required="day")),
        "item": many(ITEM),
    },
    required="title link description",
)
RSS = shape({"channel": once(CHANNEL)}, required="channel @version", version="text")
