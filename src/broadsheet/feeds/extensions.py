"""Elements of extensions: images (Media RSS, enclosures) and archives (RFC 5005).

Media RSS: https://www.rssboard.org/media-rss
"""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.feeds.feedgen_fixes import HISTORY, ITUNES, MEDIA, Element
from broadsheet.feeds.format import Feed
from broadsheet.model import Enclosure, Entry, Image


def enclosures(entry: Entry) -> tuple[Enclosure, ...]:
    """Return the files of an entry, its picture last unless its type or length is unknown.

    RSS requires both, and readers treat an enclosure without a type as a page.
    """
    image = entry.image
    if (
        not entry.encloses_image
        or image is None
        or image.media_type is None
        or image.length is None
    ):
        return entry.enclosures
    return (*entry.enclosures, Enclosure(image.url, image.media_type, image.length))


def duration_of(file: Enclosure) -> tuple[Element, ...]:
    """Return `itunes:duration` in seconds, which players of podcasts show; nothing if it is unknown.

    Source: https://help.apple.com/itc/podcasts_connect/#/itcb54353390
    """
    return (Element(f"{{{ITUNES}}}duration", str(file.duration)),) if file.duration else ()


def media_element(image: Image | None) -> tuple[Element, ...]:
    """Return `media:content` with what is known about the image; nothing if there is none.

    Numbers must be above zero in Media RSS, so the length of an empty file is left out.
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
