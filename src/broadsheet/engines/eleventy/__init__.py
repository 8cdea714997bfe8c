"""Eleventy (https://www.11ty.dev).

detect.py       which file is the configuration
config.py       eleventy.config.js and _data/ → Found
feeds.py        where the site has its feeds
library.py      how its configuration sets up markdown-it
markup.py       the flavour of Markdown that follows from it
templates.py    what templates in articles know: values and shortcodes
shortcodes.py   the shortcodes that its configuration adds
programs.py     what names mean in a module of the configuration
data.py         the fields that data files and layouts give to templates
date_libraries.py  luxon and the like; date_formats.py, what the letters of their formats mean
dialect.py      templates
permalinks.py   tokens, slugs and `permalink` templates; permalink_filters.py, permalink_functions.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.eleventy.detect import signs
from broadsheet.engines.eleventy.permalinks import SCHEME
from broadsheet.engines.engine import Engine
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.markdown import ArticleTemplates


class Eleventy(Engine):
    """The engine Eleventy."""

    name = "eleventy"
    label = "Eleventy"
    scheme = SCHEME
    flavour = Flavour(
        has_tags=True,
        has_templates=True,
        has_comments=True,
        has_definitions=False,
        has_indented_code=False,
        has_heading_ids=False,
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration, or the package.json that names Eleventy."""
        return signs(root)

    def flavour_of(self, config: Config) -> Flavour:
        """Read the options of markdown-it from the configuration."""
        from broadsheet.engines.eleventy.markup import flavour  # noqa: PLC0415

        return flavour(config.root, self.flavour)

    def settings_of(self, config: Config) -> tuple[str, ...]:
        """Return the configuration, and the files that it imports."""
        from broadsheet.engines.eleventy.markup import modules  # noqa: PLC0415

        return tuple(module.path for module in modules(config.root))

    def templates(self, config: Config, read: Callable[[str], str | None]) -> ArticleTemplates:
        """Return the fields of articles, the site's data, and its own shortcodes."""
        from broadsheet.engines.eleventy.templates import templates_of  # noqa: PLC0415 - of few articles

        return templates_of(config, read)

    def detect_config(self, root: Path) -> Found:
        """Read the configuration as far as it is data, and _data/."""
        from broadsheet.engines.eleventy.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of templates."""
        from broadsheet.engines.eleventy.dialect import EleventyDialect  # noqa: PLC0415

        return EleventyDialect(config)
