"""VitePress (https://vitepress.dev) and VuePress (https://vuepress.vuejs.org).

config.py       .vitepress/config or .vuepress/config → Found
dialect.py      pages with a date
permalinks.py   tokens
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.vitepress.permalinks import FOLDERS, SCHEME
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class VitePress(Engine):
    """The engines VitePress and VuePress."""

    name = "vitepress"
    label = "VitePress"
    scheme = SCHEME
    flavour = Flavour(
        has_templates=True,
        has_components=True,
        directives=frozenset({"containers", "alerts", "includes"}),
        options=frozenset({"shortcodes"}),
        names_code=True,
    )
    only_markdown = True
    settings = tuple(
        f"{folder}/config.{suffix}"
        for folder in FOLDERS
        for suffix in ("ts", "mts", "mjs", "js", "cjs")
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the folder of the configuration."""
        yield from (folder for folder in FOLDERS if (root / folder).is_dir())

    def flavour_of(self, config: Config) -> Flavour:
        """Read whether a plugin shows formulas."""
        from broadsheet.engines.javascript_markdown import with_formulas  # noqa: PLC0415

        return with_formulas(self.flavour, config.root, *(f"{folder}/config" for folder in FOLDERS))

    def detect_config(self, root: Path) -> Found:
        """Read the configuration."""
        from broadsheet.engines.vitepress.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of pages."""
        from broadsheet.engines.vitepress.dialect import VitePressDialect  # noqa: PLC0415

        return VitePressDialect(config)
