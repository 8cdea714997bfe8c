"""Nikola (https://getnikola.com).

config.py       conf.py → Found
posts.py        the lines of POSTS
dialect.py      posts in Markdown, reStructuredText and HTML, and their headers
links.py        targets of `link://`
permalinks.py   tokens
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.nikola.permalinks import SCHEME
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links


class Nikola(Engine):
    """The engine Nikola."""

    name = "nikola"
    label = "Nikola"
    scheme = SCHEME
    holds_back = True
    markdown = "markdown"
    flavour = Flavour(marks_languages=True)

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        if "POSTS" in (text := beginning(root / "conf.py", 100_000)) and "BLOG_TITLE" in text:
            yield "conf.py"

    def links(self, config: Config) -> Links:
        """Return how it finds what `link://` names."""
        from broadsheet.engines.nikola.links import NikolaLinks  # noqa: PLC0415

        return NikolaLinks(config)

    def detect_config(self, root: Path) -> Found:
        """Read conf.py."""
        from broadsheet.engines.nikola.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of posts."""
        from broadsheet.engines.nikola.dialect import NikolaDialect  # noqa: PLC0415

        return NikolaDialect(config)
