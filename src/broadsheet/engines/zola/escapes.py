"""Shortcodes that a page shows, not calls: `{{/* x() */}}` and `{%/* x() */%} … {%/* end */%}`.

The grammar is Zola's (components/markdown/src/content.pest). What does not follow it, such as
`{%/* extends "base.html" */%}` and `{{/* x(key=variable) */}}`, is text to Zola and stays as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from broadsheet.markdown import scan

_S = r"[ \t\r\n]*+"
_NAME = r"[A-Za-z_]\w*+"
_VALUE = r"""(?:true|false|"[^"]*+"|'[^']*+'|`[^`]*+`|-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?)"""
_LIST = rf"\[{_S}(?:{_VALUE}{_S}(?:,{_S}|(?=\])))*\]"
_ARGUMENT = rf"{_NAME}{_S}={_S}(?:{_VALUE}|{_LIST}){_S}(?:,{_S}(?=[A-Za-z_]))?"
_CALL = rf"{_NAME}{_S}\({_S}(?:{_ARGUMENT})*\)"
VALUE = re.compile(_VALUE)
"""A value of a call."""

ARGUMENT = re.compile(
    rf"(?P<name>{_NAME}){_S}={_S}(?P<value>{_VALUE}|{_LIST}){_S}(?:,{_S})?", re.ASCII
)
"""A named argument of a call, and the comma behind it, which may be missing (`kwargs*`)."""

_SHOWN = re.compile(
    rf"\{{\{{/\*(?P<inline>{_S}{_CALL}{_S})\*/\}}\}}"
    rf"|\{{%/\*(?:(?P<end>{_S}end{_S})|(?P<start>{_S}{_CALL}{_S}))\*/%\}}",
    re.ASCII,
)


def as_text(text: str) -> str:
    """Return a body in which shortcodes that are shown have no comment signs.

    Outside of code their first brace becomes a reference, so that nothing calls them.
    """
    if "/*" not in text:
        return text
    scanned = scan(text)
    parts, done = [], 0
    for found in _shown(list(_SHOWN.finditer(text))):
        parts += [text[done : found.start()], _without_signs(found, scanned.is_code)]
        done = found.end()
    return "".join([*parts, text[done:]])


def _shown(found: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the inline shortcodes, and the beginnings and ends of others.

    What stands within another one that is shown keeps its signs; a beginning without an end is none.
    """
    ends = _ends(found)
    within = -1
    for number, each in enumerate(found):
        if number == within:
            within = -1
            yield each
        elif within < 0 and (each["inline"] or number in ends):
            within = ends.get(number, -1)
            yield each


def _ends(found: Sequence[re.Match[str]]) -> dict[int, int]:
    """Return the number of each beginning's end by its own."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, each in enumerate(found):
        if each["start"]:
            opened.append(number)
        elif each["end"] and opened:
            ends[opened.pop()] = number
    return ends


def _without_signs(found: re.Match[str], is_code: Callable[[int], bool]) -> str:
    call = found["inline"] or found["start"] or found["end"]
    first, last = ("{", "}}") if found["inline"] else ("%", "%}")
    return f"{'{' if is_code(found.start()) else '&#123;'}{first}{call}{last}"
