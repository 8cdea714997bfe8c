"""The filters that `permalink` templates of a site may use: its own, and Eleventy's of slugs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.detect import config_file
from broadsheet.engines.eleventy.markup import modules
from broadsheet.engines.eleventy.permalinks import PROGRAM, FindFilter
from broadsheet.engines.eleventy.shortcodes import Additions
from broadsheet.scripts import UNKNOWN, UnknownResultError, as_shown, called
from broadsheet.source import inheritance
from broadsheet.stamps import digest_of_texts
from broadsheet.walk import beginning

_IMPORTED = re.compile(r"\b(?:from\s*|require\(\s*)[\"'](\.{1,2}/[^\"'\n]+\.[cm]?js)[\"']")
_FILTERS = re.compile(r"\.add\w{0,40}Filter\b")
_MOST = 30
"""How many imported files are searched for filters."""


class PermalinkFilters:
    """The filters of a site, for its articles one after the other."""

    def __init__(self, root: Path) -> None:
        self._additions = Additions(modules(root), root)

    def of_article(self) -> FindFilter:
        """Return what finds filters for one article, whose work is bounded."""
        program = self._additions.program(lambda text: text)

        def find(name: str) -> Callable[..., Any] | None:
            function = self._additions.filter_named(program, name)
            return None if function is UNKNOWN else partial(_made, function)

        return find


def _made(function: Callable[..., Any], *given: Any) -> str | None:
    try:
        found = called(function, list(given), {})
        return as_shown(found) if isinstance(found, str) else None
    except UnknownResultError:
        return None


def filter_rules(root: Path) -> Iterator[inheritance.FieldRule]:
    """Give all articles a field that changes with the filters, so that they are read again then."""
    file = config_file(root)
    texts = _texts(file) if file else []
    if file and any(_FILTERS.search(text) for text in texts):
        found = {PROGRAM: digest_of_texts(texts)}
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
