"""How each engine reads the text of an article."""

from __future__ import annotations

from broadsheet.config.records import Config
from broadsheet.markdown import Flavour


def flavour_of(config: Config) -> Flavour:
    """Return how the engine of a site reads the text of an article."""
    name = config.content.dialect
    return Flavour(
        has_templates=name in {"jekyll", "hexo", "eleventy"},
        has_calls=name == "zola",
    )
