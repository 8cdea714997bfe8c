"""Bridgetown (https://www.bridgetownrb.com).

config.py       bridgetown.config.yml and src/_data → Found
dialect.py      posts
permalinks.py   tokens and styles
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.bridgetown.permalinks import SCHEME
from broadsheet.engines.engine import Engine
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Bridgetown(Engine):
    """The engine Bridgetown."""

    name = "bridgetown"
    label = "Bridgetown"
    scheme = SCHEME
    holds_back = True
    flavour = Flavour(
        has_tags=True,
        has_templates=True,
        typography="kramdown",
        math=frozenset({"$$"}),
        only_double=True,
        is_kramdown=True,
        has_abbreviations=True,
        has_spaced_links=True,
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        names = ("bridgetown.config.yml", "bridgetown.config.yaml", "config/initializers.rb")
        for name in names:
            if (root / name).is_file() and (
                name.startswith("bridgetown") or (root / "src").is_dir()
            ):
                yield name

    def detect_config(self, root: Path) -> Found:
        """Read the configuration."""
        from broadsheet.engines.bridgetown.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of posts."""
        from broadsheet.engines.bridgetown.dialect import BridgetownDialect  # noqa: PLC0415

        return BridgetownDialect(config)
