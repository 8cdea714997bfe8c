"""The site's own shortcodes and filters, as far as what they return follows from what they are given.

https://www.11ty.dev/docs/shortcodes/ ; https://www.11ty.dev/docs/filters/ ; src/UserConfig.js of
Eleventy 3. The functions are read, never run: see `scripts/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.engines.eleventy.programs import Program
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import UnknownResultError, as_shown

_ADDED = re.compile(r"\.add(?P<kind>\w{0,40}(?:Shortcode|Filter))\s{0,9}\(\s{0,99}")
_NAME = re.compile(r"([\"'`])([\w$-]{1,100})\1\s{0,99},\s{0,99}")
_ALL = re.compile(r"([\w$]{1,100})\s{0,9},\s{0,99}([\w$.]{1,200})\[\1\]")
_PAIR = re.compile(r"([\w$]{1,100})\s{0,9},\s{0,99}([\w$]{1,100})\s{0,9}\)")
_ENTRIES = re.compile(r"Object\.entries\(\s{0,9}([\w$.]{1,200})\s{0,9}\)")
_NEAR = 400
"""Characters between `Object.entries(x)` and what is done with each."""


@dataclass(frozen=True, slots=True)
class AddedFunction:
    """A shortcode or filter that a module adds: `code` is its function, or a table of several, by names.

    `kind` is `PairedShortcode`, `AsyncFilter` or the like.
    """

    module: Module
    name: str
    code: str
    kind: str


def added(modules: Sequence[Module]) -> Iterator[AddedFunction]:
    """Yield what the modules of a configuration add; one without a name is a table of several."""
    for module in modules:
        for call in _ADDED.finditer(module.text):
            found = _named(module.text, call.end())
            if found:
                name, code = found
                yield AddedFunction(module, name, code, call["kind"])


def _named(text: str, at: int) -> tuple[str, str] | None:
    if one := _NAME.match(text, at):
        return one[2], text[one.end() :]
    if every := _ALL.match(text, at):
        return "", every[2]
    if _PAIR.match(text, at):
        entries = _ENTRIES.findall(text[max(at - _NEAR, 0) : at])
        return ("", entries[-1]) if entries else None
    return None


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the site's own, of a kind as in AddedFunction."""

    call: Callable[[list[Any], Any], Any]
    kind: str

    @property
    def is_filter(self) -> bool:
        """Return whether it is a filter, and no shortcode."""
        return self.kind.endswith("Filter")


class Additions:
    """The shortcodes and filters of a site."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self._added = list(added(modules))

    def functions(self, program: Program) -> Iterator[tuple[str, OwnFunction]]:
        """Yield the functions that can be read, with their names."""
        for each in self._added:
            try:
                value = program.value(each.module, each.code)
            except UnknownResultError:
                continue
            found = {each.name: value} if each.name else value
            for name, one in found.items() if isinstance(found, dict) else ():
                if callable(one):
                    yield str(name), OwnFunction(one, each.kind)


def result(function: Any, given: Sequence[Any], this: Any) -> str:
    """Return what a shortcode shows. Raises UnknownResultError."""
    return as_shown(function(list(given), this))
