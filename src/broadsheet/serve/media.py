"""The media type of a file: feeds by how they begin, whatever they are called; the rest by name."""

from __future__ import annotations

import re
from pathlib import PurePath

from broadsheet.feeds import FORMATS

_START = 1024
"""How many bytes from a file's start tell whether it is a feed."""

_TEXTS = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".atom": "application/xml",
    ".rss": "application/xml",
    "": "application/octet-stream",
    ".opml": "text/x-opml; charset=utf-8",
    ".eml": "message/rfc822",
    ".svg": "image/svg+xml",
}
_OTHERS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".gz": "application/gzip",
}
_MAY_BE_FEEDS = frozenset({"application/xml", "application/json", _TEXTS[""]})
_FEEDS = {
    "atom": re.compile(rb"<feed[\s>]"),
    "rss": re.compile(rb"<rss[\s>]"),
    "json": re.compile(rb'"https://jsonfeed\.org/version/'),
}


def is_text(name: str) -> bool:
    """Tell whether a file is worth compressing; one whose name has no end may be a feed."""
    return PurePath(name).suffix.lower() in _TEXTS


def text_type(name: str, content: bytes) -> str:
    """Return the media type of a text (see `is_text`)."""
    by_name = _TEXTS[PurePath(name).suffix.lower()]
    if by_name in _MAY_BE_FEEDS:
        for form, pattern in _FEEDS.items():
            if pattern.search(content, 0, _START):
                media_type = FORMATS[form].media_type
                # Browsers that show a feed as text guess its characters, if nobody tells.
                return media_type if form == "json" else f"{media_type}; charset=utf-8"
    return by_name


def other_type(name: str) -> str:
    """Return the media type of a file that is no text."""
    return _OTHERS.get(PurePath(name).suffix.lower(), "application/octet-stream")
