"""Media RSS: an article's picture, in Atom and RSS alike (https://www.rssboard.org/media-rss)."""

from __future__ import annotations

from broadsheet.feeds.mended_feedgen import MEDIA, Element
from broadsheet.model import Image


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
