"""The process that parses feeds: a document on standard input, JSON on standard output.

The only module that imports feedparser. It reads RSS 0.9x to 2.0, RSS 1.0 and Atom, well-formed or not;
JSON Feed is read by `json_feed`.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from broadsheet.errors import needs
from broadsheet.fetching import json_feed
from broadsheet.fetching.entry import file_fields, is_published, plain

_ENDS = (b"</rss>", b"</feed>", b"rdf:rdf>", b"</channel>", b":feed>")
_LIMIT = 2_000_000_000
"""The limit of memory in bytes; a feed of 20 MB needs a tenth of it."""

NO_PACKAGE = needs("feedparser", "fetch")


def main() -> None:
    """Parse standard input; arguments are the document's address and its media type."""
    url, content_type = sys.argv[1:3]
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_LIMIT, _LIMIT))
    warnings.simplefilter("ignore")
    found = read(sys.stdin.buffer.read(), url, content_type)
    sys.stdout.buffer.write(json.dumps(found).encode())


def read(data: bytes, url: str, content_type: str = "") -> Mapping[str, Any]:
    """Return the fields of a `ParsedFeed`, or an "error" for people."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        return {"error": "is empty; write the address of a feed"}
    if start in {b"{", b"["}:
        return json_feed.read(data, url)
    try:
        import feedparser  # noqa: PLC0415 - an extra
    except ImportError:
        return {"error": NO_PACKAGE}
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    parsed = feedparser.parse(
        io.BytesIO(data),
        response_headers=headers,
        resolve_relative_uris=b"xml:base" in data,
        sanitize_html=False,
    )
    if not parsed.version:
        return {"error": _no_feed(data, url)}
    broken = isinstance(parsed.get("bozo_exception"), _sax_error())
    if broken and not data.rstrip()[-300:].lower().rstrip(b"\0 \r\n").endswith(_ENDS):
        return {"error": "ends in the midst of an entry; the next run asks again"}
    notes = [_not_well_formed(parsed.bozo_exception)] if broken else []
    feed = dict(parsed.feed)
    rss = not parsed.version.startswith("atom")
    entries = [
        file_fields(dict(entry), feed, url, escapes=rss)
        for entry in parsed.entries
        if is_published(entry)
    ]
    return {"title": plain(feed.get("title", "")), "entries": entries, "notes": notes}


def _sax_error() -> type[Exception]:
    from xml.sax import SAXException  # noqa: PLC0415 - only its class

    return SAXException


def _not_well_formed(error: Any) -> str:
    line = getattr(error, "getLineNumber", lambda: 0)()
    return f"is not well-formed XML (line {line}: {getattr(error, 'getMessage', str)()[:100]})"


def _no_feed(data: bytes, url: str) -> str:
    """Return an error that says what the document is; a page often names the feed of its site."""
    from lxml import html  # noqa: PLC0415 - rarely needed

    try:
        page = html.fromstring(data[:500_000])
    except (ValueError, html.etree.LxmlError):
        return "is no feed; write the address of one"
    title = " ".join((page.findtext(".//title") or "").split())[:80]
    named = next(_feeds_of(page), "")
    shown = f' ("{title}")' if title else ""
    advice = f"write {urljoin(url, named)}" if named else "write the address of the site's feed"
    return f"is a page{shown}, no feed; {advice}"


def _feeds_of(page: Any) -> Iterator[str]:
    for link in page.iter("link"):
        kind = (link.get("type") or "").lower()
        if "alternate" in (link.get("rel") or "").lower() and kind.endswith(
            ("rss+xml", "atom+xml", "feed+json")
        ):
            yield link.get("href") or ""


if __name__ == "__main__":
    main()
