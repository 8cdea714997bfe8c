"""content/ → Articles: files (`files`), front matter (`front_matter`, `yaml_text`), fields (`article`)."""

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
