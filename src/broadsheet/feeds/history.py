"""How Atom and RSS mark an archive document (RFC 5005, section 4)."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.feeds.format import Feed
from broadsheet.feeds.mended_feedgen import HISTORY, Element


def archive_mark(feed: Feed) -> tuple[Element, ...]:
    """Return `fh:archive` for a document that changes no more; nothing for others."""
    return (Element(f"{{{HISTORY}}}archive"),) if feed.fixed else ()


def namespaces_of(feed: Feed, namespaces: Mapping[str, str]) -> Mapping[str, str]:
    """Return the namespaces that a document declares, beside those of its entries."""
    return {**namespaces, "fh": HISTORY} if feed.fixed else namespaces
