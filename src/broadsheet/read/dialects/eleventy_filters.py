"""Filters of dates in Eleventy's configuration, as far as they are data: one format each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines import beginning, eleventy_config_file
from broadsheet.permalinks.eleventy import DATE_FILTERS
from broadsheet.read.dialects.javascript import first
from broadsheet.read.inheritance import Rule, below

_ADDED = re.compile(r"\.add\w*Filter\(\s*[\"'`](\w+)[\"'`]\s*,")
# luxon's toFormat("yyyy/MM"); and what is cut from JavaScript's own 2025-01-02T03:04:05Z.
_WRITTEN = re.compile(
    r"\.toFormat\(\s*[\"'`](?P<form>[^\"'`]*)[\"'`],?\s*\)"
    r"|\.toISOString\(\)\s*\.(?:(?:slice|substring)\(0, ?(?P<end>4|7|10)\)|split\(.T.\)\[0\])"
)
_FORM = re.compile(r"(?:yyyy|MM|LL|dd|[-/_.])+")
# What chooses among formats or dates, or leaves UTC.
_UNSURE = re.compile(
    r"\?|\b(?:if|switch|plus|minus|now|setZone|replace\w*)\b|new Date\(\)|zone:(?!\s*[\"']utc)",
    re.IGNORECASE,
)


def filter_rules(root: Path) -> Iterator[Rule]:
    """Give all articles the filters, so that a change of these is one of theirs."""
    file = eleventy_config_file(root)
    if file and (filters := date_filters(beginning(file, 1_000_000))):
        yield Rule(below("", {DATE_FILTERS: filters}), file.relative_to(root).as_posix())


def date_filters(config: str) -> dict[str, str]:
    """Return the formats of filters, by their names in lower case."""
    return {
        added[1].lower(): form
        for added in _ADDED.finditer(config)
        if (form := _form(first(config[added.end() :])))
    }


def _form(code: str) -> str:
    """Return the format that a function writes dates in, "" where it is none that is certain."""
    written = list(_WRITTEN.finditer(code))
    if len(written) != 1 or _UNSURE.search(code):
        return ""
    form = written[0]["form"] or "yyyy-MM-dd"[: int(written[0]["end"] or 10)]
    return form if _FORM.fullmatch(form) else ""
