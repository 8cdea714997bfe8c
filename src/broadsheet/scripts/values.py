"""Values of JavaScript: texts, numbers, lists and tables of Python's; and those that Python lacks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    f'="[^"<>{MARK}]*{MARK}[^"<>]*"'
)
"""Attributes that do not change what an article says."""

_MOST_DIGITS = 15


def as_shown(value: Any) -> str:
    """Return what a function's result adds to an article. Raises UnknownResultError."""
    if value is UNDEFINED or value is None:
        return ""
    text = _with_pairs(text_of(value))
    if MARK in text:
        text = _UNSHOWN.sub("", text)
        if MARK in text:
            raise UnknownResultError
    return text


def _with_pairs(text: str) -> str:
    """Return a text in which pairs of surrogates are the characters that they stand for (6.1.4).

    JavaScript's texts may hold halves of such pairs, which no document can hold.
    """
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_SURROGATE = re.compile("[\ud800-\udfff]")


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
    """Return a value as a text (7.1.17 ToString). Raises UnknownResultError for what has none here."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | Singleton):
        return _word(value)
    if is_number(value):
        return _number(value)
    if isinstance(value, list):
        return joined(value)
    if isinstance(value, Mapping):
        return "[object Object]"
    raise UnknownResultError


def joined(items: list[Any], between: str = ",") -> str:
    """Return the texts of items; lists in lists have commas between theirs (23.1.3.18).

    Raises UnknownResultError for more than an article needs, as a list that holds itself would be.
    """
    parts = []
    size = 0
    for item in items:
        found: list[str] = []
        for leaf in _leaves(item, 0):
            found.append(leaf)
            size += len(leaf) + 1
            if size > _MOST_SHOWN:
                raise UnknownResultError
        parts.append(",".join(found))
        size += len(between)
    if size > _MOST_SHOWN:
        raise UnknownResultError
    return between.join(parts)


def _leaves(item: Any, depth: int) -> Iterator[str]:
    if not isinstance(item, list):
        yield "" if is_nothing(item) else text_of(item)
        return
    if depth > _MOST_NESTED:
        raise UnknownResultError
    if not item:
        yield ""
    for each in item:
        yield from _leaves(each, depth + 1)


def measured(value: Any) -> Any:
    """Return a value that is to leave the functions.

    Raises UnknownResultError if it is longer or deeper than an article needs: a list may hold another one
    twice, which holds another one twice, and so on.
    """
    waiting = [(value, 0)]
    size = 0
    while waiting:
        each, depth = waiting.pop()
        size += 1 + (len(each) if isinstance(each, str) else 0)
        if size > _MOST_SHOWN or depth > _MOST_NESTED:
            raise UnknownResultError
        if isinstance(each, list):
            waiting += ((inner, depth + 1) for inner in each)
        elif isinstance(each, dict):
            waiting += ((inner, depth + 1) for pair in each.items() for inner in pair)
    return value


_MOST_SHOWN = 1_000_000
_MOST_NESTED = 20


def _word(value: bool | Singleton | None) -> str:  # noqa: FBT001 - a value of JavaScript
    if isinstance(value, Singleton):
        return MARK if value is UNKNOWN else value.name
    return "null" if value is None else "true" if value else "false"


def _number(value: float) -> str:
    value = _float(value)
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if float(value).is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    return f"{value:.{_MOST_DIGITS}g}"


def number_of(value: Any) -> float:
    """Return a value as a number (7.1.4 ToNumber). Raises UnknownResultError for what has none here."""
    if is_number(value):
        return _float(value)
    if isinstance(value, bool) or value is None:
        return float(bool(value))
    if isinstance(value, str) and MARK not in value:
        try:
            return float(value.strip() or "0")
        except ValueError:
            return math.nan
    if value is UNDEFINED:
        return math.nan
    if isinstance(value, datetime):
        return value.timestamp() * 1000
    raise UnknownResultError


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # A whole number of Python's, from a header, has no bound.
        return math.inf if value > 0 else -math.inf


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
