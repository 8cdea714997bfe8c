"""Reads the date filters of Eleventy's configuration, as far as each is one format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.eleventy.detect import config_file
from broadsheet.engines.eleventy.permalinks import DATE_FILTERS, PROGRAM
from broadsheet.engines.javascript import first
from broadsheet.source import inheritance
from broadsheet.stamps import digest_of_texts
from broadsheet.walk import beginning

_ADDED = re.compile(r"\.add\w*Filter\(\s*[\"'`](\w+)[\"'`]\s*,")
# luxon's toFormat("yyyy/MM"); and what is cut from JavaScript's own 2025-01-02T03:04:05Z.
_WRITTEN = re.compile(
    r"\.\s*toFormat\(\s*[\"'`](?P<form>[^\"'`]*)[\"'`],?\s*\)"
    r"|\.toISOString\(\)\s*\.(?:(?:slice|substring)\(0, ?(?P<end>4|7|10)\)|split\(.T.\)\[0\])"
)
# `${year}/${month}` of JavaScript's own dates, whose parts are texts of two digits.
_PADDED = r"\s*\)\s*\.padStart\(\s*2,\s*[\"'`]0[\"'`]\s*\)"
_PARTS = (
    (re.compile(r"\b\w+\.get(?:UTC)?FullYear\(\)"), "yyyy"),
    (re.compile(rf"String\(\s*\w+\.get(?:UTC)?Month\(\)\s*\+\s*1{_PADDED}"), "MM"),
    (re.compile(rf"String\(\s*\w+\.get(?:UTC)?Date\(\){_PADDED}"), "dd"),
)
_PART = re.compile(r"\b(?:const|let|var)\s+(\w+)\s*=\s*(yyyy|MM|dd)\s*[;\n]")
_PUT_TOGETHER = re.compile(r"(?:\breturn\b|=>)\s*`((?:\$\{\w+\}|[-/_.])+)`")
_FORM = re.compile(r"[yMLd/_.-]+")
# A function that chooses among formats or dates, or leaves UTC.
_UNSURE = re.compile(
    r"\?|\b(?:if|switch|plus|minus|now|setZone|replace\w*)\b|new Date\(\)|zone:(?!\s*[\"']utc)",
    re.IGNORECASE,
)


_IMPORTED = re.compile(r"\b(?:from\s*|require\(\s*)[\"'](\.{1,2}/[^\"'\n]+\.[cm]?js)[\"']")
_FILTERS = re.compile(r"\.add\w{0,40}Filter\b")
_MOST = 30
"""How many imported files are searched for filters."""


def filter_rules(root: Path) -> Iterator[inheritance.FieldRule]:
    """Give all articles the filters, so that articles are read again when a filter changes."""
    file = config_file(root)
    filters: dict[str, str] = {}
    texts = _texts(file) if file else []
    for text in reversed(texts):
        filters |= date_filters(text)
    if file and any(_FILTERS.search(text) for text in texts):
        found = {DATE_FILTERS: filters, PROGRAM: digest_of_texts(texts)}
        yield inheritance.FieldRule(inheritance.below("", found), file.relative_to(root).as_posix())


def _texts(config: Path) -> list[str]:
    """Read a configuration, and the site's own files that it imports."""
    found: dict[Path, str] = {}
    waiting = [config]
    while waiting and len(found) < _MOST:
        file = waiting.pop(0)
        if file not in found:
            text = found[file] = beginning(file, 1_000_000)
            waiting += ((file.parent / path).resolve() for path in _IMPORTED.findall(text))
    return list(found.values())


def date_filters(config: str) -> dict[str, str]:
    """Return the formats of the filters that a text adds, by their names in lower case."""
    return {
        added[1].lower(): form
        for added in _ADDED.finditer(config)
        if (form := _form(first(config[added.end() :])))
    }


def _form(code: str) -> str:
    """Return the format in which a function writes dates, "" if that is not certain."""
    written = list(_WRITTEN.finditer(code))
    if _UNSURE.search(code):
        return ""
    if len(written) != 1:
        return "" if written else _put_together(code)
    form = written[0]["form"] or "yyyy-MM-dd"[: int(written[0]["end"] or 10)]
    return form if _FORM.fullmatch(form) else ""


def _put_together(code: str) -> str:
    """Return the format of the parts of a date that a function puts together, "" if it does not."""
    for pattern, form in _PARTS:
        code = pattern.sub(form, code)
    parts = {**dict(_PART.findall(code)), "yyyy": "yyyy", "MM": "MM", "dd": "dd"}
    made = _PUT_TOGETHER.findall(code)
    if len(made) != 1:
        return ""
    form = re.sub(r"\$\{(\w+)\}", lambda match: parts.get(match[1], "?"), made[0])
    return form if _FORM.fullmatch(form) else ""
