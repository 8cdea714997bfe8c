"""The pieces of a text in MDX, and what an expression says that is a literal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_REQUIRE = re.compile(r"(?:require|useBaseUrl)\(\s*([\"'])([^\"']+)\1\s*\)(?:\.default)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?|true")


class PieceKind(StrEnum):
    """What a piece of the source is."""

    TEXT = "text"
    IMPORT = "import"  # Imports and exports.
    EXPRESSION = "expression"
    TAG = "tag"
    UNCLOSED = "unclosed"  # A brace that nothing closes.


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the source. `attributes` of a tag are as typed: None without a value, `{x}` with braces.

    `indent` is the white space before a tag that begins its line, None for others; with `ends_line`
    nothing follows it there. `names` are the paths that an import gives names to; one that is not
    `is_whole` has a brace that nothing closes.
    """

    kind: PieceKind
    text: str
    name: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()
    is_end: bool = False
    closes_itself: bool = False
    indent: str | None = None
    ends_line: bool = False
    names: tuple[tuple[str, str], ...] = ()
    is_whole: bool = True


def literal(expression: str) -> str | None:
    """Return the text of a JavaScript literal, None if the expression has to be computed."""
    for quote in "\"'`":
        inside = expression[1:-1]
        if len(expression) > 1 and expression[0] == expression[-1] == quote and quote not in inside:
            return None if quote == "`" and "${" in inside else inside
    if found := _REQUIRE.fullmatch(expression):
        return found[2]
    return expression if _NUMBER.fullmatch(expression) else None
