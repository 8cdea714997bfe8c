"""The filters that `permalink` templates of a site may use: its own, and Eleventy's of slugs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.markup import modules
from broadsheet.engines.eleventy.permalinks import PROGRAM, FindFilter
from broadsheet.engines.eleventy.shortcodes import Additions
from broadsheet.scripts import UNKNOWN, UnknownResultError, as_shown, called
from broadsheet.source import inheritance
from broadsheet.stamps import digest_of_texts

_FILTERS = re.compile(r"\.add\w{0,40}Filter\b")


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
    files = modules(root)
    if any(_FILTERS.search(file.text) for file in files):
        found = {PROGRAM: digest_of_texts(file.text for file in files)}
        yield inheritance.FieldRule(inheritance.below("", found), files[0].path)
