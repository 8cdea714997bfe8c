"""What feeds say beyond their own format: images (Media RSS, enclosures) and archives (RFC 5005).

Media RSS: https://www.rssboard.org/media-rss
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.feeds.feedgen_fixes import HISTORY, MEDIA, Element
from broadsheet.feeds.format import Feed
from broadsheet.model import Image


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to fetch along with an article; `length` is in bytes."""

    url: str
    media_type: str
    length: int


def enclosure(image: Image | None) -> Enclosure | None:
    """Return a picture as an enclosure; None where its type or length is unknown.

    RSS demands both, and readers take an enclosure without a type for a page.
    """
    if image is None or image.media_type is None or image.length is None:
        return None
    return Enclosure(image.url, image.media_type, image.length)


def media_element(image: Image | None) -> tuple[Element, ...]:
    """Return `media:content` with what is known of the picture; nothing where there is none.

    Media RSS wants numbers above zero, so an empty file's length is left out like an unknown one.
    """
    if image is None:
        return ()
    known = {
        "type": image.media_type,
        "fileSize": image.length,
        "width": image.width,
        "height": image.height,
    }
    attributes = {"url": image.url, "medium": "image"} | {
        name: str(value) for name, value in known.items() if value
    }
    return (Element(f"{{{MEDIA}}}content", None, attributes),)


def archive_mark(feed: Feed) -> tuple[Element, ...]:
    """Return `fh:archive` for a document that no longer changes (RFC 5005, section 4), else nothing."""
    return (Element(f"{{{HISTORY}}}archive"),) if feed.fixed else ()


def namespaces_of(feed: Feed, namespaces: Mapping[str, str]) -> Mapping[str, str]:
    """Return the namespaces that a document declares; `namespaces` are those of its entries."""
    return {**namespaces, "fh": HISTORY} if feed.fixed else namespaces
