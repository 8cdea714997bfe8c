"""Methods of texts (ECMA-262, chapter 22.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.scripts.calls import argument, call, place_of, slice_of
from broadsheet.scripts.patterns import Pattern
from broadsheet.scripts.scope import ScriptScope
from broadsheet.scripts.values import MARK, UNDEFINED, UnknownResultError, number_of, text_of

_WHITE = " \t\n\r\v\f\u00a0\ufeff\u2028\u2029"


def _substring(text: str, given: list[Any], scope: ScriptScope) -> str:
    del scope
    ends = [
        max(0, min(int(number_of(v)), len(text))) if v is not UNDEFINED else d
        for v, d in ((argument(given, 0), 0), (argument(given, 1), len(text)))
    ]
    return text[min(ends) : max(ends)]


def _substr(text: str, given: list[Any], scope: ScriptScope) -> str:
    del scope
    start = place_of(argument(given, 0), len(text), 0)
    size = argument(given, 1)
    return text[start : len(text) if size is UNDEFINED else start + max(int(number_of(size)), 0)]


def _split(text: str, given: list[Any], scope: ScriptScope) -> Any:
    between = argument(given, 0)
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
    filler = text_of(argument(given, 1)) if argument(given, 1) is not UNDEFINED else " "
    missing = max(size - len(text), 0)
    padding = (filler * (missing // max(len(filler), 1) + 1))[:missing]
    return padding + text if at_start else text + padding


def _repeated(text: str, given: list[Any], scope: ScriptScope) -> str:
    count = int(number_of(given[0]))
    scope.bounds.count(len(text) * max(count, 0))
    return text * count


def _character(text: str, given: list[Any], scope: ScriptScope) -> Any:
    """`charAt`."""
    del scope
    place = int(number_of(argument(given, 0) if given else 0))
    return text[place] if 0 <= place < len(text) else ""


def _matched(text: str, given: list[Any], scope: ScriptScope) -> Any:
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


def _normalized(text: str, given: list[Any], scope: ScriptScope) -> str:
    """`normalize`: one of Unicode's four forms."""
    typed = argument(given, 0)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        if typed == form or (typed is UNDEFINED and form == "NFC"):
            return scope.bounds.sized(unicodedata.normalize(form, text))
    raise UnknownResultError


METHODS_OF_TEXTS: Mapping[str, Callable[[str, list[Any], ScriptScope], Any]] = {
    "at": lambda text, given, _: text[int(number_of(given[0]))],
    "charAt": _character,
    "concat": lambda text, given, _: text + "".join(map(text_of, given)),
    "endsWith": lambda text, given, _: text.endswith(text_of(given[0])),
    "includes": lambda text, given, _: text_of(given[0]) in text,
    "indexOf": lambda text, given, _: float(text.find(text_of(given[0]))),
    "lastIndexOf": lambda text, given, _: float(text.rfind(text_of(given[0]))),
    "match": _matched,
    "normalize": _normalized,
    "padEnd": lambda text, given, _: _padded(text, given, at_start=False),
    "padStart": lambda text, given, _: _padded(text, given, at_start=True),
    "repeat": _repeated,
    "replace": _replaced(everywhere=False),
    "replaceAll": _replaced(everywhere=True),
    "slice": slice_of,
    "split": _split,
    "startsWith": lambda text, given, _: text.startswith(text_of(given[0])),
    "substr": _substr,
    "substring": _substring,
    "toLocaleLowerCase": lambda text, *_: text.lower(),
    "toLocaleUpperCase": lambda text, *_: text.upper(),
    "toLowerCase": lambda text, *_: text.lower(),
    "toString": lambda text, *_: text,
    "toUpperCase": lambda text, *_: text.upper(),
    "trim": lambda text, *_: text.strip(_WHITE),
    "trimEnd": lambda text, *_: text.rstrip(_WHITE),
    "trimStart": lambda text, *_: text.lstrip(_WHITE),
}
