"""In which order statements run: one after another, in loops, and in a `switch`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broadsheet.scripts.bindings import Take
from broadsheet.scripts.scope import Evaluate, ScriptScope
from broadsheet.scripts.values import Singleton, UnknownResultError, is_same, is_true

ON = Singleton("on")
"""What a statement returns after which the next one follows; others return the function's result."""
BREAK, CONTINUE = Singleton("break"), Singleton("continue")

_MOST_RUNS = 2_000
"""How often a loop may run."""

Statement = Callable[[ScriptScope], Any]


def chosen(
    cases: list[tuple[Evaluate | None, list[Statement]]], value: Any, scope: ScriptScope
) -> Any:
    """Run the statements of a `switch` from the case that fits on (14.12)."""
    fitting = (
        number
        for number, (case, _) in enumerate(cases)
        if case is not None and is_same(case(scope), value)
    )
    other = next((number for number, (case, _) in enumerate(cases) if case is None), len(cases))
    statements = [each for _, several in cases[next(fitting, other) :] for each in several]
    result = in_turn(statements)(scope)
    return ON if result is BREAK else result


def for_each(take: Take, values: Evaluate, body: Statement) -> Statement:
    """Return the loop `for (const x of y)` (14.7.5)."""

    def made(scope: ScriptScope) -> Any:
        items = values(scope)
        if not isinstance(items, list) or len(items) > _MOST_RUNS:
            raise UnknownResultError
        for item in list(items):
            scope.bounds.step()
            inner = scope.inner()
            take(inner, item)
            result = body(inner)
            if result is BREAK:
                break
            if result not in (ON, CONTINUE):
                return result
        return ON

    return made


def counting(first: Statement, condition: Evaluate, step: Evaluate, body: Statement) -> Statement:
    """Return the loop `for (let i = 0; i < n; i++)` (14.7.4)."""

    def made(scope: ScriptScope) -> Any:
        outer = scope.inner()
        first(outer)
        for _ in range(_MOST_RUNS):
            scope.bounds.step()
            if not is_true(condition(outer)):
                return ON
            result = body(outer.inner())
            if result is BREAK:
                return ON
            if result not in (ON, CONTINUE):
                return result
            step(outer)
        raise UnknownResultError

    return made


def in_turn(statements: list[Statement]) -> Statement:
    """Return the statements of a block as one."""

    def made(scope: ScriptScope) -> Any:
        for statement in statements:
            scope.bounds.step()
            result = statement(scope)
            if result is not ON:
                return result
        return ON

    return made
