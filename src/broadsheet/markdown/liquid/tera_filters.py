"""Filters of Tera that need nothing but what they are given; arguments have names.

Source: src/builtins/filters/ of Tera 1.20.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from broadsheet.markdown.liquid.filters import FILTERS
from broadsheet.markdown.liquid.nunjucks import FILTERS_OF_NUNJUCKS, SafeText
from broadsheet.scripts import UNDEFINED, UnknownResultError, text_of

_MOST = 1_000_000
_UNSAFE_SLUG = re.compile(r"[^a-z0-9]+")
_BETWEEN_TAGS = re.compile(r">\s+<")


def _with_names(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that is given the table of its arguments."""

    def made(value: Any, given: Mapping[str, Any] | None = None) -> Any:
        return make(value, **(given or {}))

    return made


def _of_text(make: Callable[..., str]) -> Callable[..., Any]:
    """Return a filter of a text, which stays safe."""

    def made(value: Any, given: Mapping[str, Any] | None = None) -> Any:
        if not isinstance(value, str):
            raise TypeError
        text = make(value, **(given or {}))
        return SafeText(text) if isinstance(value, SafeText) else text

    return made


def _replace(text: str, **given: str) -> str:
    old, new = given["from"], given["to"]
    if not old or len(text) + text.count(old) * len(new) > _MOST:
        raise ValueError
    return text.replace(old, new)


def _truncate(text: str, length: float = 255, end: str = "…") -> str:
    return text if len(text) <= length else text[: int(length)] + end


def _slice(items: list[Any], start: float = 0, end: float | None = None) -> list[Any]:
    return items[int(start) : None if end is None else int(end)]


def _get(value: Any, key: str, default: Any = UNDEFINED) -> Any:
    if not isinstance(value, Mapping):
        raise TypeError
    found = value.get(key, default)
    if found is UNDEFINED:
        raise LookupError
    return found


def _date(value: Any, **given: Any) -> str:
    """Return a moment as `strftime` writes it; other formats need more than Python's own."""
    if set(given) - {"format"}:
        raise UnknownResultError
    text: str = FILTERS["date"](value, given.get("format", "%Y-%m-%d"))
    return text


def _number(value: Any, default: float = 0, **_: Any) -> float:
    try:
        return float(value)
    except ValueError:
        return default


def _trimmed_start(text: str, pat: str) -> str:
    while pat and text.startswith(pat):
        text = text[len(pat) :]
    return text


def _trimmed_end(text: str, pat: str) -> str:
    while pat and text.endswith(pat):
        text = text[: -len(pat)]
    return text


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _default(found: Any, value: Any) -> Any:
    return value if found is UNDEFINED or found is None else found


_SAME = ("escape", "safe", "title", "trim", "upper", "lower", "capitalize", "reverse", "wordcount")

FILTERS_OF_TERA: Mapping[str, Callable[..., Any]] = {
    **{name: FILTERS_OF_NUNJUCKS[name] for name in _SAME},
    "abs": abs,
    "as_str": text_of,
    "concat": _with_names(lambda value, **given: [*_listed(value), *_with(given["with"])]),
    "date": _with_names(_date),
    "default": _with_names(_default),
    "first": lambda value: _listed(value)[0] if value else "",
    "float": _with_names(_number),
    "get": _with_names(_get),
    "int": _with_names(lambda value, **given: int(_number(value, **given))),
    "join": _with_names(lambda value, sep="": text_of(sep).join(map(text_of, _listed(value)))),
    "json_encode": _with_names(lambda value, **_: json.dumps(value, ensure_ascii=False)),
    "last": lambda value: _listed(value)[-1] if value else "",
    "length": len,
    "linebreaksbr": _of_text(lambda text: text.replace("\r\n", "\n").replace("\n", "<br>")),
    "nth": _with_names(lambda value, n: _listed(value)[int(n)]),
    "pluralize": _with_names(
        lambda value, singular="", plural="s": singular if abs(value) == 1 else plural
    ),
    "replace": _of_text(_replace),
    "round": _with_names(lambda value, precision=0, **_: round(value, int(precision))),
    "slice": _with_names(lambda value, **given: _slice(_listed(value), **given)),
    "slugify": _of_text(lambda text: _UNSAFE_SLUG.sub("-", text.lower()).strip("-")),
    "spaceless": _of_text(lambda text: _BETWEEN_TAGS.sub("><", text)),
    "split": _with_names(lambda value, pat: value.split(pat)),
    "striptags": _of_text(lambda text: re.sub(r"<[^<>]*>", "", text)),
    "trim_end": _of_text(lambda text: text.rstrip()),
    "trim_end_matches": _of_text(_trimmed_end),
    "trim_start": _of_text(lambda text: text.lstrip()),
    "trim_start_matches": _of_text(_trimmed_start),
    "truncate": _of_text(_truncate),
    "unique": _with_names(lambda value, **_: list(dict.fromkeys(_listed(value)))),
    "urlencode": _of_text(lambda text: quote(text, safe="/-_.~")),
    "urlencode_strict": _of_text(lambda text: quote(text, safe="-_.~")),
}


def _with(more: Any) -> list[Any]:
    return more if isinstance(more, list) else [more]
