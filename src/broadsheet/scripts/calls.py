"""Calls of functions, and the arguments that methods are given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from broadsheet.scripts.scope import ScriptScope, called
from broadsheet.scripts.values import UNDEFINED, UNKNOWN, Call, UnknownResultError, number_of


def call(function: Any, given: Sequence[Any], this: Any, scope: ScriptScope) -> Any:
    """Return the result of a function, which may be unknown.

    Raises UnknownResultError if a thing is called that is no function.
    """
    if function is UNKNOWN:
        return UNKNOWN
    if not callable(function):
        raise UnknownResultError
    made: Call = function
    try:
        result = scope.bounds.within(lambda: called(made, given, this))
    except UnknownResultError:
        return UNKNOWN
    if isinstance(result, str) and len(result) > _LONG:
        scope.bounds.count(len(result))
    elif isinstance(result, list):
        scope.bounds.count(_ITEM * len(result))
    return result


_ITEM = 4
"""Characters that an item of a list is as large as, at least."""
_LONG = 2_000
"""Characters of a text that count where a function returns it."""


def place_of(value: Any, length: int, default: int) -> int:
    """Return a place in something of a length; a negative one counts from the end."""
    if value is UNDEFINED:
        return default
    number = number_of(value)
    whole = 0 if math.isnan(number) else int(max(min(number, length), -length - 1))
    return max(whole + length, 0) if whole < 0 else min(whole, length)


def argument(given: list[Any], number: int) -> Any:
    """Return one of the arguments, UNDEFINED if there are fewer."""
    return given[number] if number < len(given) else UNDEFINED


def slice_of(owner: Any, given: list[Any], scope: ScriptScope) -> Any:
    """`slice`, of a text or a list."""
    del scope
    size = len(owner)
    return owner[place_of(argument(given, 0), size, 0) : place_of(argument(given, 1), size, size)]
