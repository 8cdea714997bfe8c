"""Functions and statements of JavaScript (ECMA-262, chapters 14 and 15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from broadsheet.scripts import operators
from broadsheet.scripts.bindings import BindingParser, Parameter, Take
from broadsheet.scripts.flow import (
    BREAK,
    CONTINUE,
    ON,
    Statement,
    chosen,
    counting,
    for_each,
    in_turn,
)
from broadsheet.scripts.lexer import Lexer, unescaped
from broadsheet.scripts.parser import Parsed
from broadsheet.scripts.scope import Evaluate, ScriptScope, called
from broadsheet.scripts.typescript import skip_type
from broadsheet.scripts.values import (
    UNDEFINED,
    Singleton,
    UnknownResultError,
    is_true,
)

_MOST_CODE = 50_000
"""Characters of a function."""


def value_of(code: str, scope: ScriptScope) -> Any:
    """Return the value of the expression that some code begins with. Raises UnknownResultError.

    A function is called with a list of arguments and `this`.
    """
    return called(lambda *_: _read(code[:_MOST_CODE])(scope), (), None)


@lru_cache(maxsize=500)
def _read(code: str) -> Evaluate:
    return _Parser(Lexer(code)).expression()


class _Parser(BindingParser):
    """Reads functions too."""

    def arrow(self) -> Evaluate | None:
        at = self.lexer.at
        if self.lexer.skip("async") and self.lexer.is_next("=>", ".", ",", ")"):
            self.lexer.move(at)  # A name.
        if self.lexer.skip("function"):
            self.lexer.skip("*")
            if not self.lexer.is_next("("):
                self.lexer.name()
            return self._with_block(self.parameters())
        parameters = self._of_arrow()
        if parameters is None:
            self.lexer.move(at)
            return None
        self.lexer.expect("=>")
        if self.lexer.is_next("{"):
            return self._with_block(parameters)
        return self._function(parameters, self.expression())

    def _of_arrow(self) -> list[Parameter] | None:
        """Read the parameters of an arrow function, None if none comes next."""
        start = self.lexer.at
        if self.lexer.peek().kind == "name":
            take = self.pattern()
            return [Parameter(take)] if self.lexer.is_next("=>") else None
        if not self.lexer.is_next("("):
            return None
        self.lexer.move(self.lexer.end_of_group())
        is_arrow = self.lexer.is_next("=>")
        if not is_arrow and self.lexer.skip(":"):
            is_arrow = self._is_typed_arrow()
        self.lexer.move(start)
        return self.parameters() if is_arrow else None

    def _is_typed_arrow(self) -> bool:
        """Return whether a type and `=>` follow: `(a): string => a`, and not `x ? (a) : b`."""
        signs = {"|", "&", "<", ">", ".", "[", "]"}
        while self.lexer.peek().kind in {"name", "text"} or self.lexer.peek().value in signs:
            self.lexer.next()
        return self.lexer.is_next("=>")

    def method(self) -> tuple[Evaluate, Evaluate] | None:
        at = self.lexer.at
        if self.lexer.skip("async") and self.lexer.is_next("(", ":", ",", "}"):
            self.lexer.move(at)
        name = self.lexer.next()
        if name.kind not in {"name", "text"} or not self.lexer.is_next("("):
            self.lexer.move(at)
            return None
        key = unescaped(name.value[1:-1]) if name.kind == "text" else name.value
        return (lambda _: key), self._with_block(self.parameters())

    def _with_block(self, parameters: list[Parameter]) -> Evaluate:
        return self._function(parameters, self._body())

    def _body(self) -> Statement:
        """Read the block of a function; one that is not understood makes what it returns unknown."""
        at = self.lexer.at
        try:
            return self._block()
        except UnknownResultError:
            self.skip_group(at)
            return _not_known

    @staticmethod
    def _function(parameters: list[Parameter], body: Statement) -> Evaluate:
        def made(scope: ScriptScope) -> Any:
            def run(given: Sequence[Any], this: Any) -> Any:
                scope.bounds.step()
                inner = scope.inner({"this": this})
                for number, parameter in enumerate(parameters):
                    rest = list(given[number:])
                    value = rest if parameter.is_rest else rest[0] if rest else UNDEFINED
                    parameter.take(inner, value)
                result = body(inner)
                return UNDEFINED if result is ON else result

            return run

        return made

    # --- statements -------------------------------------------------------------------------------

    def _block(self) -> Statement:
        self.lexer.expect("{")
        statements: list[Statement] = []
        while not self.lexer.skip("}"):
            statements.append(self._statement())
        return in_turn(statements)

    def _statement(self) -> Statement:
        self._depth += 1
        if self._depth > _MOST_NESTED:
            raise UnknownResultError
        try:
            return self._one()
        finally:
            self._depth -= 1

    def _one(self) -> Statement:
        if self.lexer.skip(";"):
            return lambda _: ON
        if self.lexer.is_next("{"):
            return self._block()
        token = self.lexer.peek()
        kinds: Mapping[str, Callable[[], Statement]] = {
            "const": self._declaration,
            "let": self._declaration,
            "var": self._declaration,
            "function": self._declared_function,
            "if": self._if,
            "for": self._for,
            "switch": self._switch,
            "return": self._return,
            "throw": self._throw,
            "break": lambda: self._leave(BREAK),
            "continue": lambda: self._leave(CONTINUE),
            "try": self._try,
            "while": self._unknown,
            "do": self._unknown,
            "class": self._unknown,
        }
        if token.kind == "name" and token.value in kinds:
            self.lexer.next()
            return kinds[token.value]()
        if token.value == "async" and token.kind == "name":
            raise UnknownResultError
        return self._expression_statement()

    def _unknown(self) -> Statement:
        raise UnknownResultError

    def _ended(self) -> None:
        """Go on behind the end of a statement: `;`, or the end of its line or block."""
        if self.lexer.skip(";") or self.lexer.is_next("}") or self.lexer.has_line_end():
            return
        if self.lexer.peek().kind:
            raise UnknownResultError(self.lexer.peek().value)

    def _expression_statement(self) -> Statement:
        value = self._assignment().value
        self._ended()

        def made(scope: ScriptScope) -> Any:
            value(scope)
            return ON

        return made

    def _assignment(self) -> Parsed:
        left = self.parsed()
        if self.lexer.is_next("=", "+=", "-="):
            sign = self.lexer.next().value
            return Parsed(operators.assigned(sign, left.target, left.value, self.expression()))
        return left

    def _declaration(self) -> Statement:
        taken: list[tuple[Take, Evaluate]] = []
        while True:
            # The default of a pattern's name and the value are written alike.
            take, value = self._declared()
            taken.append((take, value))
            if not self.lexer.skip(","):
                break
        self._ended()

        def made(scope: ScriptScope) -> Any:
            for take, value in taken:
                take(scope, value(scope))
            return ON

        return made

    def _declared(self) -> tuple[Take, Evaluate]:
        take = self.pattern()
        if self.lexer.skip(":"):
            skip_type(self.lexer)
        if self.lexer.skip("="):
            return take, self.expression()
        return take, lambda _: UNDEFINED

    def _declared_function(self) -> Statement:
        name = self.lexer.name()
        function = self._with_block(self.parameters())

        def made(scope: ScriptScope) -> Any:
            scope.names[name] = function(scope)
            return ON

        return made

    def _if(self) -> Statement:
        self.lexer.expect("(")
        condition = self.expression()
        self.lexer.expect(")")
        yes = self._statement()
        no: Statement = self._statement() if self.lexer.skip("else") else lambda _: ON
        return lambda scope: (yes if is_true(condition(scope)) else no)(scope.inner())

    def _return(self) -> Statement:
        if self.lexer.is_next(";", "}") or self.lexer.has_line_end():
            self._ended()
            return lambda _: UNDEFINED
        value = self.expression()
        self._ended()
        return value

    def _throw(self) -> Statement:
        self.expression()
        self._ended()

        return _not_known  # The engine itself would stop.

    def _try(self) -> Statement:
        """Read a block; what is done after an error is not known, and neither is whether there is one."""
        block = self._block()
        if self.lexer.skip("catch"):
            if self.lexer.is_next("("):
                self.skip_group(self.lexer.at)
            self.skip_group(self.lexer.at)
        if self.lexer.is_next("finally"):
            raise UnknownResultError
        return lambda scope: block(scope.inner())

    def _leave(self, how: Singleton) -> Statement:
        self._ended()
        return lambda _: how

    def _for(self) -> Statement:
        """Read `for (const x of y)`, or `for (let i = 0; i < n; i++)`; other loops are not understood."""
        self.lexer.expect("(")
        start = self.lexer.at
        if not self.lexer.skip("const", "let", "var"):
            raise UnknownResultError
        take = self.taken()
        if self.lexer.skip("of"):
            values = self.expression()
            self.lexer.expect(")")
            return for_each(take, values, self._statement())
        self.lexer.move(start)
        first = self._statement()
        condition = self.expression()
        self.lexer.expect(";")
        step = self._assignment().value
        self.lexer.expect(")")
        return counting(first, condition, step, self._statement())

    def _switch(self) -> Statement:
        self.lexer.expect("(")
        value = self.expression()
        self.lexer.expect(")")
        self.lexer.expect("{")
        cases: list[tuple[Evaluate | None, list[Statement]]] = []
        while not self.lexer.skip("}"):
            if self.lexer.skip("case"):
                cases.append((self.expression(), []))
                self.lexer.expect(":")
            elif self.lexer.skip("default"):
                cases.append((None, []))
                self.lexer.expect(":")
            elif cases:
                cases[-1][1].append(self._statement())
            else:
                raise UnknownResultError
        return lambda scope: chosen(cases, value(scope), scope.inner())


_MOST_NESTED = 60


def _not_known(scope: ScriptScope) -> Any:
    del scope
    raise UnknownResultError
