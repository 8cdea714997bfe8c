"""What pages with parameters (`[lang]/[...slug].astro`) put into their addresses, as tokens.

https://docs.astro.build/en/reference/routing-reference/#getstaticpaths: `params` of each page is
followed on the entries that it shows (`entries.py`), and so is `generateId` of a collection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from broadsheet.engines.astro.entries import PATH, AstroEntry, EntryPattern, pattern_of
from broadsheet.engines.javascript import Computed, first, table

_PARAMETER = re.compile(r"\[(\.\.\.)?(\w+)\]")
_PARAMS = re.compile(r"\bparams\s*:\s*(?=\{)")
_SPLIT = re.compile(
    r"\b(?:const|let)\s*\[\s*([\w$]+)\s*,\s*\.\.\.([\w$]+)\s*\]\s*=\s*([\w$.?]+)\.split\([\"']/[\"']\)"
)
_CONSTANT = re.compile(r"\b(?:const|let)\s+([\w$]+)\s*=\s*([^;\n]+(?:\n[ \t]{0,80}[.?|][^;\n]+)*)")
_OUTER = re.compile(r"String\((.*)\)|(.*?)\??\.toString\(\)", re.DOTALL)
_TEMPLATE = re.compile(r"`((?:\\.|[^`\\])*)`")
_INSERTED = re.compile(r"\$\{([^{}]*)\}")
_DATES = (
    (re.compile(r"\.get(?:UTC)?FullYear\(\)\Z"), "year", "year"),
    (re.compile(r"\.get(?:UTC)?Month\(\)\s*\+\s*1\)?"), "month", "i_month"),
    (re.compile(r"\.get(?:UTC)?Date\(\)"), "day", "i_day"),
    (re.compile(r"\.toFormat\([\"']y{4}[\"']\)\Z"), "year", "year"),
    (re.compile(r"\.toFormat\([\"']MM[\"']\)\Z"), "month", "month"),
    (re.compile(r"\.toFormat\([\"']dd[\"']\)\Z"), "day", "day"),
)
_PADDED = re.compile(r"\.padStart\(\s*2\s*,\s*[\"']0[\"']\s*\)")
_RETURN = re.compile(r"\breturn\b\s*|=>\s*(?!\s*\{)")
_LANGUAGES = frozenset(("lang", "locale", "language"))
_DEEPEST = 5


def of_page(page: str, text: str, entries: Sequence[AstroEntry]) -> EntryPattern | None:
    """Return the addresses of a page, by its path without suffix and its text from some entries on.

    None if a parameter is made in a way that cannot be followed.
    """
    match = _PARAMS.search(text)
    given = table(text[match.end() :]) if match else {}
    constants = _constants(text)
    made: dict[str, EntryPattern] = {}
    for rest, name in _PARAMETER.findall(page):
        found = _made(given.get(name), constants, entries)
        if found is None and rest and name in _LANGUAGES:
            found = EntryPattern("", by_language=True)
        if found is None:
            return None
        made[name] = found
    if not made:
        return None
    path = _PARAMETER.sub(lambda match: made[match[2]].pattern, page)
    whole = re.sub("/{2,}", "/", f"/{path.removesuffix('/index')}")
    by_language = any(part.by_language for part in made.values())
    return EntryPattern(whole, _slugs(made.values()), by_language)


def of_ids(function: str, entries: Sequence[AstroEntry]) -> EntryPattern | None:
    """Return what a function `generateId` makes of the paths and headers of entries."""
    found = _RETURN.search(function)
    code = first(function[found.end() :]) if found else ""
    # What a function calls `entry` is the path of a file.
    return _of_code(code, {**_constants(function), "entry": PATH}, entries)


def _constants(text: str) -> Mapping[str, str]:
    """Return the code of the constants of a page; of `const [a, ...b] = id.split("/")` that of both."""
    found = {name: code.strip() for name, code in _CONSTANT.findall(text)}
    for begin, rest, whole in _SPLIT.findall(text):
        found[begin] = f"{whole}.split('/')[0]"
        found[rest] = f"{whole}.split('/').slice(1)"
    return found


def _made(
    value: Any, constants: Mapping[str, str], entries: Sequence[AstroEntry]
) -> EntryPattern | None:
    if isinstance(value, Computed):
        return _of_code(value.code, constants, entries)
    return EntryPattern(str(value)) if value else None


def _of_code(
    code: str, constants: Mapping[str, str], entries: Sequence[AstroEntry], depth: int = 0
) -> EntryPattern | None:
    """Return the pattern of an expression: of a template's parts, of a part of a date, of an id."""
    code = code.strip()
    while (match := _OUTER.fullmatch(code)) and not _PADDED.search(code):
        code = match[1] or match[2]
    if template := _TEMPLATE.fullmatch(code):
        parts = [
            _of_code(part, constants, entries, depth) for part in _INSERTED.findall(template[1])
        ]
        made = [part for part in parts if part]
        patterns = iter(made)
        filled = len(made) == len(parts)
        return (
            EntryPattern(_INSERTED.sub(lambda _: next(patterns).pattern, template[1]), _slugs(made))
            if filled
            else None
        )
    for read, padded, plain in _DATES:
        if read.search(_PADDED.sub("", code)):
            return EntryPattern(f":{padded if _PADDED.search(code) else plain}")
    if code in constants and depth < _DEEPEST:
        return _of_code(constants[code], constants, entries, depth + 1)
    return pattern_of(code, constants, entries)


def _slugs(parts: Iterable[EntryPattern]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for part in parts for slug in part.slugs))
