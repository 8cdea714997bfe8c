"""Expressions of JavaScript → functions of a scope (ECMA-262, chapter 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from broadsheet.scripts import methods, operators
from broadsheet.scripts.calls import call
from broadsheet.scripts.lexer import Lexer, unescaped
from broadsheet.scripts.patterns import Pattern
from broadsheet.scripts.scope import Evaluate, ScriptScope, Target
from broadsheet.scripts.typescript import is_assertion, skip_type
from broadsheet.scripts.values import (
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    is_nothing,
    is_true,
    number_of,
    text_of,
)

_MOST_DEEP = 60
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "undefined": UNDEFINED}
_LEVELS = (
    ("??", "||"),
    ("&&",),
    ("==", "!=", "===", "!=="),
    ("<", ">", "<=", ">=", "in", "instanceof"),
    ("+", "-"),
    ("*", "/", "%"),
)
"""Operators between two values, those that bind least first."""


class Parsed(NamedTuple):
    """An expression, and its target if it has one."""

    value: Evaluate
    target: Target | None = None


class ExpressionParser:
    """Reads expressions; what is not understood raises UnknownResultError."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self._depth = 0
        self._is_lost = False

    def expression(self) -> Evaluate:
        """Read a value as an argument or the right side of `=` is one."""
        return self.parsed().value

    def parsed(self) -> Parsed:
        """Read an expression without a comma at its end.

        Raises UnknownResultError if it is nested too deeply.
        """
        self._depth += 1
        if self._depth > _MOST_DEEP:
            raise UnknownResultError
        try:
            return self._whole()
        finally:
            self._depth -= 1

    def _whole(self) -> Parsed:
        """Read an expression; languages derived from this one have other grammars."""
        function = self.arrow()
        return Parsed(function) if function else self._choice()

    def arrow(self) -> Evaluate | None:
        """Read a function if one comes next; statements.py knows how."""
        return None

    def _choice(self) -> Parsed:
        condition = self._binary(0)
        if not self.lexer.skip("?"):
            return condition
        yes = self.expression()
        self.lexer.expect(":")
        no, test = self.expression(), condition.value
        return Parsed(lambda scope: yes(scope) if is_true(test(scope)) else no(scope))

    def _binary(self, level: int) -> Parsed:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self.lexer.is_next(*_LEVELS[level]):
            sign = self.lexer.next().value
            right = self._binary(level + 1).value
            left = Parsed(operators.between(sign, left.value, right))
        while self.lexer.is_next("as", "satisfies") and level == len(_LEVELS) - 1:
            self.lexer.next()
            skip_type(self.lexer)
        return left

    def _unary(self) -> Parsed:
        token = self.lexer.peek()
        if token.value in {"!", "-", "+"} and token.kind == "sign":
            self.lexer.next()
            return Parsed(operators.before(token.value, self._unary().value))
        if token.kind == "name" and token.value in {"await", "typeof", "void", "new"}:
            self.lexer.next()
            if token.value == "new":
                return self._postfix(Parsed(self._new()))
            value = self._unary().value
            return Parsed(value if token.value == "await" else operators.before(token.value, value))
        return self._postfix(self._primary())

    def _new(self) -> Evaluate:
        made = self._primary()
        while self.lexer.skip("."):
            made = member_of(made.value, _constant(self.lexer.name()))
        given = self.arguments() if self.lexer.is_next("(") else _no_arguments
        return _called(made.value, given, made.target)

    def _postfix(self, left: Parsed) -> Parsed:
        while found := self._behind(left):
            left = found
        return left

    def _behind(self, left: Parsed) -> Parsed | None:
        """Read what follows a value and belongs to it, None if nothing does."""
        is_optional = self.lexer.is_next("?.")
        is_named = self.lexer.skip("?.", ".")
        if self.lexer.is_next("("):
            return Parsed(_called(left.value, self.arguments(), left.target))
        if self.lexer.is_next("["):
            return self._at_key(left, is_optional=is_optional)
        if is_named:
            return member_of(left.value, _constant(self.lexer.name()), is_optional=is_optional)
        if self.lexer.is_next("`"):
            return Parsed(self._tagged(left.value))
        if self.lexer.is_next("++", "--") and not self.lexer.has_line_end():
            return Parsed(operators.counted(self.lexer.next().value, left.value, left.target))
        return left if self.lexer.is_next("!") and is_assertion(self.lexer) else None

    def _at_key(self, left: Parsed, *, is_optional: bool) -> Parsed:
        self.lexer.expect("[")
        key = self.expression()
        self.lexer.expect("]")
        return member_of(left.value, key, is_optional=is_optional)

    def _tagged(self, tag: Evaluate) -> Evaluate:
        pieces, values = self._template()

        def made(scope: ScriptScope) -> Any:
            given = [list(pieces), *(value(scope) for value in values)]
            return call(tag(scope), given, UNDEFINED, scope)

        return made

    def arguments(self) -> Callable[[ScriptScope], list[Any]]:
        """Read the arguments of a call, with its brackets."""
        return self._listed("(", ")")

    def _listed(self, opening: str, closing: str) -> Callable[[ScriptScope], list[Any]]:
        self.lexer.expect(opening)
        items: list[tuple[bool, Evaluate]] = []
        while not self.lexer.skip(closing):
            is_spread = self.lexer.skip("...")
            items.append((is_spread, self.expression()))
            if not self.lexer.is_next(closing):
                self.lexer.expect(",")

        def made(scope: ScriptScope) -> list[Any]:
            found: list[Any] = []
            scope.bounds.step(len(items))
            for is_spread, item in items:
                value = item(scope)
                if is_spread and not isinstance(value, list):
                    raise UnknownResultError
                scope.bounds.count(len(value) if is_spread else 0)
                found += value if is_spread else [value]
            return found

        return made

    def _primary(self) -> Parsed:
        token = self.lexer.peek()
        if token.kind == "text":
            self.lexer.next()
            return Parsed(_constant(unescaped(token.value[1:-1])))
        if token.kind == "number":
            self.lexer.next()
            is_hex = token.value[:2].lower() == "0x"
            return Parsed(_constant(int(token.value, 16) if is_hex else number_of(token.value)))
        if token.kind == "name":
            return self._named()
        made = {"(": self._group, "[": self._list, "{": self._table}.get(token.value)
        if made:
            return Parsed(made())
        if token.value == "`":
            return Parsed(self._text())
        if token.value == "/":
            return Parsed(_constant(Pattern(*self.lexer.pattern())))
        raise UnknownResultError(token.value)

    def _named(self) -> Parsed:
        name = self.lexer.name()
        if name in _WORDS:
            return Parsed(_constant(_WORDS[name]))
        if name in operators.RESERVED:
            raise UnknownResultError(name)
        return Parsed(lambda scope: scope.get(name), Target(name))

    def _group(self) -> Evaluate:
        self.lexer.expect("(")
        value = self.expression()
        self.lexer.expect(")")
        return value

    def _list(self) -> Evaluate:
        return self._listed("[", "]")

    def _table(self) -> Evaluate:
        self.lexer.expect("{")
        pairs: list[tuple[Evaluate | None, Evaluate]] = []
        while not self.lexer.skip("}"):
            at = self.lexer.at
            try:
                pairs.append(self._pair())
                if not self.lexer.is_next("}"):
                    self.lexer.expect(",")
            except UnknownResultError:
                self._skip_pair(at)

        def made(scope: ScriptScope) -> dict[str, Any]:
            found: dict[str, Any] = {}
            scope.bounds.step(len(pairs))
            for key, value in pairs:
                if key is None:
                    spread = value(scope)
                    if spread is UNKNOWN:
                        raise UnknownResultError
                    added = spread if isinstance(spread, dict) else {}
                    scope.bounds.count(len(added))
                    found |= added
                else:
                    found[text_of(key(scope))] = value(scope)
            return found

        return made

    def _skip_pair(self, at: int) -> None:
        """Go on behind a member of a table that is not understood."""
        self.lexer.move(at)
        while not self.lexer.is_next("}") and not self.lexer.skip(","):
            if self.lexer.is_next("(", "[", "{", "`"):
                self.skip_group(self.lexer.at)
            elif not self.lexer.next().kind:
                raise UnknownResultError

    def skip_group(self, at: int) -> None:
        """Go on behind the group or the template at a place. Raises UnknownResultError if it has no end."""
        if self._is_lost:
            raise UnknownResultError
        self.lexer.move(at)
        self._is_lost = True
        self.lexer.move(self.lexer.end_of_group())
        self._is_lost = False

    def _pair(self) -> tuple[Evaluate | None, Evaluate]:
        if self.lexer.skip("..."):
            return None, self.expression()
        if function := self.method():
            return function
        key: Evaluate
        token = self.lexer.next()
        if token.kind == "sign" and token.value == "[":
            key = self.expression()
            self.lexer.expect("]")
        elif token.kind == "text":
            key = _constant(unescaped(token.value[1:-1]))
        elif token.kind in {"name", "number"}:
            key = _constant(token.value)
        else:
            raise UnknownResultError(token.value)
        if token.kind == "name" and self.lexer.is_next(",", "}"):
            return key, lambda scope: scope.get(token.value)
        self.lexer.expect(":")
        return key, self.expression()

    def method(self) -> tuple[Evaluate, Evaluate] | None:
        """Read a method of a table if one comes next: its name and itself; statements.py knows how."""
        return None

    def _template(self) -> tuple[list[str], list[Evaluate]]:
        self.lexer.move(self.lexer.next().end)
        pieces: list[str] = []
        values: list[Evaluate] = []
        is_last = False
        while not is_last:
            piece, is_last = self.lexer.chunk()
            pieces.append(piece)
            if not is_last:
                values.append(self.expression())
                if not self.lexer.is_next("}"):
                    raise UnknownResultError
                self.lexer.move(self.lexer.next().end)
        return pieces, values

    def _text(self) -> Evaluate:
        pieces, values = self._template()
        size = sum(map(len, pieces))

        def made(scope: ScriptScope) -> str:
            scope.bounds.step(1 + len(values))
            shown = [pieces[0]]
            for value, piece in zip(values, pieces[1:], strict=True):
                shown += [scope.bounds.sized(text_of(value(scope))), piece]
            scope.bounds.count(size)
            return "".join(shown)

        return made


def _constant(value: Any) -> Evaluate:
    return lambda _: value


def _no_arguments(scope: ScriptScope) -> list[Any]:
    del scope
    return []


def member_of(owner: Evaluate, key: Evaluate, *, is_optional: bool = False) -> Parsed:
    """Return a member of a value; an optional one of nothing is undefined."""

    def made(scope: ScriptScope) -> Any:
        found = owner(scope)
        return UNDEFINED if is_optional and is_nothing(found) else methods.member(found, key(scope))

    return Parsed(made, Target("", owner, key, is_optional))


def _called(
    function: Evaluate, given: Callable[[ScriptScope], list[Any]], target: Target | None
) -> Evaluate:
    """Return the call of a function, or of a method if it is a member of something."""

    def made(scope: ScriptScope) -> Any:
        scope.bounds.step()
        if target is None or target.owner is None or target.key is None:
            return call(function(scope), given(scope), UNDEFINED, scope)
        owner, key = target.owner(scope), target.key(scope)
        if target.is_optional and is_nothing(owner):
            return UNDEFINED
        return methods.call_method(owner, text_of(key), given(scope), scope)

    return made
