"""One room per site engine: everything that differs from one engine to another.

engine.py       the protocol `Engine`, which says how to add one
registry.py     all engines; which one a folder belongs to; publish.toml checked by its engine
dialect.py      how articles are written, which each engine's `dialect.py` changes in parts
permalinks.py   patterns of addresses, and the tokens that engines share
fetched.py      how the entries of feeds are read, which no engine made
found.py        what `publish init` finds out from an engine's configuration
settings.py     the configuration files of engines, read as data

Every run imports `ENGINES`, so a room's own modules are imported only when they are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from broadsheet.engines.engine import Engine
from broadsheet.engines.registry import ENGINES, detect, engine_of, listed, resolve

if TYPE_CHECKING:
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.fetched import dialect_for, is_fetched

__all__ = [
    "ENGINES",
    "Dialect",
    "Engine",
    "detect",
    "dialect_for",
    "engine_of",
    "is_fetched",
    "listed",
    "resolve",
]


_MODULES = {  # These need YAML.
    "Dialect": "broadsheet.engines.dialect",
    "dialect_for": "broadsheet.engines.fetched",
    "is_fetched": "broadsheet.engines.fetched",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(_MODULES[name]), name)
