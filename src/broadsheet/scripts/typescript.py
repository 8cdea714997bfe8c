"""What TypeScript adds to JavaScript: types, which are skipped.

https://www.typescriptlang.org/docs/handbook/2/everyday-types.html
"""

from __future__ import annotations

from broadsheet.scripts.lexer import Lexer
from broadsheet.scripts.values import UnknownResultError


def skip_type(lexer: Lexer) -> None:
    """Go on behind a type. Raises UnknownResultError for one that is not understood."""
    while True:
        if lexer.is_next("(", "[", "{"):
            lexer.move(lexer.end_of_group())
        elif lexer.peek().kind in {"name", "text", "number"}:
            lexer.next()
        else:
            raise UnknownResultError
        if lexer.is_next("<"):
            _skip_arguments(lexer)
        while lexer.is_next("[") and not lexer.has_line_end():
            lexer.move(lexer.end_of_group())
        if not lexer.skip("|", "&", ".", "=>", "extends", "typeof", "keyof"):
            return


def _skip_arguments(lexer: Lexer) -> None:
    depth = 0
    while True:
        token = lexer.next()
        depth += (token.value == "<") - (token.value == ">")
        if not depth:
            return
        if not token.kind or token.value in {";", ")"}:
            raise UnknownResultError


def is_assertion(lexer: Lexer) -> bool:
    """Go on behind `x!`, and return whether that is what comes next."""
    at = lexer.at
    lexer.next()
    if lexer.is_next(".", ")", ",", ";", "]", "["):
        return True
    lexer.move(at)
    return False
