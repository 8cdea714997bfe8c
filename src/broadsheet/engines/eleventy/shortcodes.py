"""The site's own shortcodes, as far as what their functions return follows from the words they are given.

https://www.11ty.dev/docs/shortcodes/ ; src/UserConfig.js of Eleventy 3. The functions are read, never run:
see `scripts/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.engines.eleventy.programs import Program
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import UnknownResultError, as_shown

_ADDED = re.compile(r"\.add(?P<kind>\w{0,40}Shortcode)\s{0,9}\(\s{0,99}")
_NAME = re.compile(r"([\"'`])([\w$-]{1,100})\1\s{0,99},\s{0,99}")
_ALL = re.compile(r"([\w$]{1,100})\s{0,9},\s{0,99}([\w$.]{1,200})\[\1\]")
_PAIR = re.compile(r"([\w$]{1,100})\s{0,9},\s{0,99}([\w$]{1,100})\s{0,9}\)")
_ENTRIES = re.compile(r"Object\.entries\(\s{0,9}([\w$.]{1,200})\s{0,9}\)")
_NEAR = 400
"""Characters between `Object.entries(x)` and what is done with each."""


@dataclass(frozen=True, slots=True)
class AddedShortcode:
    """A shortcode that a module adds: `code` is its function, or a table of several, by their names."""

    module: Module
    name: str
    code: str
    is_paired: bool


def added(modules: Sequence[Module]) -> Iterator[AddedShortcode]:
    """Yield what the modules of a configuration add; a shortcode without a name is a table of them."""
    for module in modules:
        for call in _ADDED.finditer(module.text):
            found = _named(module.text, call.end())
            if found:
                name, code = found
                yield AddedShortcode(module, name, code, "Paired" in call["kind"])


def _named(text: str, at: int) -> tuple[str, str] | None:
    if one := _NAME.match(text, at):
        return one[2], text[one.end() :]
    if every := _ALL.match(text, at):
        return "", every[2]
    if _PAIR.match(text, at):
        entries = _ENTRIES.findall(text[max(at - _NEAR, 0) : at])
        return ("", entries[-1]) if entries else None
    return None


class Shortcodes:
    """The shortcodes of a site, by name."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self._added = list(added(modules))

    def functions(self, program: Program) -> dict[str, tuple[Any, bool]]:
        """Return the function of each shortcode, and whether it is paired."""
        found: dict[str, tuple[Any, bool]] = {}
        for each in self._added:
            try:
                value = program.value(each.module, each.code)
            except UnknownResultError:
                continue
            several = value.items() if isinstance(value, dict) and not each.name else ()
            for name, one in several if not each.name else ((each.name, value),):
                if callable(one):
                    found[str(name)] = (one, each.is_paired)
        return found


def result(function: Any, given: Sequence[Any], this: Any) -> str:
    """Return what a shortcode shows. Raises UnknownResultError."""
    return as_shown(function(list(given), this))
