"""content/ → Articles, and the addresses that references in them lead to.

articles.py        all articles of a site; those that have not changed come from the store
reading.py         what all of them are read with
whole_site.py      what is wrong with them as a whole
article.py         one file; article_reader.py, field_reader.py its fields; cover.py, recording.py
resolver.py        references in bodies: to articles, pages.py, and files, assets.py and file_names.py
answers.py         what references asked for, so that a change is noticed
"""

from __future__ import annotations

from broadsheet.read.articles import read_addresses, read_articles
from broadsheet.read.assets import Assets, Page
from broadsheet.read.pages import PageAddresses
from broadsheet.read.resolver import Resolver

__all__ = [
    "Assets",
    "Page",
    "PageAddresses",
    "Resolver",
    "read_addresses",
    "read_articles",
]
