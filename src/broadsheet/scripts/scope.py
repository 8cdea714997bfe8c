"""What a function knows by name, and how much it may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from broadsheet.scripts.values import UNKNOWN, UnknownResultError

_MOST_STEPS = 20_000
_MOST_CHARACTERS = 1_000_000
_MOST_DEEP = 40
_MOST_WORK = 2_000_000


@dataclass(slots=True)
class Bounds:
    """Counts what functions do for one article; more than any needs makes a result unknown."""

    steps: int = 0
    size: int = 0
    depth: int = 0
    work: int = 0

    def step(self, count: int = 1) -> None:
        """Count expressions. Raises UnknownResultError for too many."""
        self.steps += count
        if self.steps > _MOST_STEPS:
            raise UnknownResultError

    def sized(self, text: str) -> str:
        """Count the characters of a text, and return it."""
        self.count(len(text))
        return text

    def count(self, number: int) -> None:
        """Count characters, or items of a list. Raises UnknownResultError for too many."""
        self.size += number
        if self.size > _MOST_CHARACTERS:
            raise UnknownResultError

    def worked(self, number: int) -> None:
        """Count what is looked at, one by one, in one step. Raises UnknownResultError for too many."""
        self.work += number
        if self.work > _MOST_WORK:
            raise UnknownResultError

    def within(self, make: Callable[[], Any]) -> Any:
        """Return what is made one level deeper."""
        self.depth += 1
        try:
            if self.depth > _MOST_DEEP:
                raise UnknownResultError
            return make()
        finally:
            self.depth -= 1


_FAILURES = (
    RecursionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


def called(function: Callable[..., Any], given: Sequence[Any], this: Any) -> Any:
    """Return what a function returns. Raises UnknownResultError, whatever the function fails at."""
    try:
        return function(given, this)
    except UnknownResultError:
        raise
    except _FAILURES as error:
        raise UnknownResultError from error


def _none(name: str) -> Any:
    del name
    return UNKNOWN


@dataclass(slots=True)
class ScriptScope:
    """Names and their values; what they do not hold is asked of the outer scope, then of `lookup`."""

    bounds: Bounds
    names: dict[str, Any] = field(default_factory=dict)
    outer: ScriptScope | None = None
    lookup: Callable[[str], Any] = _none

    def get(self, name: str) -> Any:
        """Return the value of a name."""
        scope: ScriptScope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            if scope.outer is None:
                return scope.lookup(name)
            scope = scope.outer
        return UNKNOWN

    def put(self, name: str, value: Any) -> None:
        """Give a name another value, where it was declared. Raises UnknownResultError if it was not."""
        scope: ScriptScope | None = self
        while scope is not None:
            if name in scope.names:
                scope.names[name] = value
                return
            scope = scope.outer
        raise UnknownResultError(name)

    def inner(self, names: dict[str, Any] | None = None) -> ScriptScope:
        """Return a scope within this one."""
        return ScriptScope(self.bounds, names or {}, self)


Evaluate = Callable[[ScriptScope], Any]
"""An expression that was read: it returns its value."""


class Target(NamedTuple):
    """What may be assigned to: a name, or a member of an object."""

    name: str = ""
    owner: Evaluate | None = None
    key: Evaluate | None = None
    is_optional: bool = False
    """Whether nothing may be the object: `a?.b`."""
