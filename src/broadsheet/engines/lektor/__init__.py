"""Lektor (https://www.getlektor.com).

config.py       *.lektorproject, models and configs → Found
patterns.py     addresses that models give to pages
slug_format.py  a template of addresses → a pattern
dialect.py      pages
metaformat.py   contents.lr → fields
pages.py        what pages inherit
permalinks.py   tokens
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.lektor.permalinks import SCHEME
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Lektor(Engine):
    """The engine Lektor."""

    name = "lektor"
    label = "Lektor"
    scheme = SCHEME
    flavour = Flavour()

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the project file."""
        yield from sorted(path.name for path in root.glob("*.lektorproject"))[:1]

    def detect_config(self, root: Path) -> Found:
        """Read the project file."""
        from broadsheet.engines.lektor.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of pages."""
        from broadsheet.engines.lektor.dialect import LektorDialect  # noqa: PLC0415

        return LektorDialect(config)
