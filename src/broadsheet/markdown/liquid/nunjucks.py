"""Nunjucks in articles: the parts of Liquid's templates, with other expressions.

Outputs are escaped unless they are safe (`autoescape`, which engines leave on).
Source: src/compiler.js, src/runtime.js and src/filters.js of Nunjucks 3.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from broadsheet.markdown.liquid.expressions import Expression, UnknownValueError
from broadsheet.markdown.liquid.nodes import Node
from broadsheet.markdown.liquid.rendering import Liquid
from broadsheet.markdown.shortcodes.literals import hidden
from broadsheet.scripts import (
    UNDEFINED,
    UNKNOWN,
    Bounds,
    ScriptScope,
    as_shown,
    is_true,
    nunjucks_arguments,
    nunjucks_value,
    text_of,
)

_LOOP = re.compile(r"([\w$]+)(?:\s*,\s*([\w$]+))?\s+in\s+(.+)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


class SafeText(str):
    """A text that is HTML already."""

    __slots__ = ()


def escaped(text: str) -> str:
    """Return a text as HTML shows it."""
    return escape(text).replace("&#x27;", "&#39;")


class NunjucksExpression(Expression):
    """An expression of Nunjucks where Liquid has one of its own."""

    def __init__(
        self, text: str, scope: ScriptScope, filters: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._text = text
        self._scope = scope
        self._filters = filters

    def filtered(self) -> Any:
        """Return the value of the whole expression, with its filters."""
        return nunjucks_value(self._text, self._scope, self._filters)

    def condition(self) -> bool:
        """Return whether the whole condition holds."""
        return is_true(self.filtered())


def _place(number: int, length: int) -> Mapping[str, Any]:
    return {
        "index": number + 1,
        "index0": number,
        "revindex": length - number,
        "revindex0": length - number - 1,
        "first": not number,
        "last": number == length - 1,
        "length": length,
    }


def _default(value: Any, otherwise: Any = "", by_truth: Any = False) -> Any:  # noqa: FBT002 - Nunjucks' own default
    is_missing = not is_true(value) if by_truth else value is UNDEFINED
    return otherwise if is_missing else value


def _as_text(make: Callable[..., str]) -> Callable[..., Any]:
    """Return a filter of a text, which stays safe."""

    def made(value: Any, *given: Any) -> Any:
        text = make("" if value in (None, UNDEFINED) else text_of(value), *given)
        return SafeText(text) if isinstance(value, SafeText) else text

    return made


def _safe(value: Any) -> SafeText:
    return SafeText("" if value in (None, UNDEFINED) else text_of(value))


def _escaped(value: Any) -> SafeText:
    return value if isinstance(value, SafeText) else SafeText(escape(as_shown(value)))


def _replaced(text: str, old: str, new: str) -> str:
    if not isinstance(old, str) or not old or len(text) + text.count(old) * len(new) > _MOST:
        raise ValueError
    return text.replace(old, new)


_MOST = 1_000_000


def _joined(value: Any, between: Any = "") -> str:
    return text_of(between).join(map(text_of, _items(value)))


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list | str):
        raise TypeError
    return list(value)


def _size(value: Any) -> float:
    return float(len(value)) if isinstance(value, str | list | dict) else 0.0


FILTERS_OF_NUNJUCKS: Mapping[str, Callable[..., Any]] = {
    "capitalize": _as_text(lambda text: text[:1].upper() + text[1:].lower()),
    "d": _default,
    "default": _default,
    "dump": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    "e": _escaped,
    "escape": _escaped,
    "first": lambda value: _items(value)[0],
    "join": _joined,
    "last": lambda value: _items(value)[-1],
    "length": _size,
    "list": _items,
    "log": lambda value, *_: value,
    "lower": _as_text(lambda text: text.lower()),
    "nl2br": _as_text(lambda text: text.replace("\n", "<br />\n")),
    "replace": _as_text(_replaced),
    "reverse": lambda value: value[::-1],
    "safe": _safe,
    "string": _as_text(lambda text: text),
    "striptags": _as_text(lambda text: " ".join(_TAG.sub("", text).split())),
    "title": _as_text(lambda text: " ".join(word.capitalize() for word in text.split(" "))),
    "trim": _as_text(lambda text: text.strip()),
    "upper": _as_text(lambda text: text.upper()),
    "url": lambda value, *_: value,
    "urlencode": _as_text(lambda text: quote(text, safe="-_.!~*'()")),
    "wordcount": lambda value: float(len(text_of(value).split())),
}
"""Filters that need nothing but the value, and `log` and `url` of static site engines."""


class Nunjucks(Liquid):
    """Renders the Nunjucks of one article."""

    usual_filters = FILTERS_OF_NUNJUCKS
    assigns = "set"
    captures = frozenset({"set"})
    trims_raw = False  # `parseRaw` in src/parser.js.

    def _scope(self) -> ScriptScope:
        if self._counts is None:
            self._counts = Bounds()
        return ScriptScope(self._counts, lookup=self._named)

    def _named(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            return UNDEFINED

    def _expression(self, text: str) -> Expression:
        return NunjucksExpression(text, self._scope(), self._filters)

    def _output(self, node: Node, *, is_article: bool) -> str:
        typed = node.token.rest
        root = re.match(r"[A-Za-z_][\w-]*", typed)
        if is_article and root is not None and self._named(root[0]) is UNDEFINED:
            return node.typed
        value = self._value(typed)
        text = as_shown(value)
        text = text if isinstance(value, SafeText) else escaped(text)
        return text if self._captures else hidden(text)

    def _arguments(self, text: str) -> Sequence[Any]:
        return nunjucks_arguments(text, self._scope(), self._filters)

    def _for(self, node: Node, *, is_article: bool) -> str:
        first, *others = node.branches
        found = _LOOP.fullmatch(first[0].rest)
        if not found:
            raise UnknownValueError
        values = self._value(found[3])
        if values is UNKNOWN:
            raise UnknownValueError
        if isinstance(values, Mapping):
            values = [list(pair) for pair in values.items()]
        items = list(values) if isinstance(values, list | tuple) else []
        if not items and others:
            return self._all(others[0][1], is_article=is_article)
        shown = []
        for number, item in enumerate(items):
            names = {found[1]: item, "loop": _place(number, len(items))}
            if found[2]:
                pair = (
                    [*item, UNDEFINED, UNDEFINED] if isinstance(item, list) else [item, UNDEFINED]
                )
                names |= {found[1]: pair[0], found[2]: pair[1]}
            shown.append(self._within(names, lambda: self._all(first[1], is_article=False)))
        return "".join(shown)
