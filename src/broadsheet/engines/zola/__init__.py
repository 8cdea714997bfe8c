"""Zola (https://www.getzola.org).

config.py       config.toml → Found
feeds.py        the feeds of the site and of sections
dialect.py      pages
escapes.py      shortcodes that a page shows
permalinks.py   tokens and slugs
shortcodes.py   the site's own shortcodes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.zola.permalinks import SCHEME
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.markdown import ArticleTemplates


class Zola(Engine):
    """The engine Zola."""

    name = "zola"
    label = "Zola"
    scheme = SCHEME
    flavour = Flavour(
        has_calls=True, has_definitions=False, has_long_terms=True, notes_in_place=True
    )
    only_markdown = True

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration: config.toml is Zola's if it has a `base_url`."""
        if (root / "zola.toml").is_file():
            yield "zola.toml"
        if re.search(r"(?m)^[ \t]*base_url[ \t]*=", beginning(root / "config.toml")):
            yield "config.toml"

    def flavour_of(self, config: Config) -> Flavour:
        """Read the table `markdown` (components/config/src/config/markup.rs)."""
        from broadsheet.engines.settings import load  # noqa: PLC0415

        try:
            markdown = load(config.root, "zola.toml", "config.toml").table("markdown")
        except ConfigError:
            return self.flavour
        return replace(
            self.flavour,
            options=frozenset({"shortcodes"} if markdown.get("render_emoji") is True else ()),
            typography="pulldown" if markdown.get("smart_punctuation") is True else "",
            directives=frozenset(
                {"github_alerts"} if markdown.get("github_alerts") is True else ()
            ),
            notes_in_place=markdown.get("bottom_footnotes") is not True,
            has_definitions=markdown.get("definition_list") is True,
            # `highlight_code` until Zola 0.21. Without highlighting no line is hidden.
            hides_lines=bool(markdown.get("highlighting") or markdown.get("highlight_code")),
        )

    def templates(self, config: Config, read: Callable[[str], str | None]) -> ArticleTemplates:
        """Return the site's own shortcodes."""
        from broadsheet.engines.zola.shortcodes import templates_of  # noqa: PLC0415

        return templates_of(config, read)

    def detect_config(self, root: Path) -> Found:
        """Read zola.toml or config.toml."""
        from broadsheet.engines.zola.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of pages."""
        from broadsheet.engines.zola.dialect import ZolaDialect  # noqa: PLC0415

        return ZolaDialect(config)
