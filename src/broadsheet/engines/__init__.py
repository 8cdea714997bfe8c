"""One room per site engine: everything that differs from one engine to another.

engine.py       the protocol `Engine`, which says how to add one
registry.py     all engines; which one a folder belongs to; publish.toml checked by its engine
dialect.py      how articles are written; each engine's `dialect.py` overrides parts
permalinks.py   patterns of addresses, and the tokens that engines share
fetched.py      how the entries of fetched feeds are read
found.py        what `publish init` learns from an engine's configuration
settings.py     the configuration files of engines, read as data
author_files.py  authors that articles name by key
javascript_markdown.py  what JavaScript's configurations say of Markdown
kramdown.py     what Jekyll's and Bridgetown's Markdown has more than others

Every run imports `ENGINES`, so a room's own modules are imported only when they are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.registry import ENGINES, detect, engine_of, listed, resolve
from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.fetched import dialect_for, is_fetched
    from broadsheet.engines.found import FEED_FILES, UNLIMITED, Found
    from broadsheet.engines.permalinks import Scheme
    from broadsheet.engines.unknown import OTHER_FORMATS
else:
    __getattr__ = lazy(
        __name__,
        {
            "dialect": "Dialect",
            "fetched": "dialect_for is_fetched",
            "found": "FEED_FILES UNLIMITED Found",
            "permalinks": "Scheme",
            "unknown": "OTHER_FORMATS",
        },
    )

__all__ = [
    "ENGINES",
    "FEED_FILES",
    "OTHER_FORMATS",
    "UNLIMITED",
    "Dialect",
    "Engine",
    "Found",
    "Scheme",
    "detect",
    "dialect_for",
    "engine_of",
    "is_fetched",
    "listed",
    "resolve",
]
