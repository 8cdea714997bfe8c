"""Members and methods of values, whatever their kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from broadsheet.scripts.calls import argument, call
from broadsheet.scripts.list_methods import METHODS_OF_LISTS
from broadsheet.scripts.moments import method_of_dates
from broadsheet.scripts.patterns import AT_ONCE, Pattern
from broadsheet.scripts.scope import ScriptScope
from broadsheet.scripts.text_methods import METHODS_OF_TEXTS
from broadsheet.scripts.values import (
    MARK,
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    is_number,
    text_of,
)

_BLIND = frozenset({"trim", "trimStart", "trimEnd", "concat", "toString", "replace", "replaceAll"})
"""Methods that do not ask what a text holds, or only for other texts."""


def member(owner: Any, key: Any) -> Any:
    """Return a member of a value. Raises UnknownResultError for members of nothing."""
    if owner is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    if owner is None or owner is UNDEFINED:
        raise UnknownResultError  # The engine itself would stop.
    if isinstance(owner, Mapping):
        return owner.get(text_of(key), UNDEFINED)
    if isinstance(owner, str | list):
        return _item(owner, key)
    return getattr(owner, "members", {}).get(key, UNKNOWN)


def _item(owner: str | list[Any], key: Any) -> Any:
    if key == "length":
        return float(len(owner))
    if is_number(key) and float(key).is_integer() and 0 <= key < len(owner):
        return owner[int(key)]
    return UNDEFINED


def call_method(owner: Any, name: str, given: Sequence[Any], scope: ScriptScope) -> Any:
    """Return the result of a method. Raises UnknownResultError if it has no such method here."""
    if owner is UNKNOWN:
        return UNKNOWN
    if isinstance(owner, Mapping):
        found = owner.get(name, UNDEFINED)
        return call(found, given, owner, scope)
    if isinstance(owner, datetime):
        part = method_of_dates(name)
        if part is None:
            raise UnknownResultError(name)
        return part(owner, given)
    if isinstance(owner, Pattern) and name == "test":
        text = text_of(argument(list(given), 0))
        return bool(owner.for_text(text, scope.bounds).search(text))
    of_lists = METHODS_OF_LISTS if isinstance(owner, list) else {}
    table = METHODS_OF_TEXTS if isinstance(owner, str) else of_lists
    if made := table.get(name):
        scope.bounds.worked(len(owner) // (AT_ONCE if isinstance(owner, str) else 1))
        if isinstance(owner, str) and MARK in owner and name not in _BLIND:
            raise UnknownResultError
        try:
            result = made(owner, list(given), scope)
        except (IndexError, TypeError, ValueError, OverflowError) as error:
            raise UnknownResultError(name) from error
        if isinstance(result, list) and result is not owner:
            scope.bounds.count(len(result))
        return scope.bounds.sized(result) if isinstance(result, str) else result
    found = member(owner, name)
    return call(found, given, owner, scope)
