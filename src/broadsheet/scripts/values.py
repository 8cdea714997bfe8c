"""Values of JavaScript: texts, numbers, lists and tables of Python's; and those that Python lacks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class UnknownResultError(LookupError):
    """A result that only running the site's program could tell."""


@dataclass(frozen=True, slots=True)
class Singleton:
    """A value of which there is one."""

    name: str


UNDEFINED = Singleton("undefined")
UNKNOWN = Singleton("unknown")
"""A value that only the program could tell. A result that shows it is not known, unless it only names
an element: `id="note-${count}"`."""

MARK = "\ue0f8"
"""What an unknown value is in a text."""

_UNSHOWN = re.compile(
    " (?:id|class|style|for|title|width|height|sizes|srcset|role|loading|decoding"
    "|(?:data|aria)-[\\w-]{1,40})"
    f'="[^"<>]*{MARK}[^"<>]*"'
)
"""Attributes that do not change what an article says."""

_MOST_DIGITS = 15


def as_shown(value: Any) -> str:
    """Return what a function's result adds to an article. Raises UnknownResultError."""
    if value is UNDEFINED or value is None:
        return ""
    text = text_of(value)
    if MARK in text:
        text = _UNSHOWN.sub("", text)
        if MARK in text:
            raise UnknownResultError
    return text


def is_true(value: Any) -> bool:
    """Return whether a value counts as true (7.1.2 ToBoolean). Raises UnknownResultError."""
    if value is UNKNOWN or (isinstance(value, str) and MARK in value):
        raise UnknownResultError
    if value is None or value is UNDEFINED or value is False or value == "":
        return False
    return not (is_number(value) and (value == 0 or math.isnan(value)))


def is_nothing(value: Any) -> bool:
    """Return whether a value is null or undefined."""
    return value is None or value is UNDEFINED


def is_number(value: Any) -> bool:
    """Return whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def text_of(value: Any) -> str:
    """Return a value as a text (7.1.17 ToString)."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | Singleton):
        return _word(value)
    if is_number(value):
        return _number(value)
    if isinstance(value, list):
        return ",".join("" if each in (None, UNDEFINED) else text_of(each) for each in value)
    if isinstance(value, Mapping):
        return "[object Object]"
    raise UnknownResultError


def _word(value: bool | Singleton | None) -> str:  # noqa: FBT001 - a value of JavaScript
    if isinstance(value, Singleton):
        return MARK if value is UNKNOWN else value.name
    return "null" if value is None else "true" if value else "false"


def _number(value: float) -> str:
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else "Infinity"
    if float(value).is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    return f"{value:.{_MOST_DIGITS}g}"


def number_of(value: Any) -> float:
    """Return a value as a number (7.1.4 ToNumber)."""
    if is_number(value):
        return float(value)
    if isinstance(value, bool) or value is None:
        return float(bool(value))
    if isinstance(value, str) and MARK not in value:
        try:
            return float(value.strip() or "0")
        except ValueError:
            return math.nan
    if value is UNDEFINED:
        return math.nan
    raise UnknownResultError


def is_same(left: Any, right: Any) -> bool:
    """Return whether two values are the same (7.2.15 IsStrictlyEqual). Raises UnknownResultError."""
    if UNKNOWN in (left, right):
        raise UnknownResultError
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, list | dict):
        return left is right
    return type(left) is type(right) and bool(left == right)


Call = Callable[[Sequence[Any], Any], Any]
"""What a function does: arguments and `this` → a value."""
