"""One module an engine, each behind the protocol `Dialect`. To add one, see `dialect.py`."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.config.records import Config
from broadsheet.read.dialects.dialect import Dialect
from broadsheet.read.dialects.eleventy import Eleventy
from broadsheet.read.dialects.folder import Folder
from broadsheet.read.dialects.hexo import Hexo
from broadsheet.read.dialects.hugo import Hugo
from broadsheet.read.dialects.jekyll import Jekyll
from broadsheet.read.dialects.obsidian import Obsidian
from broadsheet.read.dialects.pelican import Pelican
from broadsheet.read.dialects.zola import Zola

__all__ = ["DIALECTS", "Dialect", "make_dialect"]

DIALECTS: Mapping[str, type[Dialect]] = {
    "eleventy": Eleventy,
    "hexo": Hexo,
    "hugo": Hugo,
    "jekyll": Jekyll,
    "obsidian": Obsidian,
    "pelican": Pelican,
    "plain": Folder,
    "zola": Zola,
}


def make_dialect(config: Config) -> Dialect:
    """Make the dialect that a site is written in."""
    return DIALECTS[config.content.dialect](config)
