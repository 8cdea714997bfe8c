"""Hugo (https://gohugo.io).

detect.py         which files are the configuration
config.py         hugo.toml and its kin → Found
config_files.py   the files of the configuration, merged as Hugo merges them
languages.py      the content folder of each language
pages.py          bundles, and the pages of sections and terms
cascade.py        fields that `_index.md` and the configuration give to pages
dialect.py        articles
hooks.py          which templates for parts of Markdown there are
links.py          the targets of links and shortcodes
permalinks.py     tokens, slugs, and `permalinks` of the configuration
shortcodes.py     the shortcodes of the site and its themes
template_values.py     what their templates know of the page and the site
template_functions.py  functions that need the site
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.hugo.detect import signs
from broadsheet.engines.hugo.permalinks import SCHEME

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links
    from broadsheet.markdown import ArticleTemplates, Flavour


class Hugo(Engine):
    """The engine Hugo."""

    name = "hugo"
    label = "Hugo"
    scheme = SCHEME
    holds_back = True
    has_bundles = True
    key_notes = MappingProxyType(
        {
            "permalinks": '`"/"` is for articles in no section, `"posts:de"` for one language.',
            "keep_case": "that is `disablePathToLower`.",
            "drop_accents": "that is `removePathAccents`.",
        }
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield a file of Hugo's configuration."""
        return signs(root)

    def flavour_of(self, config: Config) -> Flavour:
        """Read what `markup.goldmark` turns on and off, and `enableEmoji`."""
        from broadsheet.engines.hugo.markup import flavour  # noqa: PLC0415

        return flavour(config.root)

    def detect_config(self, root: Path) -> Found:
        """Read hugo.toml and its kin."""
        from broadsheet.engines.hugo.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def templates(self, config: Config, read: Callable[[str], str | None]) -> ArticleTemplates:
        """Return the shortcodes of the site and its themes."""
        from broadsheet.engines.hugo.shortcodes import templates_of  # noqa: PLC0415

        return templates_of(config, read)

    def links(self, config: Config) -> Links:
        """Return what finds logical paths."""
        from broadsheet.engines.hugo.links import HugoLinks  # noqa: PLC0415

        return HugoLinks(config)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of pages."""
        from broadsheet.engines.hugo.dialect import HugoDialect  # noqa: PLC0415

        return HugoDialect(config)
