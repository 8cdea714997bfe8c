"""One module an engine, each behind the protocol `Dialect`. To add one, see `dialect.py`."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.config.records import Config
from broadsheet.engines.eleventy.dialect import Eleventy
from broadsheet.engines.engine import Dialect
from broadsheet.engines.hexo.dialect import Hexo
from broadsheet.engines.hugo.dialect import Hugo
from broadsheet.engines.jekyll.dialect import Jekyll
from broadsheet.engines.obsidian.dialect import Obsidian
from broadsheet.engines.pelican.dialect import Pelican
from broadsheet.engines.plain.dialect import Folder
from broadsheet.engines.zola.dialect import Zola

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
