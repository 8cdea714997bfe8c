"""content/ → Articles: files (`files`), front matter (`front_matter`, `yaml_text`), fields (`article`)."""

from __future__ import annotations

from broadsheet.read.articles import read_addresses, read_articles
from broadsheet.read.assets import Assets, Page, is_path
from broadsheet.read.pages import PageAddresses
from broadsheet.read.resolver import Resolver

__all__ = [
    "Assets",
    "Page",
    "PageAddresses",
    "Resolver",
    "is_path",
    "read_addresses",
    "read_articles",
]
