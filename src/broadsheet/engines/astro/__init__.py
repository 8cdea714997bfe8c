"""Astro (https://astro.build).

config.py       astro.config, constants of themes and the two below → Found
collections.py  content.config, or pages in Markdown → collections with dates
pages.py        which pages show a collection, which write feeds and where
addresses.py    pages, feeds and themes → the pattern of a collection's addresses
parameters.py   what pages put into addresses, what makes ids → tokens
entries.py      the pattern that gives for all entries what an expression gives
dialect.py      entries of collections
permalinks.py   tokens
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.astro.permalinks import SCHEME
from broadsheet.engines.engine import Engine
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Astro(Engine):
    """The engine Astro."""

    name = "astro"
    label = "Astro"
    scheme = SCHEME
    flavour = Flavour(
        options=frozenset({"smart"}), directives=frozenset({"containers", "alerts", "leaves"})
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        names = (f"astro.config.{suffix}" for suffix in ("mjs", "ts", "mts", "js", "cjs"))
        yield from (name for name in names if (root / name).is_file())

    def flavour_of(self, config: Config) -> Flavour:
        """Read whether a plugin shows formulas."""
        from broadsheet.engines.javascript_markdown import with_formulas  # noqa: PLC0415

        return with_formulas(self.flavour, config.root, "astro.config")

    def detect_config(self, root: Path) -> Found:
        """Read astro.config and the files that it does not name: collections, pages, constants."""
        from broadsheet.engines.astro.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of entries."""
        from broadsheet.engines.astro.dialect import AstroDialect  # noqa: PLC0415

        return AstroDialect(config)
