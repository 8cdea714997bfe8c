"""The site's own shortcodes and filters, as far as what they return follows from what they are given.

https://www.11ty.dev/docs/shortcodes/ ; https://www.11ty.dev/docs/filters/ ; src/UserConfig.js of
Eleventy 3. The functions are read, never run: see `scripts/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.programs import Convert, Imports, Program
from broadsheet.engines.eleventy.slug_functions import usual_filters
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import UNKNOWN, UnknownResultError, as_shown, called

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

    def __init__(self, modules: Sequence[Module], root: Path) -> None:
        self._modules = modules
        self._added = list(added(modules))
        self._usual = usual_filters(root)
        self._imports: Imports = {}

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        """The names that each addition gives functions."""
        program = self.program(lambda text: text)
        return [frozenset(self._functions(each, program)) for each in self._added]

    def program(self, convert: Convert) -> Program:
        """Return what the names of the configuration mean in one article."""
        return Program(convert, self._imports, self.filter_named)

    def filter_named(self, program: Program, name: str) -> Any:
        """Return the function of a filter, of the site's own or of Eleventy's, else UNKNOWN.

        Some sites add each file of a folder `filters`, by its name.
        """
        for each in reversed(self._added):
            if each.kind.endswith("Filter") and each.name in {name, ""}:
                found = self._functions(each, program).get(name, UNKNOWN)
                if found is not UNKNOWN or each.name:
                    return found
        for module in self._modules:
            if module.path.rpartition(".")[0].endswith(f"filters/{name}"):
                return program.default(module)
        usual = self._usual.get(name)
        return (lambda given, _: usual(_word(given))) if usual else UNKNOWN

    def functions(
        self, program: Program, text: str | None = None
    ) -> Iterator[tuple[str, OwnFunction]]:
        """Yield the functions that can be read, with their names: those that a text names, or all."""
        for each, names in zip(self._added, self._names, strict=True):
            if text is None or any(name in text for name in names):
                for name, function in self._functions(each, program).items():
                    yield name, OwnFunction(function, each.kind)

    @staticmethod
    def _functions(each: AddedFunction, program: Program) -> dict[str, Any]:
        try:
            value = program.value(each.module, each.code)
        except UnknownResultError:
            return {}
        found = {each.name: value} if each.name else value
        items = found.items() if isinstance(found, dict) else ()
        return {str(name): one for name, one in items if callable(one)}


def _word(given: Sequence[Any]) -> str:
    if not given or not isinstance(given[0], str):
        raise UnknownResultError
    return given[0]


def result(function: Any, given: Sequence[Any], this: Any) -> str:
    """Return what a shortcode shows. Raises UnknownResultError."""
    return as_shown(called(function, list(given), this))
