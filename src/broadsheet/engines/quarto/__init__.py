"""Quarto (https://quarto.org): its websites and blogs.

config.py       _quarto.yml → Found
dialect.py      documents, with the fields of _metadata.yml
permalinks.py   tokens
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.quarto.permalinks import SCHEME
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found

NAMES = ("_quarto.yml", "_quarto.yaml")


class Quarto(Engine):
    """The engine Quarto."""

    name = "quarto"
    label = "Quarto"
    scheme = SCHEME
    flavour = Flavour(
        options=frozenset({"smart", "superscript", "subscript", "inline_footnotes"}),
        math=frozenset({"$", "$$"}),
        has_span_attributes=True,
        needs_blank_lines=True,
        figures="alt",
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        yield from (name for name in NAMES if (root / name).is_file())

    def detect_config(self, root: Path) -> Found:
        """Read _quarto.yml."""
        from broadsheet.engines.quarto.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of documents."""
        from broadsheet.engines.quarto.dialect import QuartoDialect  # noqa: PLC0415

        return QuartoDialect(config)
