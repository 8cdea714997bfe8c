"""Sitemaps (https://www.sitemaps.org/protocol.html) → addresses of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from broadsheet.errors import UnreadableError
from broadsheet.rendered.feeds import parse_xml
from broadsheet.rendered.outputs import read_output_file

MOST_ADDRESSES = 50_000
"""The largest number that the protocol allows in one file."""


def read_sitemap(file: Path) -> tuple[str, ...]:
    """Return the addresses that a sitemap lists; none of an index. Raises UnreadableError."""
    root = parse_xml(read_output_file(file))
    if etree.QName(root).localname not in {"urlset", "sitemapindex"}:
        raise UnreadableError(1, "is no sitemap", "name a sitemap")
    return tuple(_addresses(root))


def _addresses(root: Any) -> Iterator[str]:
    for number, url in enumerate(root.iterchildren("{*}url", "url")):
        if number >= MOST_ADDRESSES:
            return
        for place in url.iterchildren("{*}loc", "loc"):
            yield "".join(place.itertext()).strip()
