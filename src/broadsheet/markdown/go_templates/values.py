"""Values of Go's templates: those of Python, tables whose members are found when asked for, safe HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from broadsheet.scripts import MARK, UNKNOWN, UnknownResultError


class SafeHtml(str):
    """A text that is HTML, an address or the like already, and not escaped."""

    __slots__ = ()


class GoTable(dict[str, Any]):
    """A thing with members of which only some are known. Raises UnknownResultError for the others.

    Members that are functions are its methods, called with a list of arguments.
    """

    def member(self, name: str) -> Any:
        """Return a member. Raises UnknownResultError if it is not known."""
        if name not in self:
            raise UnknownResultError(name)
        return self[name]


class LooseTable(dict[str, Any]):
    """Parameters of a site or page: names are found without regard to case, missing ones are nothing."""

    def member(self, name: str) -> Any:
        """Return a member."""
        if name in self:
            return _loose(self[name])
        lower = name.lower()
        return _loose(next((value for key, value in self.items() if key.lower() == lower), None))


def _loose(value: Any) -> Any:
    return LooseTable(value) if type(value) is dict else value


def member_of(value: Any, name: str) -> Any:
    """Return a member or a method of a value. Raises UnknownResultError if it has none of that name."""
    if isinstance(value, GoTable | LooseTable):
        return value.member(name)
    if isinstance(value, Mapping):
        return value.get(name)
    if value is UNKNOWN:
        return UNKNOWN
    raise UnknownResultError(name)


def is_true(value: Any) -> bool:
    """Return whether a value counts as true: what is not zero, nothing or empty.

    Raises UnknownResultError if that is not known.
    """
    if value is UNKNOWN or (isinstance(value, str) and MARK in value):
        raise UnknownResultError
    return True if isinstance(value, GoTable) else bool(value)


def text_of(value: Any) -> str:
    """Return a value as `%v` writes it; nothing is an empty text.

    Raises UnknownResultError for tables, and lists in lists.
    """
    if isinstance(value, str):
        return value
    if value is UNKNOWN or value is None:
        return MARK if value is UNKNOWN else ""
    if isinstance(value, int | float):
        return _digits(value)
    if isinstance(value, list) and not any(isinstance(each, list) for each in value):
        return f"[{' '.join(map(text_of, value))}]"
    raise UnknownResultError  # Lists in lists may hold each other again and again.


def _digits(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if value == int(value) and abs(value) < _MOST else repr(value)


_MOST = 1e15


def is_equal(left: Any, right: Any) -> bool:
    """Return whether two values are equal; a text and a number never are.

    Raises UnknownResultError for lists, tables and what is not known.
    """
    if UNKNOWN in (left, right) or isinstance(left, list | Mapping):
        raise UnknownResultError
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right)


def order_of(left: Any, right: Any) -> int:
    """Return how two numbers, or two texts, stand to each other: -1, 0 or 1."""
    first, second = _measured(left, right)
    return int(first > second) - int(first < second)


def _measured(left: Any, right: Any) -> tuple[Any, Any]:
    """Lists and texts beside numbers are as large as they are long (tpl/compare/compare.go)."""
    if UNKNOWN in (left, right):
        raise UnknownResultError
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    return _size(left), _size(right)


def _size(value: Any) -> float:
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return 0
    if isinstance(value, Sequence | Mapping):
        return len(value)
    return 0


def called(function: Any, given: list[Any]) -> Any:
    """Return the result of a method, or a value that takes no arguments.

    Raises UnknownResultError for a value with arguments.
    """
    if isinstance(function, Callable):  # type: ignore[arg-type]
        return function(given)
    if given:
        raise UnknownResultError
    return function
