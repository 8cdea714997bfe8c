"""A folder of articles that no engine reads.

config.py       the files → Found
dialect.py      articles, in which much may be missing
permalinks.py   tokens and slugs
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.plain.permalinks import SCHEME
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Plain(Engine):
    """No engine."""

    name = "plain"
    label = "no engine"
    scheme = SCHEME
    holds_back = True
    markdown = "markdown"
    flavour = Flavour(
        has_known_tags=True,
        math=frozenset({"$", "$$", "\\(", "\\["}),
        directives=frozenset({"containers", "admonitions", "alerts", "snippets"}),
        has_span_attributes=True,
    )
    is_engine = False
    has_address = False

    def signs(self, root: Path) -> Iterator[str]:
        """Yield nothing: this engine is the default."""
        del root
        yield from ()

    def detect_config(self, root: Path) -> Found:
        """Describe the folder by its files."""
        from broadsheet.engines.plain.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of articles."""
        from broadsheet.engines.plain.dialect import PlainDialect  # noqa: PLC0415

        return PlainDialect(config)
