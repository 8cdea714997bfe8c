"""A file → the text of a feed, or what keeps it from being one. Bounded in time and memory."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from broadsheet.checks.rule import WHOLE_FILE, Place

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


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file is no feed: the rule that says so, what it says, and where."""

    rule: str
    message: str
    place: Place = WHOLE_FILE


class NotAFeed(Exception):
    """A file that no reader can take for a feed."""

    def __init__(self, rule: str, message: str, place: Place = WHOLE_FILE) -> None:
        super().__init__(message)
        self.failure = Failure(rule, message, place)


def read_data(file: Path) -> bytes:
    """Read a file, but not more of it than shows that it is too large. Raises NotAFeed."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotAFeed("feed-unreadable", f"cannot be read: {reason}; mend the path") from error


def decode(data: bytes) -> str:
    """Return the text of a feed. Raises NotAFeed where there is none."""
    if not data.strip():
        raise NotAFeed("feed-empty", "the file is empty; write it anew")
    if len(data) > MAX_BYTES:
        message = f"the feed is larger than {MAX_BYTES // 1_000_000} MB; carry fewer entries"
        raise NotAFeed("feed-large", message)
    for magic, name in _COMPRESSED.items():
        if data.startswith(magic):
            message = f"the file is {name}; unpack it, and let the server compress what it sends"
            raise NotAFeed("feed-packed", message)
    text = _text(data)
    if _HTML.match(text[:5000]):
        message = "the file is an HTML page, perhaps an error page; mend what writes it"
        raise NotAFeed("feed-html", message, Place(1, 0, 1, text.split("\n", 1)[0][:200]))
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
        raise NotAFeed("feed-encoding", message, Place(line)) from error
    except UnicodeError as error:
        message = f"the file is not {encoding}: {error}; save it as UTF-8"
    raise NotAFeed("feed-encoding", message, Place(1))


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
