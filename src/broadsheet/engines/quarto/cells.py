"""Cells of code as Quarto shows them: without their options, and not at all if these say so.

https://quarto.org/docs/computations/execution-options.html
"""

from __future__ import annotations

import re

from broadsheet.markdown import scan

_CELL = re.compile(r"[`~]{3,}[ \t]*\{(?P<head>[A-Za-z][^}\n]*)\}[ \t]*")
_OPTION = re.compile(r"[ \t]*(?:#|//|%%?|--|;)\|[ \t]*(?P<key>[\w.-]+)[ \t]*:[ \t]*(?P<value>.*)")
_HIDDEN = re.compile(r"(?i)\b(?:echo|include)[ \t]*=[ \t]*F(?:ALSE)?\b")
"""As knitr writes options, behind the name of the language."""


def shown(text: str) -> str:
    """Return a text without the options of its cells, and without the cells whose code is hidden.

    What follows stays on its lines.
    """
    return scan(text).with_fenced(_shown) if "{" in text else text


def _shown(block: str) -> str:
    first, *lines = block.split("\n")
    cell = _CELL.fullmatch(first)
    if not cell:
        return block
    size = len(lines)
    options: dict[str, str] = {}
    while lines and (option := _OPTION.fullmatch(lines[0])):
        options[option["key"]] = option["value"].strip().lower()
        del lines[0]
    is_hidden = "false" in {options.get("echo"), options.get("include")}
    if is_hidden or _HIDDEN.search(cell["head"]):
        return "\n" * size
    return "\n".join([first, *lines]) + "\n" * (size - len(lines))
