"""Expressions of Tera: those of Nunjucks, with tests (`x is containing("y")`) and calls of macros.

Source: src/parser/tera.pest of Tera 1.20. A filter takes all that stands before it: `a ~ b | upper`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from broadsheet.scripts import operators
from broadsheet.scripts.lexer import Lexer
from broadsheet.scripts.nunjucks import Filters, NunjucksParser, filtered, listed_in, together
from broadsheet.scripts.parser import ExpressionParser, Parsed, member_of
from broadsheet.scripts.scope import Evaluate, ScriptScope, Target, called
from broadsheet.scripts.values import (
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    is_number,
    is_true,
    text_of,
)

_MOST_CODE = 2_000
_COMPARED = ("==", "!=", "<", ">", "<=", ">=")
_SUMS = 4


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


class _TeraParser(NunjucksParser):
    """Reads Tera by its own grammar."""

    def parsed(self) -> Parsed:
        self._depth += 1
        if self._depth > _MOST_DEEP:
            raise UnknownResultError
        try:
            return self._or()
        finally:
            self._depth -= 1

    def _compared(self) -> Parsed:
        left = self._joined()
        while True:
            at = self.lexer.at
            is_not = self.lexer.skip("not")
            if self.lexer.skip("in"):
                left = Parsed(_in(left.value, self._joined().value, is_not=is_not))
            elif not is_not and self.lexer.skip("is"):
                left = self._tested(left.value)
            elif not is_not and self.lexer.is_next(*_COMPARED):
                sign = self.lexer.next().value
                left = Parsed(operators.between(sign, left.value, self._joined().value))
            else:
                self.lexer.move(at)
                return left

    def _tested(self, value: Evaluate) -> Parsed:
        is_not = self.lexer.skip("not")
        test = _TESTS.get(self.lexer.name())
        if test is None:
            raise UnknownResultError
        given = self.arguments() if self.lexer.is_next("(") else (lambda _: [])

        def made(scope: ScriptScope) -> bool:
            found, others = value(scope), given(scope)
            if UNKNOWN in (found, *others):
                raise UnknownResultError
            return test(found, *others) != is_not

        return Parsed(made)

    def _joined(self) -> Parsed:
        left = self._binary(_SUMS)
        while self.lexer.skip("~"):
            left = Parsed(together(left.value, self._binary(_SUMS).value))
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


_MOST_DEEP = 60
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "True": True, "False": False}


def _in(item: Evaluate, items: Evaluate, *, is_not: bool) -> Evaluate:
    def made(scope: ScriptScope) -> bool:
        wanted, found = item(scope), items(scope)
        if UNKNOWN in (wanted, found):
            raise UnknownResultError
        return _contains(found, wanted) != is_not

    return made


def _contains(found: Any, wanted: Any) -> bool:
    if isinstance(found, str | Mapping):
        return text_of(wanted) in found
    if isinstance(found, list):
        return wanted in found
    raise UnknownResultError


_TESTS: Mapping[str, Callable[..., bool]] = {
    "containing": _contains,
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


def is_true_in_tera(value: Any) -> bool:
    """Return whether Tera takes a value for true: a list or table if it holds something."""
    return bool(value) if isinstance(value, list | Mapping) else is_true(value)
