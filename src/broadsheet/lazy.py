"""Lazy exports of packages: a name is imported when it is first used (PEP 562).

`publish build` with nothing to do must import no library, so a package whose modules import some does
not import them itself. Its `__init__` lists its names in `__all__`, imports them for type checkers, and
otherwise sets `__getattr__ = lazy(__name__, {...})`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package.

    `modules` maps each of its modules to the names taken from it, with spaces; "" for the module itself.
    """
    places = {
        name: module for module, names in modules.items() for name in names.split() or (module,)
    }

    def get(name: str) -> Any:
        if name not in places:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        module = import_module(f"{package}.{places[name]}")
        return module if name == places[name] else getattr(module, name)

    return get
