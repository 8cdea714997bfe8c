"""Formulas between `$$` that have their lines for themselves: to plugins of markdown-it they are blocks.

Such a block ends the paragraph above, and a list in which it is not indented (`math_block` in index.js of
@iktakahiro/markdown-it-katex 4.0.1; markdown-it-texmath and markdown-it-mathjax3 have the same rule).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.formulas.tex import as_shifted

_DOLLARS = as_shifted("$$")
_QUOTE = re.compile(r"(?:[ \t]*>)*")
_ITEM = re.compile(r"[ \t]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)?")


def with_blocks(text: str) -> str:
    """Put empty lines around such formulas in a text that `shift_math` has changed."""
    return "\n".join(_lines(text)) if _DOLLARS in text else text


def _lines(text: str) -> Iterator[str]:
    quote, is_below_text, is_below_formula = "", False, False
    for line in text.split("\n"):
        found = _QUOTE.match(line)
        marks = found[0] if found else ""
        item = _ITEM.match(line, len(marks))
        words = line[item.end() if item else len(marks) :].strip()
        is_formula = (
            words.startswith(_DOLLARS) and words.endswith(_DOLLARS) and words.count(_DOLLARS) > 1
        )
        is_first = item is not None and item[0].strip() != ""
        if marks == quote and (
            (is_below_formula and words) or (is_formula and is_below_text and not is_first)
        ):
            yield marks
        yield line
        quote, is_below_text, is_below_formula = marks, bool(words), is_formula
