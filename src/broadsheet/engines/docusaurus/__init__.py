"""Docusaurus (https://docusaurus.io): its blogs.

config.py       docusaurus.config → Found
blogs.py        the options of each blog
translations.py posts in other languages
dialect.py      posts, their names and authors
permalinks.py   tokens
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.docusaurus.permalinks import SCHEME
from broadsheet.engines.engine import Engine
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Docusaurus(Engine):
    """The engine Docusaurus."""

    name = "docusaurus"
    label = "Docusaurus"
    scheme = SCHEME
    flavour = Flavour(is_mdx=True, has_components=True, names_code=True)

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        names = (f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "cjs", "mts"))
        yield from (name for name in names if (root / name).is_file())

    def flavour_of(self, config: Config) -> Flavour:
        """Read whether a plugin shows formulas."""
        from broadsheet.engines.javascript_markdown import with_formulas  # noqa: PLC0415

        return with_formulas(self.flavour, config.root, "docusaurus.config")

    def detect_config(self, root: Path) -> Found:
        """Read docusaurus.config."""
        from broadsheet.engines.docusaurus.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of posts."""
        from broadsheet.engines.docusaurus.dialect import DocusaurusDialect  # noqa: PLC0415

        return DocusaurusDialect(config)
