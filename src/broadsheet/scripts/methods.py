"""Members of values, and methods of texts and lists (ECMA-262, chapters 22.1 and 23.1)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cmp_to_key
from typing import Any

from broadsheet.scripts.moments import METHODS_OF_DATES
from broadsheet.scripts.scope import Bounds, ScriptScope, called
from broadsheet.scripts.values import (
    MARK,
    UNDEFINED,
    UNKNOWN,
    Call,
    UnknownResultError,
    is_number,
    is_same,
    is_true,
    joined,
    number_of,
    text_of,
)

_ONE_OF = re.compile(r"\[\^?(?:\\.|[^\]\\])+\]|\\.")
_COUNT = re.compile(r"(?<!\))\{[0-9]{1,2}\}")
_REPEATED_GROUP = re.compile(r"\)[*+{?]")
_NOT_OF_PYTHON = re.compile(r"\\[pPucxkX1-9]|\(\?<|\[\^?\]")
_MOST_MATCHED = {0: 100_000, 1: 3_000, 2: 300}
"""How long a text may be by how many repetitions a pattern has: each may be tried from every place on."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression."""

    source: str
    flags: str = ""

    def for_text(self, text: str, bounds: Bounds) -> re.Pattern[str]:
        """Return it for Python.

        Raises UnknownResultError if it may take long on a text, or means another thing there.
        """
        source = self.source.replace("\\/", "/")
        if len(source) > _MOST_SOURCE:
            raise UnknownResultError
        bare = _COUNT.sub("", _ONE_OF.sub("x", source))
        repetitions = sum(map(bare.count, "*+{"))
        if source.startswith("^") and "m" not in self.flags and "|" not in bare:
            repetitions -= 1  # It is tried from one place only.
        is_short = len(text) <= _MOST_MATCHED.get(max(repetitions, 0), 0)
        counts = sum(int(each[1:-1]) for each in _COUNT.findall(_ONE_OF.sub("x", source)))
        tries = _tries(bare) * (1 + len(bare) // _SHORT + counts)
        bounds.worked(tries * (len(text) + 1) ** (max(repetitions, 0) + 1) // _AT_ONCE)
        if not is_short or _REPEATED_GROUP.search(bare) or _NOT_OF_PYTHON.search(source):
            raise UnknownResultError(source)
        names = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
        flags = re.RegexFlag(re.ASCII)
        for flag in self.flags:
            flags |= names.get(flag, 0)
        try:
            return re.compile(source, flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise UnknownResultError(source) from error


def _tries(bare: str) -> int:
    """Return in how many ways a pattern without repetitions may be tried from one place.

    Each `?` doubles them, and so does each `|`, at most: `(a|b)(a|b)` is tried in four ways.
    """
    choices = len(_OPTION.findall(bare))
    alternatives = [1]
    ways = 1
    for sign in bare:
        if sign == "(":
            alternatives.append(1)
        elif sign == "|":
            alternatives[-1] += 1
        elif sign == ")" and len(alternatives) > 1:
            ways *= alternatives.pop()
    return int(ways * math.prod(alternatives) * 2.0 ** min(choices, _MOST_CHOICES))


_OPTION = re.compile(r"(?<![(*+}?])\?")
_MOST_CHOICES = 60
_MOST_SOURCE = 500
_SHORT = 8
_AT_ONCE = 50
"""How many tries of a pattern take as long as what else is counted."""


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


def member(owner: Any, key: Any) -> Any:
    """Return a member of a value."""
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
    """Return the result of a method."""
    if owner is UNKNOWN:
        return UNKNOWN
    if isinstance(owner, Mapping):
        found = owner.get(name, UNDEFINED)
        return call(found, given, owner, scope)
    if isinstance(owner, datetime):
        part = METHODS_OF_DATES.get(name)
        if part is None:
            raise UnknownResultError(name)
        return part(owner)
    if isinstance(owner, Pattern) and name == "test":
        text = text_of(_given(list(given), 0))
        return bool(owner.for_text(text, scope.bounds).search(text))
    table = _OF_TEXTS if isinstance(owner, str) else _OF_LISTS if isinstance(owner, list) else {}
    if made := table.get(name):
        scope.bounds.worked(len(owner) // (_AT_ONCE if isinstance(owner, str) else 1))
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


# --- texts ------------------------------------------------------------------------------------------

_WHITE = " \t\n\r\v\f\u00a0\ufeff\u2028\u2029"
_BLIND = frozenset({"trim", "trimStart", "trimEnd", "concat", "toString", "replace", "replaceAll"})
"""Methods that do not ask what a text holds, or only for other texts."""


def _place(value: Any, length: int, default: int) -> int:
    if value is UNDEFINED:
        return default
    number = number_of(value)
    whole = 0 if math.isnan(number) else int(max(min(number, length), -length - 1))
    return max(whole + length, 0) if whole < 0 else min(whole, length)


def _given(given: list[Any], number: int) -> Any:
    return given[number] if number < len(given) else UNDEFINED


def _slice(owner: Any, given: list[Any], scope: ScriptScope) -> Any:
    del scope
    size = len(owner)
    return owner[_place(_given(given, 0), size, 0) : _place(_given(given, 1), size, size)]


def _substring(text: str, given: list[Any], scope: ScriptScope) -> str:
    del scope
    ends = [
        max(0, min(int(number_of(v)), len(text))) if v is not UNDEFINED else d
        for v, d in ((_given(given, 0), 0), (_given(given, 1), len(text)))
    ]
    return text[min(ends) : max(ends)]


def _substr(text: str, given: list[Any], scope: ScriptScope) -> str:
    del scope
    start = _place(_given(given, 0), len(text), 0)
    size = _given(given, 1)
    return text[start : len(text) if size is UNDEFINED else start + max(int(number_of(size)), 0)]


def _split(text: str, given: list[Any], scope: ScriptScope) -> Any:
    between = _given(given, 0)
    if between is UNDEFINED:
        return [text]
    scope.bounds.sized(text)
    if isinstance(between, Pattern):
        found: list[Any] = between.for_text(text, scope.bounds).split(text)
        return found
    wanted = text_of(between)
    return text.split(wanted) if wanted else list(text)


def _replaced(*, everywhere: bool) -> Callable[[str, list[Any], ScriptScope], str]:
    def made(text: str, given: list[Any], scope: ScriptScope) -> str:
        old, new = given[0], given[1]
        if isinstance(old, Pattern):
            count = 0 if "g" in old.flags else 1
            make = _by(new, scope)
            pattern = old.for_text(text, scope.bounds)
            return pattern.sub(lambda found: make((found[0], *found.groups())), text, count=count)
        wanted = text_of(old)
        if not wanted or MARK in wanted:
            raise UnknownResultError
        make = _by(new, scope)
        first, *others = text.split(wanted, -1 if everywhere else 1)
        scope.bounds.step(len(others))
        return first + "".join(make((wanted,)) + other for other in others)

    return made


def _by(new: Any, scope: ScriptScope) -> Callable[[tuple[Any, ...]], str]:
    """Return what makes a replacement: a function, or a text in which `$&` is what was found."""

    def made(found: tuple[Any, ...]) -> str:
        if callable(new):
            given = [UNDEFINED if each is None else each for each in found]
            return scope.bounds.sized(text_of(call(new, given, UNDEFINED, scope)))
        typed = scope.bounds.sized(text_of(new))
        return _REFERENCE.sub(lambda part: scope.bounds.sized(_referred(part[1], found)), typed)

    return made


_REFERENCE = re.compile(r"\$([$&]|[1-9])")


def _referred(sign: str, found: tuple[Any, ...]) -> str:
    """Return what `$1`, `$&` or `$$` in a replacement stands for (22.1.3.19.1 GetSubstitution)."""
    if sign in "$&":
        return found[0] if sign == "&" else "$"
    number = int(sign)
    return (found[number] or "") if number < len(found) else f"${sign}"


def _padded(text: str, given: list[Any], *, at_start: bool) -> str:
    size = min(int(number_of(given[0])), 1000)
    filler = text_of(_given(given, 1)) if _given(given, 1) is not UNDEFINED else " "
    missing = max(size - len(text), 0)
    padding = (filler * (missing // max(len(filler), 1) + 1))[:missing]
    return padding + text if at_start else text + padding


def _repeated(text: str, given: list[Any], scope: ScriptScope) -> str:
    count = int(number_of(given[0]))
    scope.bounds.count(len(text) * max(count, 0))
    return text * count


def _title(text: str, given: list[Any], scope: ScriptScope) -> Any:
    """`charAt`."""
    del scope
    place = int(number_of(_given(given, 0) if given else 0))
    return text[place] if 0 <= place < len(text) else ""


def _tried(text: str, given: list[Any], scope: ScriptScope) -> Any:
    """`match`: what is found everywhere, or first."""
    if not isinstance(given[0], Pattern):
        raise UnknownResultError
    pattern = given[0].for_text(text, scope.bounds)
    if "g" in given[0].flags:
        return [each[0] for each in pattern.finditer(text)] or None
    found = pattern.search(text)
    return (
        [UNDEFINED if each is None else each for each in (found[0], *found.groups())]
        if found
        else None
    )


_OF_TEXTS: Mapping[str, Callable[[str, list[Any], ScriptScope], Any]] = {
    "at": lambda text, given, _: text[int(number_of(given[0]))],
    "charAt": _title,
    "concat": lambda text, given, _: text + "".join(map(text_of, given)),
    "endsWith": lambda text, given, _: text.endswith(text_of(given[0])),
    "includes": lambda text, given, _: text_of(given[0]) in text,
    "indexOf": lambda text, given, _: float(text.find(text_of(given[0]))),
    "lastIndexOf": lambda text, given, _: float(text.rfind(text_of(given[0]))),
    "match": _tried,
    "padEnd": lambda text, given, _: _padded(text, given, at_start=False),
    "padStart": lambda text, given, _: _padded(text, given, at_start=True),
    "repeat": _repeated,
    "replace": _replaced(everywhere=False),
    "replaceAll": _replaced(everywhere=True),
    "slice": _slice,
    "split": _split,
    "startsWith": lambda text, given, _: text.startswith(text_of(given[0])),
    "substr": _substr,
    "substring": _substring,
    "toLowerCase": lambda text, *_: text.lower(),
    "toString": lambda text, *_: text,
    "toUpperCase": lambda text, *_: text.upper(),
    "trim": lambda text, *_: text.strip(_WHITE),
    "trimEnd": lambda text, *_: text.rstrip(_WHITE),
    "trimStart": lambda text, *_: text.lstrip(_WHITE),
}


# --- lists ------------------------------------------------------------------------------------------


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


_OF_LISTS: Mapping[str, Callable[[list[Any], list[Any], ScriptScope], Any]] = {
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
    "slice": _slice,
    "some": lambda items, given, scope: any(map(is_true, _each(items, given, scope))),
    "sort": _sorted,
    "toString": _joined,
}
