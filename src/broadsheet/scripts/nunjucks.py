"""Expressions of Nunjucks, which are much like those of JavaScript: `a if b else c`, `x | f(1)`, `not y`.

Source: src/parser.js of Nunjucks 3.2 (parseInlineIf and below).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from broadsheet.scripts import operators
from broadsheet.scripts.lexer import Lexer
from broadsheet.scripts.parser import ExpressionParser, Parsed
from broadsheet.scripts.scope import Evaluate, ScriptScope, called
from broadsheet.scripts.values import (
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    is_same,
    is_true,
    text_of,
)

_MOST_CODE = 2_000
_WORDS: Mapping[str, Any] = {"none": None, "None": None, "True": True, "False": False}
_LISTED = "@"
"""The name that a scope gives the list of an `in`, and the filters; no template has such a name."""

Filters = Mapping[str, Callable[..., Any]]


def nunjucks_value(code: str, scope: ScriptScope, filters: Filters) -> Any:
    """Return the value of an expression. Raises UnknownResultError."""
    inner = listed_in(scope, filters)
    return called(lambda *_: _read(code[:_MOST_CODE])(inner), (), None)


def nunjucks_arguments(code: str, scope: ScriptScope, filters: Filters) -> list[Any]:
    """Return the arguments of a tag; named ones are one table at the end, as Nunjucks hands them on."""
    inner = listed_in(scope, filters)
    found: list[Any] = called(lambda *_: _arguments(code[:_MOST_CODE])(inner), (), None)
    return found


def listed_in(scope: ScriptScope, filters: Filters) -> ScriptScope:
    """Return a scope in which expressions find the filters."""
    return scope.inner({_LISTED: filters})


@lru_cache(maxsize=500)
def _read(code: str) -> Evaluate:
    parser = NunjucksParser(Lexer(code))
    value = parser.expression()
    if parser.lexer.peek().kind:
        raise UnknownResultError(code)
    return value


@lru_cache(maxsize=500)
def _arguments(code: str) -> Evaluate:
    return NunjucksParser(Lexer(f"({code})")).signature()


class NunjucksParser(ExpressionParser):
    """Reads Nunjucks by its own operators; Tera derives from it."""

    _signs = frozenset({"==", "!=", "===", "!==", "<", ">", "<=", ">="})
    _tests: Mapping[str, Callable[..., bool]] = {}
    """Tests behind `is`; those of Nunjucks are not known."""

    def signature(self) -> Callable[[ScriptScope], list[Any]]:
        """Read arguments in brackets; `a=1` is a named one."""
        self.lexer.expect("(")
        items: list[Evaluate] = []
        named: list[tuple[str, Evaluate]] = []
        while not self.lexer.skip(")"):
            name = self._name_of_argument()
            if name:
                named.append((name, self.expression()))
            else:
                items.append(self.expression())
            if not self.lexer.is_next(")") and self.lexer.peek().value:
                self.lexer.skip(",")

        def made(scope: ScriptScope) -> list[Any]:
            found = [item(scope) for item in items]
            return [*found, {key: each(scope) for key, each in named}] if named else found

        return made

    def _name_of_argument(self) -> str:
        at = self.lexer.at
        if self.lexer.peek().kind == "name":
            name = self.lexer.name()
            if self.lexer.skip("="):
                return name
            self.lexer.move(at)
        return ""

    def arguments(self) -> Callable[[ScriptScope], list[Any]]:
        """Read the arguments of a call, of which some may have names."""
        return self.signature()

    def _whole(self) -> Parsed:
        """Read an expression, also one with `if` behind it."""
        yes = self._or()
        if not self.lexer.skip("if"):
            return yes
        condition = self._or().value
        no = self._whole().value if self.lexer.skip("else") else (lambda _: UNDEFINED)
        shown = yes.value
        return Parsed(lambda scope: shown(scope) if is_true(condition(scope)) else no(scope))

    def _or(self) -> Parsed:
        left = self._and()
        while self.lexer.skip("or"):
            left = Parsed(operators.between("||", left.value, self._and().value))
        return left

    def _and(self) -> Parsed:
        left = self._not()
        while self.lexer.skip("and"):
            left = Parsed(operators.between("&&", left.value, self._not().value))
        return left

    def _not(self) -> Parsed:
        if self.lexer.skip("not"):
            return Parsed(operators.before("!", self._not().value))
        return self._compared()

    def _compared(self) -> Parsed:
        left = self._joined()
        while True:
            at = self.lexer.at
            is_not = self.lexer.skip("not")
            if self.lexer.skip("in"):
                left = Parsed(_in(left.value, self._joined().value, is_not=is_not))
            elif not is_not and self.lexer.is_next(*self._signs):
                sign = self.lexer.next().value
                left = Parsed(operators.between(sign, left.value, self._joined().value))
            elif not is_not and self._tests and self.lexer.skip("is"):
                left = self._tested(left.value)
            else:
                self.lexer.move(at)
                return left

    def _tested(self, value: Evaluate) -> Parsed:
        is_not = self.lexer.skip("not")
        test = self._tests.get(self.lexer.name())
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
        left = self._binary(SUMS)
        while self.lexer.skip("~"):
            left = Parsed(together(left.value, self._binary(SUMS).value))
        return left

    def _unary(self) -> Parsed:
        left = super()._unary()
        while self.lexer.skip("|"):
            name = self.lexer.name()
            while self.lexer.skip("."):
                name = f"{name}.{self.lexer.name()}"
            given = self.signature() if self.lexer.is_next("(") else (lambda _: [])
            left = Parsed(filtered(left.value, name, given))
        return left

    def _named(self) -> Parsed:
        token = self.lexer.peek()
        if token.value in _WORDS:
            self.lexer.next()
            return Parsed(lambda _: _WORDS[token.value])
        return super()._named()


SUMS = 4
"""The level of `+` among the operators of JavaScript."""


def _in(item: Evaluate, items: Evaluate, *, is_not: bool) -> Evaluate:
    def made(scope: ScriptScope) -> bool:
        wanted, found = item(scope), items(scope)
        if UNKNOWN in (wanted, found):
            raise UnknownResultError
        return contains(found, wanted) != is_not

    return made


def contains(items: Any, wanted: Any) -> bool:
    """Return whether a text, a list or the keys of a table hold a value. Raises UnknownResultError."""
    if isinstance(items, str | Mapping):
        return text_of(wanted) in items
    if isinstance(items, list):
        return any(is_same(each, wanted) for each in items)
    raise UnknownResultError


def together(left: Evaluate, right: Evaluate) -> Evaluate:
    """Return `left ~ right`: the texts of both."""
    return lambda scope: scope.bounds.sized(text_of(left(scope)) + text_of(right(scope)))


def filtered(value: Evaluate, name: str, given: Callable[[ScriptScope], list[Any]]) -> Evaluate:
    """Return what a filter makes of a value; one that is not known raises UnknownResultError."""

    def made(scope: ScriptScope) -> Any:
        filters = scope.get(_LISTED)
        make = filters.get(name) if isinstance(filters, Mapping) else None
        found = value(scope)
        if make is None or found is UNKNOWN:
            raise UnknownResultError(name)
        try:
            return make(found, *given(scope))
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            raise UnknownResultError(name) from error

    return made
