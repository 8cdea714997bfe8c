"""Functions of Go templates that need nothing but what they are given.

Source: src/text/template/funcs.go of Go 1.24, tpl/ of the engine whose themes use them (0.168).
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.markdown.go_templates.texts import TEXT_FUNCTIONS
from broadsheet.markdown.go_templates.values import (
    GoTable,
    LooseTable,
    is_equal,
    is_true,
    order_of,
    text_of,
)
from broadsheet.scripts import UNKNOWN, UnknownResultError

_MOST_ITEMS = 2_000


def _default(otherwise: Any, *given: Any) -> Any:
    """`default x y`: y if it is set; false and 0 are (tpl/compare/compare.go)."""
    value = given[0] if given else None
    if value is UNKNOWN:
        return UNKNOWN
    is_set = value is not None and (isinstance(value, bool | int | float) or is_true(value))
    return value if is_set else otherwise


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or value is None or value is UNKNOWN:
        raise UnknownResultError
    if isinstance(value, int | float):
        return value
    try:
        return int(text_of(value))
    except ValueError:
        return float(text_of(value))


def _int(value: Any) -> int:
    return int(value) if isinstance(value, int | float) else int(text_of(value) or "0")


def _counted(make: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def made(*given: Any) -> Any:
        first, *others = map(_number, given)
        for other in others:
            first = make(first, other)
        return first

    return made


def _sum(*given: Any) -> Any:
    if all(isinstance(each, str) for each in given):
        return "".join(given)
    return _counted(lambda a, b: a + b)(*given)


def _divided(first: float, second: float) -> float:
    if isinstance(first, int) and isinstance(second, int):
        return int(first / second)
    return first / second


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        if value is None:
            return None
        if isinstance(value, GoTable | LooseTable):
            value = value.member(text_of(key))
        elif isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list | str) and isinstance(key, int):
            value = value[key] if 0 <= key < len(value) else None
        else:
            raise UnknownResultError
    return value


def _length(value: Any) -> int:
    if value is None or value is UNKNOWN:
        raise UnknownResultError
    return len(value.encode()) if isinstance(value, str) else len(value)


def _table(*given: Any) -> dict[str, Any]:
    return {text_of(key): value for key, value in zip(given[::2], given[1::2], strict=True)}


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise UnknownResultError
    return value


def _contains(items: Any, item: Any) -> bool:
    if isinstance(items, str):
        return text_of(item) in items
    return any(is_equal(each, item) for each in _listed(items))


def _appended(*given: Any) -> list[Any]:
    *items, last = given
    added = items[0] if len(items) == 1 and isinstance(items[0], list) else items
    return [*_listed(last), *added]


def _sequence(*given: int) -> list[Any]:
    """`seq last`, `seq first last`, `seq first step last`."""
    first, step, last = 1, 0, given[-1]
    if len(given) > 1:
        first, step = given[0], given[1] if len(given) == len("abc") else 0
    step = step or (1 if first <= last else -1)
    if abs((last - first) // step) > _MOST_ITEMS:
        raise UnknownResultError
    return list(range(first, last + (1 if step > 0 else -1), step))


def _is_set(value: Any, key: Any) -> bool:
    if isinstance(value, Mapping):
        return key in value or text_of(key).lower() in {str(each).lower() for each in value}
    return isinstance(key, int) and 0 <= key < len(_listed(value))


def _path(value: Any) -> str:
    return posixpath.normpath(text_of(value)) if text_of(value) else ""


def _merged(*given: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in given:
        found |= table or {}
    return found


def go_scratch() -> GoTable:
    """Return a place where templates keep values by name."""
    kept: dict[str, Any] = {}

    def put(given: list[Any]) -> str:
        kept[text_of(given[0])] = given[1]
        return ""

    def add(given: list[Any]) -> str:
        name, value = text_of(given[0]), given[1]
        old = kept.get(name)
        if old is None:
            kept[name] = value
        elif isinstance(old, list):
            kept[name] = [*old, *(value if isinstance(value, list) else [value])]
        else:
            kept[name] = _sum(old, value)
        return ""

    def drop(given: list[Any]) -> str:
        kept.pop(text_of(given[0]), None)
        return ""

    return GoTable(
        {
            "Add": add,
            "Delete": drop,
            "Get": lambda given: kept.get(text_of(given[0])),
            "Set": put,
        }
    )


GO_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **TEXT_FUNCTIONS,
    "add": _sum,
    "after": lambda count, items: _listed(items)[count:],
    "append": _appended,
    "compare.Default": _default,
    "cond": lambda test, yes, no: yes if is_true(test) else no,
    "default": _default,
    "delimit": lambda items, between, *last: _delimited(_listed(items), between, *last),
    "dict": _table,
    "div": _counted(_divided),
    "eq": lambda first, *others: any(is_equal(first, each) for each in others),
    "errorf": lambda *_: _failed(),
    "first": lambda count, items: (
        items[:count] if isinstance(items, str) else _listed(items)[:count]
    ),
    "float": _number,
    "ge": lambda first, *others: all(order_of(first, each) >= 0 for each in others),
    "gt": lambda first, *others: all(order_of(first, each) > 0 for each in others),
    "in": _contains,
    "index": _index,
    "int": _int,
    "isset": _is_set,
    "last": lambda count, items: _listed(items)[-count:] if count else [],
    "le": lambda first, *others: all(order_of(first, each) <= 0 for each in others),
    "len": _length,
    "lt": lambda first, *others: all(order_of(first, each) < 0 for each in others),
    "math.Abs": lambda value: abs(_number(value)),
    "math.Add": _counted(lambda a, b: a + b),
    "math.Ceil": lambda value: float(math.ceil(_number(value))),
    "math.Div": _counted(_divided),
    "math.Floor": lambda value: float(math.floor(_number(value))),
    "math.Max": _counted(max),
    "math.Min": _counted(min),
    "math.Mod": _counted(math.fmod),
    "math.Mul": _counted(lambda a, b: a * b),
    "math.Round": lambda value: float(round(_number(value))),
    "math.Sub": _counted(lambda a, b: a - b),
    "merge": _merged,
    "mod": lambda first, second: int(math.fmod(_int(first), _int(second))),
    "modBool": lambda first, second: not math.fmod(_int(first), _int(second)),
    "mul": _counted(lambda a, b: a * b),
    "ne": lambda first, *others: not any(is_equal(first, each) for each in others),
    "newScratch": go_scratch,
    "not": lambda value: not is_true(value),
    "path.Base": lambda value: posixpath.basename(_path(value)),
    "path.BaseName": lambda value: posixpath.splitext(posixpath.basename(_path(value)))[0],
    "path.Dir": lambda value: posixpath.dirname(_path(value)),
    "path.Ext": lambda value: posixpath.splitext(text_of(value))[1],
    "path.Join": lambda *given: posixpath.normpath("/".join(map(text_of, given))),
    "reflect.IsMap": lambda value: isinstance(value, Mapping),
    "reflect.IsSlice": lambda value: isinstance(value, list),
    "seq": _sequence,
    "slice": lambda *given: list(given),
    "sub": _counted(lambda a, b: a - b),
    "uniq": lambda items: list(dict.fromkeys(_listed(items))),
    "warnf": lambda *_: "",
    "warnidf": lambda *_: "",
}


def _delimited(items: list[Any], between: Any, last: Any = None) -> str:
    texts = list(map(text_of, items))
    if last is None or len(texts) < len("ab"):
        return text_of(between).join(texts)
    return text_of(between).join(texts[:-1]) + text_of(last) + texts[-1]


def _failed() -> str:
    """`errorf` ends the engine's run, so no page shows what stands around it."""
    raise UnknownResultError


def guarded_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose failures, whatever they are, make the result unknown."""

    def made(*given: Any) -> Any:
        try:
            return function(*given)
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            raise UnknownResultError from error

    return made
