"""Methods of lists (ECMA-262, chapter 23.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cmp_to_key
from typing import Any

from broadsheet.scripts.calls import call, slice_of
from broadsheet.scripts.scope import ScriptScope
from broadsheet.scripts.values import UNDEFINED, is_same, is_true, joined, number_of, text_of


def _each(items: list[Any], given: list[Any], scope: ScriptScope) -> list[Any]:
    function = given[0]
    return [
        call(function, [item, float(number), items], UNDEFINED, scope)
        for number, item in enumerate(list(items))
    ]


def _kept(items: list[Any], given: list[Any], scope: ScriptScope) -> list[Any]:
    results = _each(items, given, scope)
    return [item for item, result in zip(items, results, strict=True) if is_true(result)]


def _reduced(items: list[Any], given: list[Any], scope: ScriptScope) -> Any:
    rest = list(items)
    value = given[1] if len(given) > 1 else rest.pop(0)
    start = len(items) - len(rest)
    for number, item in enumerate(rest, start):
        value = call(given[0], [value, item, float(number), items], UNDEFINED, scope)
    return value


def _joined(items: list[Any], given: list[Any], scope: ScriptScope) -> str:
    del scope
    between = "," if not given or given[0] is UNDEFINED else text_of(given[0])
    return joined(items, between)


def _sorted(items: list[Any], given: list[Any], scope: ScriptScope) -> list[Any]:
    def order(one: Any, other: Any) -> int:
        value = number_of(call(given[0], [one, other], UNDEFINED, scope))
        return (value > 0) - (value < 0)

    items.sort(key=cmp_to_key(order) if given else text_of)
    return items


def _pushed(items: list[Any], given: list[Any], scope: ScriptScope) -> float:
    scope.bounds.count(len(given))
    items += given
    return float(len(items))


def _concatenated(items: list[Any], given: list[Any], scope: ScriptScope) -> list[Any]:
    found = list(items)
    for each in given:
        scope.bounds.count(len(each) if isinstance(each, list) else 1)
        found += each if isinstance(each, list) else [each]
    return found


def _has(items: list[Any], wanted: Any) -> bool:
    return any(is_same(each, wanted) for each in items)


def _flat(items: list[Any], given: list[Any], scope: ScriptScope) -> list[Any]:
    del given
    return _concatenated([], items, scope)


METHODS_OF_LISTS: Mapping[str, Callable[[list[Any], list[Any], ScriptScope], Any]] = {
    "at": lambda items, given, _: items[int(number_of(given[0]))],
    "concat": _concatenated,
    "every": lambda items, given, scope: all(map(is_true, _each(items, given, scope))),
    "filter": _kept,
    "find": lambda items, given, scope: next(iter(_kept(items, given, scope)), UNDEFINED),
    "flat": _flat,
    "flatMap": lambda items, given, scope: _flat(_each(items, given, scope), [], scope),
    "forEach": lambda items, given, scope: (_each(items, given, scope), UNDEFINED)[1],
    "includes": lambda items, given, _: _has(items, given[0]),
    "indexOf": lambda items, given, _: float(
        next((n for n, each in enumerate(items) if is_same(each, given[0])), -1)
    ),
    "join": _joined,
    "map": _each,
    "pop": lambda items, *_: items.pop() if items else UNDEFINED,
    "push": _pushed,
    "reduce": _reduced,
    "reverse": lambda items, *_: (items.reverse(), items)[1],
    "shift": lambda items, *_: items.pop(0) if items else UNDEFINED,
    "slice": slice_of,
    "some": lambda items, given, scope: any(map(is_true, _each(items, given, scope))),
    "sort": _sorted,
    "toString": _joined,
}
