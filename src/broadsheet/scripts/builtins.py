"""What every program in JavaScript knows (ECMA-262, chapters 19 to 25), as far as it only makes values."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

from broadsheet.scripts.moments import DateConstructor
from broadsheet.scripts.values import (
    UNDEFINED,
    UNKNOWN,
    Call,
    UnknownResultError,
    is_true,
    measured,
    number_of,
    text_of,
)


def _by_first(make: Callable[[Any], Any]) -> Call:
    def made(given: Sequence[Any], this: Any) -> Any:
        del this
        first = given[0] if given else UNDEFINED
        return UNKNOWN if first is UNKNOWN else make(first)

    return made


def _whole(value: Any) -> float:
    number = number_of(value)
    return float(math.floor(number)) if math.isfinite(number) else number


def _integer(value: Any) -> float:
    """Return the number that a text begins with (19.2.5 parseInt)."""
    digits = text_of(value).strip()
    sign = digits[:1] if digits[:1] in {"-", "+"} else ""
    digits = digits[len(sign) :]
    count = next((n for n, c in enumerate(digits) if not "0" <= c <= "9"), len(digits))
    return float(sign + digits[:count]) if 0 < count <= _MOST_DIGITS else math.nan


_MOST_DIGITS = 15


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnknownResultError
    return value


def _least(given: Sequence[Any], this: Any) -> float:
    del this
    return min(map(number_of, given), default=math.inf)


def _most(given: Sequence[Any], this: Any) -> float:
    del this
    return max(map(number_of, given), default=-math.inf)


def _address(value: Any) -> Any:
    """`new URL(x)`: its parts."""
    try:
        parts = urlsplit(text_of(value))
    except ValueError as error:
        raise UnknownResultError from error
    if not (parts.scheme and parts.netloc):
        raise UnknownResultError
    return {
        "href": text_of(value),
        "protocol": f"{parts.scheme}:",
        "host": parts.netloc,
        "hostname": parts.hostname or "",
        "origin": f"{parts.scheme}://{parts.netloc}",
        "pathname": parts.path or "/",
        "search": f"?{parts.query}" if parts.query else "",
        "hash": f"#{parts.fragment}" if parts.fragment else "",
    }


def _json(value: Any) -> str:
    def plain(each: Any) -> Any:
        if isinstance(each, Mapping):
            return {key: plain(inner) for key, inner in each.items()}
        if isinstance(each, list):
            return [plain(inner) for inner in each]
        if isinstance(each, float) and each.is_integer():
            return int(each)
        if each is None or isinstance(each, str | bool | int | float):
            return each
        raise UnknownResultError

    return json.dumps(plain(measured(value)), ensure_ascii=False, separators=(",", ":"))


def _nothing(given: Sequence[Any], this: Any) -> Any:
    del given, this
    return UNDEFINED


def fixed(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a table that no function can change, nor the tables in it: all articles have the same."""
    return MappingProxyType(
        {key: fixed(each) if isinstance(each, dict) else each for key, each in table.items()}
    )


BUILTINS: Mapping[str, Any] = fixed(
    {
        "Array": {
            "isArray": _by_first(lambda value: isinstance(value, list)),
            "from": _by_first(lambda value: list(value) if isinstance(value, list) else _unknown()),
        },
        "Boolean": _by_first(is_true),
        "Date": DateConstructor(),
        "JSON": {"stringify": _by_first(_json)},
        "Math": {
            "abs": _by_first(lambda value: abs(number_of(value))),
            "ceil": _by_first(lambda value: -_whole(-number_of(value))),
            "floor": _by_first(_whole),
            "max": _most,
            "min": _least,
            "round": _by_first(lambda value: _whole(number_of(value) + 0.5)),
        },
        "Number": _by_first(number_of),
        "Object": {
            "entries": _by_first(
                lambda value: [[key, each] for key, each in _table(value).items()]
            ),
            "keys": _by_first(lambda value: list(_table(value))),
            "values": _by_first(lambda value: list(_table(value).values())),
        },
        "String": _by_first(text_of),
        "URL": _by_first(_address),
        "console": dict.fromkeys(("debug", "error", "info", "log", "warn"), _nothing),
        "encodeURI": _by_first(lambda value: quote(text_of(value), safe=";,/?:@&=+$-_.!~*'()#")),
        "encodeURIComponent": _by_first(lambda value: quote(text_of(value), safe="-_.!~*'()")),
        "parseFloat": _by_first(number_of),
        "parseInt": _by_first(_integer),
    }
)


def _unknown() -> Any:
    raise UnknownResultError
