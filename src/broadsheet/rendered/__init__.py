"""Reads what another program published of a site: its feeds, its sitemap and its pages, from files.

outputs.py   the folders that engines write into, and the feeds in them
feeds.py     Atom, RSS and JSON Feed → `RenderedFeed`
sitemaps.py  a sitemap → addresses
pages.py     the page of an address, and the article in it

feedparser is not used here: it changes entries (it sanitises, and resolves addresses), takes ten times
as long, and `publish init` has to work without an extra.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.rendered.feeds import RenderedFeed, RenderedItem
    from broadsheet.rendered.outputs import OUTPUT_FOLDERS, Output
    from broadsheet.rendered.pages import RenderedPage
    from broadsheet.rendered.sitemaps import read_sitemap
else:
    __getattr__ = lazy(
        __name__,
        {
            "feeds": "RenderedFeed RenderedItem",
            "outputs": "OUTPUT_FOLDERS Output",
            "pages": "RenderedPage",
            "sitemaps": "read_sitemap",
        },
    )

__all__ = [
    "OUTPUT_FOLDERS",
    "Output",
    "RenderedFeed",
    "RenderedItem",
    "RenderedPage",
    "read_sitemap",
]
