"""Patterns such as `{site} · {term}`: text with names in braces, filled by `str.format`. Pure."""

from __future__ import annotations

import string
from collections.abc import Collection


def is_pattern(text: str, known: Collection[str]) -> bool:
    """Return whether only known names are in a text's braces, without attributes or formats."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return False
    return all(
        name is None or (name in known and not form and not conversion)
        for _, name, form, conversion in parts
    )


def names_in(text: str) -> frozenset[str]:
    """Return the names in the braces of a pattern."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def in_braces(names: Collection[str]) -> str:
    """Return names as messages show them: `{site}, {term}`."""
    return ", ".join(f"{{{name}}}" for name in names)
