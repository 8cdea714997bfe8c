"""One room per site engine: everything that differs from one engine to another.

engine.py       the protocol `Engine`, which says how to add one
registry.py     all engines; which one a folder belongs to; publish.toml checked by its engine
dialect.py      how articles are written, which each engine's `dialect.py` changes in parts
permalinks.py   patterns of addresses, and the tokens that engines share
found.py        what `publish init` finds out from an engine's configuration
settings.py     the configuration files of engines, read as data

Every run imports `ENGINES`, so a room's own modules are imported only when they are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet.engines.engine import Engine
from broadsheet.engines.registry import ENGINES, detect, engine_of, listed, resolve

if TYPE_CHECKING:
    from broadsheet.engines.dialect import Dialect

__all__ = ["ENGINES", "Dialect", "Engine", "detect", "engine_of", "listed", "resolve"]


def __getattr__(name: str) -> Any:
    if name == "Dialect":
        from broadsheet.engines.dialect import Dialect  # noqa: PLC0415 - needs YAML

        return Dialect
    raise AttributeError(name)
