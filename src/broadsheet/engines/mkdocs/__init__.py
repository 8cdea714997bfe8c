"""MkDocs with the blog of Material (https://squidfunk.github.io/mkdocs-material), and Zensical.

config.py       mkdocs.yml or zensical.toml → Found
markup.py       its extensions of Markdown
dialect.py      posts, their authors and dates
permalinks.py   tokens and slugs
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.mkdocs.permalinks import SCHEME
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found

NAMES = ("mkdocs.yml", "mkdocs.yaml", "zensical.toml", "properdocs.yml", "properdocs.yaml")


class MkDocs(Engine):
    """The engines MkDocs, Zensical and ProperDocs, which read the same files."""

    name = "mkdocs"
    label = "MkDocs"
    scheme = SCHEME
    markdown = "markdown"
    flavour = Flavour(
        directives=frozenset({"alerts", "snippets"}), names_code=True, is_python_markdown=True
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        yield from (name for name in NAMES if (root / name).is_file())

    def flavour_of(self, config: Config) -> Flavour:
        """Read `markdown_extensions`."""
        from broadsheet.engines.mkdocs.markup import flavour  # noqa: PLC0415

        return flavour(config.root, self.flavour, *NAMES)

    def detect_config(self, root: Path) -> Found:
        """Read mkdocs.yml or zensical.toml."""
        from broadsheet.engines.mkdocs.config import detect_config  # noqa: PLC0415

        return detect_config(root, *NAMES)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of posts."""
        from broadsheet.engines.mkdocs.dialect import MkDocsDialect  # noqa: PLC0415

        return MkDocsDialect(config)
