"""Names that take values: parameters, and patterns such as `{ a, b = 1 }` (ECMA-262, 14.3.3 and 15.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from broadsheet.scripts.lexer import unescaped
from broadsheet.scripts.parser import ExpressionParser
from broadsheet.scripts.scope import ScriptScope
from broadsheet.scripts.typescript import skip_type
from broadsheet.scripts.values import UNDEFINED, UNKNOWN, UnknownResultError, text_of

Take = Callable[[ScriptScope, Any], None]
"""Gives the names of a pattern such as `{ a, b = 1 }` their values."""


class Parameter(NamedTuple):
    """A parameter: what it does with its value, and whether it takes all others too."""

    take: Take
    is_rest: bool = False


class BindingParser(ExpressionParser):
    """Reads parameters and patterns too."""

    def parameters(self) -> list[Parameter]:
        """Read the parameters of a function, and the type of its result."""
        self.lexer.expect("(")
        found: list[Parameter] = []
        while not self.lexer.skip(")"):
            is_rest = self.lexer.skip("...")
            found.append(Parameter(self.taken(), is_rest))
            if not self.lexer.is_next(")"):
                self.lexer.expect(",")
        if self.lexer.skip(":"):
            self._skip_result_type()
        return found

    def _skip_result_type(self) -> None:
        """Go on behind the type of a result, which ends where the body begins."""
        while not self.lexer.is_next("{", "=>"):
            if not self.lexer.next().kind:
                raise UnknownResultError

    # --- names ------------------------------------------------------------------------------------

    def taken(self) -> Take:
        """Read a name or a pattern, with its default."""
        take = self.pattern()
        self.lexer.skip("?")
        if self.lexer.skip(":"):
            skip_type(self.lexer)
        if not self.lexer.skip("="):
            return take
        default = self.expression()

        def with_default(scope: ScriptScope, value: Any) -> None:
            take(scope, default(scope) if value is UNDEFINED else value)

        return with_default

    def pattern(self) -> Take:
        """Read a name, or a pattern of several."""
        if self.lexer.is_next("{"):
            return self._taken_table()
        return self._taken_list() if self.lexer.is_next("[") else _taker(self.lexer.name())

    def _taken_table(self) -> Take:
        self.lexer.expect("{")
        members: list[tuple[str, Take]] = []
        rest: Take | None = None
        while not self.lexer.skip("}"):
            if self.lexer.skip("..."):
                rest = _taker(self.lexer.name())
            else:
                members.append(self._taken_member())
            if not self.lexer.is_next("}"):
                self.lexer.expect(",")

        def take(scope: ScriptScope, value: Any) -> None:
            if value is UNKNOWN:
                for each in (*(each for _, each in members), *((rest,) if rest else ())):
                    each(scope, UNKNOWN)
                return
            if not isinstance(value, Mapping):
                raise UnknownResultError
            for key, each in members:
                each(scope, value.get(key, UNDEFINED))
            if rest:
                taken = {key for key, _ in members}
                rest(scope, {key: each for key, each in value.items() if key not in taken})

        return take

    def _taken_member(self) -> tuple[str, Take]:
        token = self.lexer.peek()
        if token.kind == "text":
            self.lexer.next()
            self.lexer.expect(":")
            return unescaped(token.value[1:-1]), self.taken()
        at = self.lexer.at
        key = self.lexer.name()
        if not self.lexer.skip(":"):
            self.lexer.move(at)
        return key, self.taken()

    def _taken_list(self) -> Take:
        self.lexer.expect("[")
        items: list[Take] = []
        while not self.lexer.skip("]"):
            if self.lexer.skip(","):
                items.append(lambda *_: None)
                continue
            items.append(self.taken())
            if not self.lexer.is_next("]"):
                self.lexer.expect(",")

        def take(scope: ScriptScope, value: Any) -> None:
            if not isinstance(value, list):
                if value is not UNKNOWN:
                    raise UnknownResultError
                value = [UNKNOWN] * len(items)
            for number, each in enumerate(items):
                each(scope, value[number] if number < len(value) else UNDEFINED)

        return take


def _taker(name: str) -> Take:
    def take(scope: ScriptScope, value: Any) -> None:
        scope.names[text_of(name)] = value

    return take
