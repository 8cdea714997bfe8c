"""What another program has published of a site: its feeds, its sitemap and its pages, read from files.

outputs.py   the folders that engines write into, and the feeds in them
feeds.py     Atom, RSS and JSON Feed → `RenderedFeed`
sitemaps.py  a sitemap → addresses
pages.py     the page of an address, and the article in it
pairing.py   pairs of entries and articles
words.py     HTML → its words, links and pictures

feedparser would read feeds too. It is not used here, since it changes what an entry holds (it sanitises,
and resolves addresses), takes ten times as long, and `publish init` has to work without any extra.
"""

from __future__ import annotations

from broadsheet.rendered.feeds import RenderedFeed, RenderedItem, read_feed
from broadsheet.rendered.outputs import OUTPUT_FOLDERS, Output, find_outputs, read_output_file
from broadsheet.rendered.pages import PageContent, content_of, page_file, page_language, page_paths
from broadsheet.rendered.pairing import PairKeys, folded, pair_up, path_of
from broadsheet.rendered.sitemaps import read_sitemap
from broadsheet.rendered.words import Facts, facts_of

__all__ = [
    "OUTPUT_FOLDERS",
    "Facts",
    "Output",
    "PageContent",
    "PairKeys",
    "RenderedFeed",
    "RenderedItem",
    "content_of",
    "facts_of",
    "find_outputs",
    "folded",
    "page_file",
    "page_language",
    "page_paths",
    "pair_up",
    "path_of",
    "read_feed",
    "read_output_file",
    "read_sitemap",
]
