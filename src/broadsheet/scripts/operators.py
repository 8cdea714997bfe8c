"""Operators of JavaScript (ECMA-262, chapter 13)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from broadsheet.scripts.scope import Evaluate, ScriptScope, Target
from broadsheet.scripts.values import (
    MARK,
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    is_number,
    is_same,
    is_true,
    number_of,
    text_of,
)

RESERVED = frozenset(
    "break case catch class continue debugger default delete do else export extends finally for function "
    "if import in instanceof let return super switch throw try var while with yield".split()
)


def between(sign: str, left: Evaluate, right: Evaluate) -> Evaluate:
    """Return an operator between two values."""
    if sign in _LAZY:
        return _LAZY[sign](left, right)
    if found := _RELATIONS.get(sign):
        return lambda scope: found(left(scope), right(scope))

    def made(scope: ScriptScope) -> Any:
        scope.bounds.step()
        first, second = left(scope), right(scope)
        if sign == "+":
            return added(first, second, scope)
        if sign in {"===", "!=="}:
            return is_same(first, second) == (sign == "===")
        if sign in {"==", "!="}:
            return _is_equal(first, second) == (sign == "==")
        if UNKNOWN in (first, second):
            if sign in _ORDERS:
                raise UnknownResultError
            return UNKNOWN
        if sign in _ORDERS:
            return _ordered(sign, first, second)
        return _counted(sign, number_of(first), number_of(second))

    return made


def _or(left: Evaluate, right: Evaluate) -> Evaluate:
    def made(scope: ScriptScope) -> Any:
        scope.bounds.step()
        value = left(scope)
        return value if is_true(value) else right(scope)

    return made


def _and(left: Evaluate, right: Evaluate) -> Evaluate:
    def made(scope: ScriptScope) -> Any:
        scope.bounds.step()
        value = left(scope)
        if value is not UNKNOWN:
            return right(scope) if is_true(value) else value
        other = right(scope)
        if is_true(other):
            raise UnknownResultError
        return other  # Whatever is on the left, neither counts as true.

    return made


def _otherwise(left: Evaluate, right: Evaluate) -> Evaluate:
    def made(scope: ScriptScope) -> Any:
        value = left(scope)
        if value is UNKNOWN:
            raise UnknownResultError
        return right(scope) if value is None or value is UNDEFINED else value

    return made


_LAZY: Mapping[str, Callable[[Evaluate, Evaluate], Evaluate]] = {
    "||": _or,
    "&&": _and,
    "??": _otherwise,
}


def added(first: Any, second: Any, scope: ScriptScope) -> Any:
    """Return a sum of numbers, or two texts put together (13.15.3)."""
    if is_number(first) and is_number(second):
        return number_of(first) + number_of(second)
    if any(isinstance(each, str | list | dict) for each in (first, second)):
        return scope.bounds.sized(text_of(first) + text_of(second))
    return UNKNOWN if UNKNOWN in (first, second) else number_of(first) + number_of(second)


_ORDERS = frozenset({"<", ">", "<=", ">="})


def _is_in(key: Any, table: Any) -> bool:
    if not isinstance(table, Mapping):
        raise UnknownResultError
    return text_of(key) in table


def _is_made(value: Any, constructor: Any) -> bool:
    """Return whether a constructor made a value (13.10.2 InstanceofOperator)."""
    makes = getattr(constructor, "makes", None)
    if makes is None or value is UNKNOWN:
        raise UnknownResultError
    return bool(makes(value))


_RELATIONS: Mapping[str, Callable[[Any, Any], bool]] = {"in": _is_in, "instanceof": _is_made}


def _ordered(sign: str, first: Any, second: Any) -> bool:
    if isinstance(first, str) and isinstance(second, str):
        if MARK in first + second:
            raise UnknownResultError
        order = (first > second) - (first < second)
    else:
        one, other = number_of(first), number_of(second)
        if math.isnan(one) or math.isnan(other):
            return False
        order = (one > other) - (one < other)
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[sign]


def _counted(sign: str, first: float, second: float) -> float:
    if sign == "*":
        return first * second
    if sign == "-":
        return first - second
    if sign == "%" and math.isinf(first):
        return math.nan
    if second == 0:
        return math.nan if first == 0 or sign == "%" else math.copysign(math.inf, first)
    return first / second if sign == "/" else math.fmod(first, second)


def _is_equal(first: Any, second: Any) -> bool:
    """Return whether two values are equal by `==` (7.2.14)."""
    nothing = (None, UNDEFINED)
    if first in nothing or second in nothing:
        if UNKNOWN in (first, second):
            raise UnknownResultError
        return first in nothing and second in nothing
    if isinstance(first, str) == isinstance(second, str):
        return is_same(first, second)
    return number_of(first) == number_of(second)


def before(sign: str, value: Evaluate) -> Evaluate:
    """Return an operator before a value."""

    def made(scope: ScriptScope) -> Any:
        found = value(scope)
        if sign == "!":
            return not is_true(found)
        if sign == "typeof":
            return _kind(found)
        if sign == "void":
            return UNDEFINED
        number = number_of(found)
        return -number if sign == "-" else number

    return made


def _kind(value: Any) -> str:
    if value is UNKNOWN:
        raise UnknownResultError
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if is_number(value):
        return "number"
    is_object = value is None or isinstance(value, dict | list | datetime)
    return "object" if is_object else "function"


def assigned(sign: str, target: Target | None, old: Evaluate, value: Evaluate) -> Evaluate:
    """Return an assignment, `=` or `+=`, to a name or a member."""

    def made(scope: ScriptScope) -> Any:
        new = value(scope)
        if sign == "+=":
            new = added(old(scope), new, scope)
        elif sign == "-=":
            new = number_of(old(scope)) - number_of(new)
        _put(target, new, scope)
        return new

    return made


def counted(sign: str, old: Evaluate, target: Target | None) -> Evaluate:
    """Return `x++` or `x--`."""

    def made(scope: ScriptScope) -> Any:
        value = old(scope)
        if value is not UNKNOWN:
            number = number_of(value)
            _put(target, number + (1 if sign == "++" else -1), scope)
            return number
        return UNKNOWN

    return made


def _put(target: Target | None, value: Any, scope: ScriptScope) -> None:
    if target is None:
        raise UnknownResultError
    if target.owner is None or target.key is None:
        scope.put(target.name, value)
        return
    owner = target.owner(scope)
    if isinstance(owner, dict):
        owner[text_of(target.key(scope))] = value
    elif owner is not UNKNOWN:
        raise UnknownResultError
