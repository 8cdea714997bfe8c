"""A file → the text of a feed, or what keeps it from being one. Bounded in time and memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from broadsheet.checks.registry import WHOLE_FILE, Place, Registry
from broadsheet.errors import Problem

MAX_BYTES = 20_000_000
"""No reader takes a feed of this size: most stop at 10 MB or less."""

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
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


class NotAFeedError(Exception):
    """A file that no reader can take for a feed."""

    def __init__(self, rule: str, message: str, place: Place = WHOLE_FILE) -> None:
        super().__init__(message)
        self.problem = replace(place.problem(message), rule=rule)


def read_data(file: Path) -> bytes:
    """Read a file, but not more of it than shows that it is too large. Raises NotAFeed."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotAFeedError(
            "feed-unreadable", f"cannot be read: {reason}; mend the path"
        ) from error


def decode(data: bytes) -> str:
    """Return the text of a feed. Raises NotAFeed where there is none."""
    if not data.strip():
        raise NotAFeedError("feed-empty", "the file is empty; write it anew")
    if len(data) > MAX_BYTES:
        message = f"the feed is larger than {MAX_BYTES // 1_000_000} MB; carry fewer entries"
        raise NotAFeedError("feed-large", message)
    for magic, name in _COMPRESSED.items():
        if data.startswith(magic):
            message = f"the file is {name}; unpack it, and let the server compress what it sends"
            raise NotAFeedError("feed-packed", message)
    text = _text(data)
    if _HTML.match(text[:5000]):
        message = "the file is an HTML page, perhaps an error page; mend what writes it"
        raise NotAFeedError("feed-html", message, Place(1, 0, 1, text.split("\n", 1)[0][:200]))
    return text


def encoding_of(data: bytes) -> str:
    """Return the encoding that a file's first bytes show or declare, "utf-8" where they do neither."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    declared = _DECLARED.match(data[:200])
    return encoding or (declared[1].decode() if declared else "utf-8")


def _text(data: bytes) -> str:
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except LookupError:
        message = f"{encoding} is no encoding; write UTF-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02X} is not {encoding}; save the file as UTF-8"
        raise NotAFeedError("feed-encoding", message, Place(line)) from error
    except UnicodeError as error:
        message = f"the file is not {encoding}: {error}; save it as UTF-8"
    raise NotAFeedError("feed-encoding", message, Place(1))


_FEED = re.compile(rb"<(?:\w+:)?(?:feed|rss|RDF|entry)\b|\"https://jsonfeed\.org/version/")


def looks_like_feed(file: Path) -> bool:
    """Tell whether a file among others is meant as a feed: sitemaps and page data are not.

    One that is empty, packed or an error page is taken for a feed too, since its name says so.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(4000).replace(b"\0", b"")
    except OSError:
        return True
    if file.suffix == ".json":
        return b"https://jsonfeed.org/version/" in head
    return not head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") or bool(
        _FEED.search(head) or _HTML.match(head.decode("latin-1"))
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
    why="A file that cannot be read cannot be sent either.",
    bad="(a file that is not there)",
    good=_GOOD,
)
def feed_unreadable(failure: Problem) -> Iterator[Problem]:
    """Find files that the system does not let read."""
    return _of_rule(failure, "feed-unreadable")


@FILE_RULES.error(
    "feed-empty",
    why="Readers take an empty file for a broken server, and some give up on the feed.",
    bad="\n",
    good=_GOOD,
)
def feed_empty(failure: Problem) -> Iterator[Problem]:
    """Find empty files."""
    return _of_rule(failure, "feed-empty")


@FILE_RULES.error(
    "feed-large",
    why="Readers stop at some megabytes, and each poll sends all of it.",
    bad="(a file of more than 20 MB, or of more than 250,000 elements)",
    good=_GOOD,
)
def feed_large(failure: Problem) -> Iterator[Problem]:
    """Find feeds that no reader takes; no more of them is read than shows that."""
    return _of_rule(failure, "feed-large")


@FILE_RULES.error(
    "feed-packed",
    why="Readers unpack what a server says it packed, never what lies packed on its disk.",
    bad="\x1f\x8b\x08…",
    good=_GOOD,
)
def feed_packed(failure: Problem) -> Iterator[Problem]:
    """Find files in gzip and its like."""
    return _of_rule(failure, "feed-packed")


@FILE_RULES.error(
    "feed-encoding",
    why="A byte that is not what the file says of its encoding ends the feed for most readers.",
    bad='<?xml version="1.0" encoding="klingon"?>\n<rss version="2.0"></rss>',
    good='<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">…</rss>',
)
def feed_encoding(failure: Problem) -> Iterator[Problem]:
    """Find files whose bytes are not text."""
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
    why="Most readers stop at the first error of the XML or JSON and show nothing.",
    bad="<rss version='2.0'><channel><title>R & D</title></channel></rss>",
    good="<rss version='2.0'><channel><title>R &amp; D</title>…</channel></rss>",
)
def feed_malformed(failure: Problem) -> Iterator[Problem]:
    """Find files that are not well-formed XML."""
    return _of_rule(failure, "feed-malformed")


@FILE_RULES.error(
    "feed-unknown",
    why="Readers know Atom, RSS and JSON Feed.",
    bad="<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
    good=_GOOD,
)
def feed_unknown(failure: Problem) -> Iterator[Problem]:
    """Find XML and JSON that is no feed."""
    return _of_rule(failure, "feed-unknown")
