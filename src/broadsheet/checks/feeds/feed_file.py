"""Reads the text of a feed from a file; and the rules for files that are not feeds.

Time and memory are bounded, whatever the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from broadsheet.checks.registry import WHOLE_FILE, Place, Registry
from broadsheet.errors import Problem
from broadsheet.walk import read_file

MAX_BYTES = 20_000_000
"""Twice as much as any feed reader accepts."""

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "a ZIP archive",
    b"BZh": "bzip2",
    b"(\xb5/\xfd": "zstd",
}
_SKIPPED = re.compile(r"\s*(<\?xml|<!--)")
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:feed|rss|RDF|entry)\b|\"https://jsonfeed\.org/version/")


class NotAFeedError(Exception):
    """A file that is not a feed; `problem` says why, with the rule that it belongs to."""

    def __init__(self, rule: str, message: str, place: Place = WHOLE_FILE) -> None:
        super().__init__(message)
        self.problem = replace(place.problem(message), rule=rule)


def read_data(file: Path) -> bytes:
    """Return the content of a file, up to one byte more than MAX_BYTES. Raises NotAFeedError."""
    try:
        return read_file(file, MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotAFeedError("feed-unreadable", f"cannot be read: {reason}; fix the path") from error


def decode(data: bytes) -> str:
    """Return the text of a feed. Raises NotAFeedError."""
    if not data.strip():
        raise NotAFeedError("feed-empty", "the file is empty; generate the feed again")
    if len(data) > MAX_BYTES:
        message = f"the feed is larger than {MAX_BYTES // 1_000_000} MB; include fewer entries"
        raise NotAFeedError("feed-large", message)
    for magic, name in _COMPRESSED.items():
        if data.startswith(magic):
            message = f"the file is {name}; unpack it, and let the server compress what it sends"
            raise NotAFeedError("feed-packed", message)
    text = _text(data)
    if _is_html(text[:5000]):
        message = "the file is an HTML page, perhaps an error page; fix the program that writes it"
        raise NotAFeedError("feed-html", message, Place(1, 0, 1, text.split("\n", 1)[0][:200]))
    return text


def encoding_of(data: bytes) -> str:
    """Return the encoding that a file's first bytes show or declare; the default is UTF-8."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    declared = _DECLARED.match(data[:200])
    return encoding or (declared[1].decode() if declared else "utf-8")


def _text(data: bytes) -> str:
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except LookupError:
        message = f"{encoding} is not a known encoding; use UTF-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02X} is not {encoding}; save the file as UTF-8"
        raise NotAFeedError("feed-encoding", message, Place(line)) from error
    except UnicodeError as error:
        message = f"the file is not {encoding}: {error}; save it as UTF-8"
    raise NotAFeedError("feed-encoding", message, Place(1))


def _is_html(text: str) -> bool:
    """Return whether the first element is one of HTML; an XML declaration and comments may precede it."""
    position = 0
    while start := _SKIPPED.match(text, position):
        end = text.find("-->" if start[1] == "<!--" else ">", start.end())
        if end < 0:
            return False
        position = end + (3 if start[1] == "<!--" else 1)
    return _HTML.match(text, position) is not None


def looks_like_feed(file: Path) -> bool:
    """Return whether a file in a folder is meant as a feed; sitemaps and JSON data are not.

    Files that are empty, packed or an error page count as feeds, because their names say so. Pipes and
    devices do not.
    """
    try:
        if not file.is_file():
            return False
        head = read_file(file, 4000).replace(b"\0", b"")
    except OSError:
        return True
    if file.suffix == ".json":
        return b"https://jsonfeed.org/version/" in head
    return not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") or bool(
        _FEED.search(head) or _is_html(head.decode("latin-1"))
    )


_GOOD = '<rss version="2.0">…</rss>'

FILE_RULES: Registry[Problem] = Registry(
    "Feed files",
    "Each checks a file that should be a feed. An example is the whole file.",
)


def _of_rule(failure: Problem, rule: str) -> Iterator[Problem]:
    if failure.rule == rule:
        yield failure


@FILE_RULES.error(
    "feed-unreadable",
    why="A server cannot send a file that it cannot read.",
    bad="(a file that does not exist)",
    good=_GOOD,
)
def feed_unreadable(failure: Problem) -> Iterator[Problem]:
    """Find files that cannot be read."""
    return _of_rule(failure, "feed-unreadable")


@FILE_RULES.error(
    "feed-empty",
    why="Readers take an empty file for a broken server, and some stop polling the feed.",
    bad="\n",
    good=_GOOD,
)
def feed_empty(failure: Problem) -> Iterator[Problem]:
    """Find empty files."""
    return _of_rule(failure, "feed-empty")


@FILE_RULES.error(
    "feed-large",
    why="Readers stop after some megabytes, and the server sends all of it at each poll.",
    bad="(a file of more than 20 MB, or of more than 250,000 elements)",
    good=_GOOD,
)
def feed_large(failure: Problem) -> Iterator[Problem]:
    """Find feeds that are too large for any reader; only the start of such a file is read."""
    return _of_rule(failure, "feed-large")


@FILE_RULES.error(
    "feed-packed",
    why="Readers unpack a feed only if the server says that it is packed.",
    bad="\x1f\x8b\x08…",
    good=_GOOD,
)
def feed_packed(failure: Problem) -> Iterator[Problem]:
    """Find compressed files, such as gzip."""
    return _of_rule(failure, "feed-packed")


@FILE_RULES.error(
    "feed-encoding",
    why="Most readers reject the whole feed for one byte that does not fit its encoding.",
    bad='<?xml version="1.0" encoding="klingon"?>\n<rss version="2.0"></rss>',
    good='<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">…</rss>',
)
def feed_encoding(failure: Problem) -> Iterator[Problem]:
    """Find files whose bytes are not text in their encoding."""
    return _of_rule(failure, "feed-encoding")


@FILE_RULES.error(
    "feed-html",
    why="An error page saved as a feed breaks every subscription until the next run.",
    bad="<!DOCTYPE html>\n<html><title>502 Bad Gateway</title></html>",
    good=_GOOD,
)
def feed_html(failure: Problem) -> Iterator[Problem]:
    """Find HTML pages."""
    return _of_rule(failure, "feed-html")


@FILE_RULES.error(
    "feed-malformed",
    why="Most readers stop at the first error in the XML or JSON and show nothing.",
    bad="<rss version='2.0'><channel><title>R & D</title></channel></rss>",
    good="<rss version='2.0'><channel><title>R &amp; D</title>…</channel></rss>",
)
def feed_malformed(failure: Problem) -> Iterator[Problem]:
    """Find files that are not well-formed XML or JSON."""
    return _of_rule(failure, "feed-malformed")


@FILE_RULES.error(
    "feed-unknown",
    why="Readers know Atom, RSS and JSON Feed only.",
    bad="<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
    good=_GOOD,
)
def feed_unknown(failure: Problem) -> Iterator[Problem]:
    """Find XML and JSON that is not a feed."""
    return _of_rule(failure, "feed-unknown")
