"""Where a regular expression repeats something without end: a short text that leads there, and what is repeated."""

from __future__ import annotations

import re
from re import _constants as code
from re import _parser as parser

_REPEATS = {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}
_MANY = 1000
_COMMON = "a1 \n<([{'\"`*_-.:/|&#=\\~@!>)]}%,"


def repetitions(pattern, flags):
    """Return the (text before, piece) of each repetition of an expression, each once."""
    if isinstance(pattern, bytes):
        pattern, flags = pattern.decode("latin-1"), flags | re.ASCII
    found = _repeats(parser.parse(pattern, flags), "")
    return dict.fromkeys((before, piece) for before, inner in found for piece in _pieces(inner))


def _repeats(parsed, before):
    for operation, argument in parsed:
        if operation in _REPEATS:
            least, most, inner = argument
            if most >= _MANY:
                yield before, inner
            yield from _repeats(inner, before)
        for inner in _parts(operation, argument):
            yield from _repeats(inner, before)
        before += _shortest(operation, argument)


def _parts(operation, argument):
    """Return what a group holds: one part, or a part for each alternative."""
    if operation is code.SUBPATTERN:
        return [argument[3]]
    if operation is code.ATOMIC_GROUP:
        return [argument]
    if operation in {code.ASSERT, code.ASSERT_NOT}:
        return [argument[1]]
    return argument[1] if operation is code.BRANCH else []


def _shortest(operation, argument):
    """Return a short text that a part matches; of alternatives the first."""
    if operation is code.LITERAL:
        return chr(argument)
    if operation in {code.IN, code.NOT_LITERAL, code.ANY}:
        return next(iter(_characters(operation, argument)), "")
    if operation in _REPEATS:
        return "".join(_shortest(*each) for each in argument[2]) * argument[0]
    if operation in {code.ASSERT, code.ASSERT_NOT}:
        return ""
    inner = _parts(operation, argument)
    return "".join(_shortest(*each) for each in inner[0]) if inner else ""


def _characters(operation, argument):
    """Return common characters that a class matches, or one of its own."""
    if operation is code.ANY:
        return "a"
    if operation is code.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    own = [chr(value) for kind, value in argument if kind is code.LITERAL]
    return [c for c in _COMMON if _is_in(c, argument)] or own[:1]


def _is_in(character, members):
    number, is_in, is_negated = ord(character), False, False
    kinds = {"DIGIT": character.isdigit(), "SPACE": character.isspace()}
    kinds["WORD"] = character.isalnum() or character == "_"
    for kind, value in members:
        if kind is code.NEGATE:
            is_negated = True
        elif kind is code.LITERAL:
            is_in |= number == value
        elif kind is code.RANGE:
            is_in |= value[0] <= number <= value[1]
        else:
            name = str(value).removeprefix("CATEGORY_")
            is_in |= kinds[name.removeprefix("NOT_")] != name.startswith("NOT_")
    return is_in != is_negated


def _pieces(inner):
    """Return what may be repeated: characters of a class, or the shortest text of all that is repeated."""
    operation, argument = inner[0]
    whole = "".join(_shortest(*each) for each in inner)
    single = _characters(operation, argument) if len(inner) == 1 and operation is code.IN else ()
    return [*single, *([whole] if whole else [])]
