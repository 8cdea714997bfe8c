"""Nuxt Content (https://content.nuxt.com).

config.py       nuxt.config and content.config → Found
collections.py  the collections of content.config
dialect.py      documents with a date
permalinks.py   tokens
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.nuxt.permalinks import SCHEME
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found


class Nuxt(Engine):
    """The engine Nuxt with its module Content."""

    name = "nuxt"
    label = "Nuxt Content"
    scheme = SCHEME
    flavour = Flavour(
        has_components=True,
        directives=frozenset({"containers", "alerts", "mdc"}),
        names_code=True,
        has_span_attributes=True,
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration of a site that has the module, or a folder of content."""
        for suffix in ("ts", "js", "mjs"):
            name = f"nuxt.config.{suffix}"
            named = re.search(r"@nuxt/content|docus", beginning(root / name))
            if (root / name).is_file() and (named or (root / "content").is_dir()):
                yield name

    def flavour_of(self, config: Config) -> Flavour:
        """Read whether a plugin shows formulas."""
        from broadsheet.engines.javascript_markdown import with_formulas  # noqa: PLC0415

        return with_formulas(self.flavour, config.root, "nuxt.config")

    def detect_config(self, root: Path) -> Found:
        """Read nuxt.config."""
        from broadsheet.engines.nuxt.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of documents."""
        from broadsheet.engines.nuxt.dialect import NuxtDialect  # noqa: PLC0415

        return NuxtDialect(config)
