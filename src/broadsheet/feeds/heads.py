"""Heads of documents: a site has thousands of feeds, whose heads differ in a few texts alone.

feedgen makes one of each kind, with marks in the places of these texts, which takes ten times as long as to
fill them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from broadsheet.config import records
from broadsheet.feeds.format import Feed
from broadsheet.model import Channel

Make = Callable[[Feed, str], bytes]
"""Makes the head of a feed that was last changed at a time, which is text; "" for one without entries."""

_MARK = "\ue0a0{}\ue0a1"
_AS_TYPED = re.compile('[^\x00-\x1f\x7f-\x9f"&<>\ud800-\udfff\ue0a0\ue0a1\ufffe\uffff]*')
"""Texts that XML has as they are typed, and that hold no marks."""


def head(make: Make, feed: Feed, updated: str) -> bytes:
    """Return what `make` makes of a feed; a function, not a method, since its results are kept."""
    channel = feed.channel
    links = (url for _, url in feed.links)
    texts = (feed.url, feed.id, channel.home, channel.title, channel.description, updated, *links)
    if not all(map(_AS_TYPED.fullmatch, texts)):
        return make(feed, updated)
    relations = tuple(relation for relation, _ in feed.links)
    made = _marked(make, feed.site, relations, tuple(map(bool, texts)), is_fixed=feed.fixed)
    for number, text in enumerate(texts):
        made = made.replace(_MARK.format(number).encode(), text.encode()) if text else made
    return made


@lru_cache(maxsize=64)
def _marked(
    make: Make,
    site: records.SiteConfig,
    relations: tuple[str, ...],
    filled: tuple[bool, ...],
    *,
    is_fixed: bool,
) -> bytes:
    """Return a head with marks for the texts that are `filled`, in their order."""
    marks = (_MARK.format(number) if is_filled else "" for number, is_filled in enumerate(filled))
    url, id_, home, title, description, updated, *links = marks
    channel = Channel("", title, description, home, ())
    related = tuple(zip(relations, links, strict=True))
    return make(Feed(channel, site, url, id_, None, related, fixed=is_fixed), updated)
