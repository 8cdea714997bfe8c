"""The feed formats. To add one, add a module and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.feeds.atom import Atom
from broadsheet.feeds.format import Feed, Format
from broadsheet.feeds.jsonfeed import JsonFeed
from broadsheet.feeds.rss import Rss

__all__ = ["FORMATS", "Feed", "Format"]

FORMATS: Mapping[str, Format] = {
    "atom": Atom(),
    "rss": Rss(),
    "json": JsonFeed(),
}
