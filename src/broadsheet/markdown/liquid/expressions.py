"""Values and conditions of Liquid: `page.title | upcase`, `x.size > 3 and y contains "z"`.

Sources: lib/liquid/variable.rb, variable_lookup.rb and condition.rb of Liquid 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_WORD = re.compile(
    r"\"[^\"]*\"|'[^']*'|-?\d+(?:\.\d+)?|\.\.|==|!=|<>|<=|>=|[\w-]+\??|[<>|:,.()\[\]]"
)
_LITERALS: Mapping[str, Any] = {
    "nil": None,
    "null": None,
    "true": True,
    "false": False,
    "blank": "",
    "empty": "",
}
_OPERATORS = frozenset({"==", "!=", "<>", "<", ">", "<=", ">=", "contains"})
_MOST_OF_RANGE = 1000
_MOST_WORDS = 150
"""Of one expression: it is read by recursion."""


class UnknownValueError(LookupError):
    """A value that only the site's engine knows, or an expression that is not understood."""


class Expression:
    """Reads one expression; `names` are the values, and `filters` the filters that are known by name."""

    def __init__(
        self, text: str, names: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._words = _WORD.findall(text)
        if len(self._words) > _MOST_WORDS or "".join(self._words) != "".join(_without_spaces(text)):
            raise UnknownValueError(text)
        self._names = names
        self._filters = filters
        self._at = 0

    def _here(self) -> str:
        return self._words[self._at] if self._at < len(self._words) else ""

    def _next(self) -> str:
        word = self._here()
        if not word:
            raise UnknownValueError
        self._at += 1
        return word

    def _skip(self, word: str) -> bool:
        found = self._here() == word
        self._at += found
        return found

    # --- values -----------------------------------------------------------------------------------

    def filtered(self) -> Any:
        """Return the value of the whole expression, with its filters."""
        value = self._value()
        while self._skip("|"):
            value = self._with_filter(value)
        self._ended()
        return value

    def _ended(self) -> None:
        if self._here():
            raise UnknownValueError(self._here())

    def _with_filter(self, value: Any) -> Any:
        name = self._next()
        given: list[Any] = []
        if self._skip(":"):
            given.append(self._value())
            while self._skip(","):
                given.append(self._value())
        make = self._filters.get(name)
        if make is None:
            raise UnknownValueError(name)
        try:
            return make(value, *given)
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            raise UnknownValueError(name) from error

    def _value(self) -> Any:
        word = self._next()
        if word == "(":
            return self._range()
        if word[0] in "\"'":
            return word[1:-1]
        if re.fullmatch(r"-?\d+(?:\.\d+)?", word):
            return float(word) if "." in word else int(word)
        if word in _LITERALS and self._here() != ".":
            return _LITERALS[word]
        if not re.fullmatch(r"[\w-]+\??", word):
            raise UnknownValueError(word)
        return self._looked_up(self._names.get(word))

    def _range(self) -> Sequence[int]:
        first = self._value()
        if not self._skip(".."):
            raise UnknownValueError
        last = self._value()
        if not self._skip(")"):
            raise UnknownValueError
        try:
            first, last = int(first), int(last)
        except (TypeError, ValueError, OverflowError) as error:
            raise UnknownValueError from error
        return range(first, min(last, first + _MOST_OF_RANGE) + 1)

    def _looked_up(self, value: Any) -> Any:
        while True:
            if self._skip("."):
                value = member(value, self._next())
            elif self._skip("["):
                value = member(value, self._value())
                if not self._skip("]"):
                    raise UnknownValueError
            else:
                return value

    # --- conditions -------------------------------------------------------------------------------

    def condition(self) -> bool:
        """Return whether the whole condition holds; `and` and `or` are read from the right."""
        first = self._comparison()
        if self._skip("and"):
            return self.condition() and first
        if self._skip("or"):
            return self.condition() or first
        self._ended()
        return first

    def _comparison(self) -> bool:
        left = self._value()
        if self._here() not in _OPERATORS:
            return is_true(left)
        operator = self._next()
        word = self._here()
        right = self._value()
        if word in {"blank", "empty"}:
            # Nothing is blank: Ruby itself has no such method.
            is_empty = word == "empty" and hasattr(left, "__len__") and not len(left)
            return is_empty == (operator == "==")
        return _compared(left, operator, right)

    # --- what tags have ---------------------------------------------------------------------------

    def several(self) -> list[Any]:
        """Return the values of `when a, b` and the like."""
        found = [self._value()]
        while self._skip(",") or self._skip("or"):
            found.append(self._value())
        self._ended()
        return found

    def loop(self) -> tuple[str, Any, dict[str, Any], bool]:
        """Return the name, the values, the options and the order of `x in y reversed limit:2`.

        Raises UnknownValueError if it is no loop.
        """
        name = self._next()
        if not self._skip("in"):
            raise UnknownValueError
        values, options = self._value(), {}
        is_reversed = self._skip("reversed")  # Behind the options, it is ignored.
        while word := self._here():
            self._at += 1
            if word in {"limit", "offset"} and self._skip(":"):
                options[word] = self._value()
            elif word not in {",", "reversed"}:
                raise UnknownValueError(word)
        return name, values, options, is_reversed


def member(value: Any, key: Any) -> Any:
    """Return a member of a value, None if it has none."""
    if isinstance(value, Mapping):
        found = None if isinstance(key, list | Mapping) else value.get(key)
        return len(value) if found is None and key == "size" else found
    if isinstance(value, str | list | tuple | range):
        if key == "size":
            return len(value)
        if isinstance(value, str):
            return None
        if key in {"first", "last"}:
            return value[0 if key == "first" else -1] if value else None
        if isinstance(key, int) and -len(value) <= key < len(value):
            return value[key]
    return None


def is_true(value: Any) -> bool:
    """Return whether Liquid takes a value for true: all but nil and false."""
    return value is not None and value is not False


def _compared(left: Any, operator: str, right: Any) -> bool:
    try:
        if operator in {"==", "!=", "<>"}:
            return bool(left == right) == (operator == "==")
        if operator == "contains":
            wanted = str(right) if isinstance(left, str) else right
            return left is not None and wanted in left
        order = int(left > right) - int(left < right)
    except TypeError:
        return False
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]


def _without_spaces(text: str) -> Sequence[str]:
    """Return a text's parts, those in quotes with their spaces."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", text)
    return [part if number % 2 else "".join(part.split()) for number, part in enumerate(parts)]
