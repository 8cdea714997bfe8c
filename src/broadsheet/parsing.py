"""Parses TOML and JSON, and turns whatever a parser raises into an error for people, in this one place.

Data that no article needs is refused, because it would exhaust the stack, memory or time of later
stages.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from broadsheet.errors import UnreadableError

MAX_DEPTH = 50
"""Lists and tables within one another. Parsers in C crash the process at some thousands."""

MAX_DIGITS = 1_000
"""Of a number; Python refuses to write one of more than 4,300."""

TOO_DEEP = "is nested too deeply"

_TOO_LONG = 10**MAX_DIGITS
_WORD = re.compile(r"\w+")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


@contextmanager
def as_unreadable(kind: str) -> Iterator[None]:
    """Turn anything that a parser raises into UnreadableError."""
    try:
        yield
    except UnreadableError:
        raise
    except RecursionError as error:
        raise UnreadableError(1, TOO_DEEP, "write plain lists") from error
    except MemoryError as error:
        raise UnreadableError(1, "needs more memory than there is", "shorten it") from error
    except (
        Exception
    ) as error:  # A parser may raise anything, and one file must not stop the others.
        what = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableError(1, f"is not {kind}: {what}") from error


def parse_toml(text: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Read a document in TOML. Raises UnreadableError."""
    with as_unreadable("TOML"):
        try:
            data = tomllib.loads(text, parse_float=parse_float)
        except tomllib.TOMLDecodeError as error:
            what, _, place = str(error).partition(" (at line ")
            line = re.match(r"\d+", place)
            raise UnreadableError(int(line[0]) if line else 1, f"is not TOML: {what}") from error
        except ValueError as error:  # tomllib does not convert what int() raises.
            raise _long_number(text) from error
        bounded(data, text)
        return data


def parse_json(text: str, **options: Any) -> Any:
    """Read a document in JSON; `options` are those of `json.loads`. Raises UnreadableError."""
    with as_unreadable("JSON"):
        try:
            return bounded(json.loads(text, **options), text)
        except json.JSONDecodeError as error:
            raise UnreadableError(error.lineno, f"is not JSON: {error.msg}") from error
        except ValueError as error:
            raise _long_number(text) from error


def bounded(data: Any, text: str) -> Any:
    """Return the data that a text holds; its values can be written and copied.

    Raises UnreadableError if it is nested too deeply, or holds a number of too many digits or half of
    a character.
    """
    may_have_halves = "\\u" in text
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict | list):
            if depth >= MAX_DEPTH:
                raise UnreadableError(1, TOO_DEEP, "write plain lists")
            inner = value.values() if isinstance(value, dict) else value
            waiting += ((item, depth + 1) for item in inner)
            if may_have_halves and isinstance(value, dict):
                waiting += ((key, depth + 1) for key in value)
        elif isinstance(value, str):
            if may_have_halves and not is_whole(value):
                raise half_character(text)
        elif isinstance(value, int) and abs(value) >= _TOO_LONG:
            raise _long_number(text)
    return data


def as_typed(value: Any) -> Any:
    """Turn numbers and booleans into text, as YAML's loader does; dates and containers stay."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return [as_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: as_typed(item) for key, item in value.items()}
    return value


def is_whole(text: str) -> bool:
    """Return whether a text has no lone surrogate, which JSON's escapes can write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def half_character(text: str) -> UnreadableError:
    """Return the error for a text with a lone surrogate (half of a character) as an escape."""
    match = _ESCAPED_HALF.search(text)
    line = text.count("\n", 0, match.start()) + 1 if match else 1
    half = match[0] if match else "an escape"
    return UnreadableError(line, f"holds {half}, half of a character", "write the character itself")


def _long_number(text: str) -> UnreadableError:
    words = _WORD.finditer(text)
    match = next((m for m in words if m[0][0].isdigit() and len(m[0]) > MAX_DIGITS * 3 // 4), None)
    line = text.count("\n", 0, match.start()) + 1 if match else 1
    return UnreadableError(
        line, f"holds a number of more than {MAX_DIGITS} digits", "write it as text, in quotes"
    )
