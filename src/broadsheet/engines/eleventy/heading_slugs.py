"""The ids that a site's own function makes of the words of headings: `slugify` of markdown-it-anchor.

https://github.com/valeriangalliat/markdown-it-anchor#usage
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from broadsheet.engines.eleventy.shortcodes import Additions
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import UnknownResultError, as_shown, called

_METHOD = re.compile(r"(?:async\s{1,9})?slugify\s{0,9}\(")


@dataclass(frozen=True, slots=True)
class OwnSlugs:
    """Makes ids by the function that some code is; `signature` changes with the configuration."""

    modules: tuple[Module, ...] = field(repr=False)
    module: Module = field(repr=False)
    code: str
    signature: str

    def maker(self) -> Callable[[str], str | None]:
        """Return a function that makes the ids of one article, None for one that is not known."""
        code = f"function {self.code}" if _METHOD.match(self.code) else self.code
        try:
            function = _additions(self.modules).program(lambda text: text).value(self.module, code)
        except UnknownResultError:
            function = None

        def made(words: str) -> str | None:
            try:
                found = called(function, [words], {}) if callable(function) else None
            except UnknownResultError:
                return None
            return as_shown(found) if isinstance(found, str) else None

        return made


@lru_cache(maxsize=4)
def _additions(modules: tuple[Module, ...]) -> Additions:
    return Additions(modules, modules[0].root)
