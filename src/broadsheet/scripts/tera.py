"""Expressions of Tera: those of Nunjucks, with tests (`x is containing("y")`) and calls of macros.

Source: src/parser/tera.pest of Tera 1.20. A filter takes all that stands before it: `a ~ b | upper`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from broadsheet.scripts import operators
from broadsheet.scripts.lexer import Lexer
from broadsheet.scripts.nunjucks import (
    SUMS,
    Filters,
    NunjucksParser,
    contains,
    filtered,
    listed_in,
    together,
)
from broadsheet.scripts.parser import ExpressionParser, Parsed, member_of
from broadsheet.scripts.scope import Evaluate, ScriptScope, Target, called
from broadsheet.scripts.values import (
    UNDEFINED,
    UnknownResultError,
    is_number,
    is_true,
    text_of,
)

_MOST_CODE = 2_000


def tera_value(code: str, scope: ScriptScope, filters: Filters) -> Any:
    """Return the value of an expression. Raises UnknownResultError."""
    inner = listed_in(scope, filters)
    return called(lambda *_: _read(code[:_MOST_CODE])(inner), (), None)


def tera_parameters(code: str, scope: ScriptScope, filters: Filters) -> dict[str, Any]:
    """Return the parameters of a macro (`name, other="x"`), UNDEFINED where there is no default."""
    inner = listed_in(scope, filters)
    found: dict[str, Any] = called(lambda *_: _parameters(code[:_MOST_CODE])(inner), (), None)
    return found


@lru_cache(maxsize=500)
def _read(code: str) -> Evaluate:
    parser = _TeraParser(Lexer(code))
    value = parser.expression()
    if parser.lexer.peek().kind:
        raise UnknownResultError(code)
    return value


@lru_cache(maxsize=500)
def _parameters(code: str) -> Callable[[ScriptScope], dict[str, Any]]:
    lexer = Lexer(code)
    found: dict[str, Evaluate] = {}
    while lexer.peek().kind:
        name = lexer.name()
        found[name] = _TeraParser(lexer).expression() if lexer.skip("=") else (lambda _: UNDEFINED)
        if lexer.peek().kind:
            lexer.expect(",")
    return lambda scope: {name: value(scope) for name, value in found.items()}


_TESTS: Mapping[str, Callable[..., bool]] = {
    "containing": contains,
    "defined": lambda value: value is not UNDEFINED,
    "divisibleby": lambda value, number: not value % number,
    "ending_with": lambda value, end: text_of(value).endswith(text_of(end)),
    "even": lambda value: not value % 2,
    "iterable": lambda value: isinstance(value, list | Mapping),
    "number": is_number,
    "object": lambda value: isinstance(value, Mapping),
    "odd": lambda value: bool(value % 2),
    "starting_with": lambda value, start: text_of(value).startswith(text_of(start)),
    "string": lambda value: isinstance(value, str),
    "undefined": lambda value: value is UNDEFINED,
}
"""src/builtins/testers.rs, without `matching`, which takes a regular expression."""


class _TeraParser(NunjucksParser):
    """Reads Tera by its own grammar."""

    _signs = frozenset({"==", "!=", "<", ">", "<=", ">="})
    _tests = _TESTS

    def _whole(self) -> Parsed:
        return self._or()

    def _joined(self) -> Parsed:
        left = self._binary(SUMS)
        while self.lexer.skip("~"):
            left = Parsed(together(left.value, self._binary(SUMS).value))
        while self.lexer.skip("|"):
            name = self.lexer.name()
            given = self.signature() if self.lexer.is_next("(") else (lambda _: [])
            left = Parsed(filtered(left.value, name, given))
        if self.lexer.is_next("+", "-", "*", "/", "%"):
            sign = self.lexer.next().value
            left = Parsed(operators.between(sign, left.value, self._joined().value))
        return left

    def _unary(self) -> Parsed:
        return ExpressionParser._unary(self)  # noqa: SLF001 - its own: filters are read elsewhere

    def _named(self) -> Parsed:
        name = self.lexer.name()
        if name in _WORDS:
            return Parsed(lambda _: _WORDS[name])
        if self.lexer.skip(":"):
            self.lexer.expect(":")
            name = f"{name}::{self.lexer.name()}"
        return Parsed(lambda scope: scope.get(name), Target(name))

    def _behind(self, left: Parsed) -> Parsed | None:
        """Read a member, of nothing too: `page.extra.x | default(value="")`."""
        if self.lexer.skip("."):
            name = self.lexer.name()
            return member_of(left.value, lambda _: name, is_optional=True)
        return super()._behind(left) if self.lexer.is_next("(", "[") else None


_WORDS: Mapping[str, Any] = {"true": True, "false": False, "True": True, "False": False}


def is_true_in_tera(value: Any) -> bool:
    """Return whether Tera takes a value for true: a list or table if it holds something."""
    return bool(value) if isinstance(value, list | Mapping) else is_true(value)
