"""How a file is sent: its media type, its coding, and whether a range of it is asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from broadsheet.feeds import FORMATS

START = 1024
"""How many bytes at a file's start show whether it is a feed."""

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
_RANGES = re.compile(r"bytes=\s*(?:\d+-\d*|-\d+)(?:\s*,\s*(?:\d+-\d*|-\d+))*\s*", re.ASCII)


def is_text(name: str) -> bool:
    """Return whether a file is worth compressing; one without a suffix may be a feed."""
    return PurePath(name).suffix.lower() in _TEXTS


def text_type(name: str, content: bytes) -> str:
    """Return the media type of a text (see `is_text`); a feed is known by how it begins."""
    by_name = _TEXTS[PurePath(name).suffix.lower()]
    if by_name in _MAY_BE_FEEDS:
        for form, pattern in _FEEDS.items():
            if pattern.search(content, 0, START):
                media_type = FORMATS[form].media_type
                # Otherwise browsers that show a feed as text guess its encoding.
                return media_type if form == "json" else f"{media_type}; charset=utf-8"
    return by_name


def other_type(name: str) -> str:
    """Return the media type of a file that is not a text."""
    return _OTHERS.get(PurePath(name).suffix.lower(), "application/octet-stream")


def choose_coding(accept_encoding: str, offered: Sequence[str]) -> str:
    """Return the coding of `offered` (best first) that a client prefers, "" for none.

    This is RFC 9110, section 12.5.3; `accept_encoding` is "" if the header is missing.
    """
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weights[name] = _weight(parameters)
    # max() keeps the first of equals, so our order decides among those that a client likes equally.
    best = max(offered, key=lambda name: weights.get(name, weights.get("*", 0.0)), default="")
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else ""


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


def asks_for_ranges(value: str) -> bool:
    """Return whether a Range header is valid; others have to be ignored (RFC 9110, 14.1.1 and 14.2)."""
    if not _RANGES.fullmatch(value):
        return False
    bounds = (part.strip().split("-") for part in value.partition("=")[2].split(","))
    return all(not first or not last or int(first) <= int(last) for first, last in bounds)
