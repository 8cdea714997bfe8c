"""What pages with parameters (`[lang]/[...slug].astro`) put into their addresses, as tokens.

https://docs.astro.build/en/reference/routing-reference/#getstaticpaths: `params` of each page is read
as far as it is made of an entry's id and date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from broadsheet.engines.javascript import Computed, table

_PARAMETER = re.compile(r"\[(?:\.\.\.)?(\w+)\]")
_PARAMS = re.compile(r"\bparams\s*:\s*(?=\{)")
_SPLIT = re.compile(
    r"\b(?:const|let)\s*\[\s*([\w$]+)\s*,\s*\.\.\.([\w$]+)\s*\]\s*=\s*([\w$.?]+)\.split\([\"']/[\"']\)"
)
_CONSTANT = re.compile(r"\b(?:const|let)\s+([\w$]+)\s*=\s*([^;\n]+)")
_OUTER = re.compile(r"String\((.*)\)|(.*?)\??\.toString\(\)", re.DOTALL)
_ID = re.compile(r"[\w$]+\.(?:id|slug)|[\w$]+\.data\.slug")
_INTERPOLATED = re.compile(r"\$\{([^{}]*)\}")
_TAILS = (
    (re.compile(r"\.split\([\"']/[\"']\)(?:\[0\]|\.at\(0\)|\.shift\(\))"), "[0]"),
    (re.compile(r"\.split\([\"']/[\"']\)\.slice\(1\)\.join\([\"']/[\"']\)"), "[1:]"),
    (re.compile(r"\.split\([\"']/[\"']\)(?:\.pop\(\)|\.at\(-1\))"), "[last]"),
)
_UNDATED = re.compile(r"([\w$.]+)\.replace\(/\^\\d\{4\}-\\d\{2\}-\\d\{2\}-/,\s*[\"'][\"']\)")
_DATES = (
    (re.compile(r"\.get(?:UTC)?FullYear\(\)\Z"), "year", "year"),
    (re.compile(r"\.get(?:UTC)?Month\(\)\s*\+\s*1\)?"), "month", "i_month"),
    (re.compile(r"\.get(?:UTC)?Date\(\)"), "day", "i_day"),
)
_PADDED = re.compile(r"\.padStart\(\s*2\s*,\s*[\"']0[\"']\s*\)")


def address(page: str, text: str, token: str) -> str:
    """Return the pattern of the addresses of a page, by its path without suffix and its text.

    `token` stands for an entry's id. "" if a parameter is made in a way that cannot be read.
    """
    match = _PARAMS.search(text)
    given = table(text[match.end() :]) if match else {}
    constants = _constants(text)
    parts = {name: _pattern(given.get(name), constants, token) for name in _PARAMETER.findall(page)}
    made = _PARAMETER.sub(lambda found: parts[found[1]], page) if all(parts.values()) else ""
    return f"/{made.removesuffix('/index')}" if made else ""


def _constants(text: str) -> Mapping[str, str]:
    """Return the code of the constants of a page; of `const [a, ...b] = id.split("/")` that of both."""
    found = {name: code.strip() for name, code in _CONSTANT.findall(text)}
    for first, rest, whole in _SPLIT.findall(text):
        found[first] = f"{whole}.split('/')[0]"
        found[rest] = found[f"{rest}.join('/')"] = f"{whole}.split('/').slice(1).join('/')"
    return found


def _pattern(value: Any, constants: Mapping[str, str], token: str) -> str:
    if not isinstance(value, Computed):
        return str(value or "")
    code = value.code.strip().replace('"', "'")
    code = constants.get(code, code)
    if code[:1] == code[-1:] == "`":
        parts = [_of_code(each, token) for each in _INTERPOLATED.findall(code)]
        made = iter(parts)
        return _INTERPOLATED.sub(lambda _: next(made), code[1:-1]) if all(parts) else ""
    return _of_code(code, token)


def _of_code(code: str, token: str) -> str:
    """Return the token that an expression is, with the part of it that is taken; "" if it is none."""
    code = code.strip()
    while (match := _OUTER.fullmatch(code)) and not _PADDED.search(code):
        code = match[1] or match[2]
    for tail, part in _TAILS:
        if (found := tail.search(code)) and found.end() == len(code):
            return f":{token}{part}" if _ID.fullmatch(code[: found.start()].rstrip("?")) else ""
    for read, padded, plain in _DATES:
        if read.search(_PADDED.sub("", code)):
            return f":{padded if _PADDED.search(code) else plain}"
    if (match := _UNDATED.fullmatch(code)) and _ID.fullmatch(match[1]):
        return ":undated"
    return f":{token}" if _ID.fullmatch(code) else ""
