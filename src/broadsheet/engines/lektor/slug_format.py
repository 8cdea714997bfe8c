"""`slug_format` of a model's children, a template of Jinja → a pattern of addresses.

https://www.getlektor.com/docs/models/children/
"""

from __future__ import annotations

import re

_EXPRESSION = re.compile(r"\{\{([^{}]*)\}\}")
_DATE = re.compile(r"this\.\w+\s*\|\s*dateformat\(\s*[\"']([^\"']+)[\"']\s*\)")
_TEXT = re.compile(r"[\"']([^\"']*)[\"']")
_LETTERS = {
    "YYYY": ":year",
    "yyyy": ":year",
    "MM": ":month",
    "M": ":i_month",
    "dd": ":day",
    "d": ":i_day",
}


def pattern(typed: str) -> str:
    """Return the pattern below the parent's address. Raises ValueError for what only Jinja can tell."""
    return _EXPRESSION.sub(lambda match: _expression(match[1]), typed).strip().strip("/")


def _expression(code: str) -> str:
    return "".join(_term(term.strip(" ()")) for term in code.split("~"))


def _term(term: str) -> str:
    term = term.partition(" if ")[0].strip(" (")
    if term == "this._id":
        return ":slug"
    if match := _TEXT.fullmatch(term):
        return match[1]
    if match := _DATE.fullmatch(term if term.endswith(")") else f"{term})"):
        return re.sub(r"y{4}|Y{4}|M{1,2}|d{1,2}", lambda m: _LETTERS[m[0]], match[1])
    raise ValueError(term)
