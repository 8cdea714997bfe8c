"""Expressions that are compiled when they are first used.

Compiling one with a large set of characters takes 1 to 5 ms, and most texts have nothing for it.
"""

from __future__ import annotations

import re
from typing import Any, cast


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what serves as `re.compile(pattern, flags)`, but compiles it at the first use."""
    return cast("re.Pattern[str]", LatePattern(pattern, flags))


class LatePattern:
    """Stands for a compiled expression. A method is looked up once, and then is its own attribute."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._made_of), name)
        setattr(self, name, value)
        return value
