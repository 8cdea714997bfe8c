"""Entries of a collection, and the pattern that makes of all of them what an expression makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from broadsheet.engines.astro.permalinks import SCHEME
from broadsheet.scripts import BUILTINS, Bounds, ScriptScope, UnknownResultError, value_of
from broadsheet.source import Address, fields

_DATA = re.compile(r"\bdata\s*[?!]?\.(\w+)")
PATH = "$path"
"""The name by which expressions know the path of an entry's file."""

_PATTERNS = (
    *(":id", ":id[last]", ":id[0]", ":id[1]", ":id[1:]", ":undated"),
    *(":file", ":file[last]"),
)
_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class AstroEntry:
    """An entry of a collection: its path below the collection's folder, without suffix, and its header."""

    path: str
    header: Mapping[str, Any] = field(default_factory=dict)

    def address(self, slugs: Sequence[str] = ()) -> Address:
        """Return the facts that tokens are made of, with the first of some fields as its slug."""
        typed = (fields.text(self.header.get(name)) for name in (*slugs, "slug"))
        name = self.path.rpartition("/")[2]
        return Address(_DATE, "", name, next(filter(None, typed), ""), (), path=self.path)

    def value(self, code: str, constants: Mapping[str, str]) -> Any:
        """Return the value of an expression for this entry, None if only the site's program could tell.

        A name that is neither the entry's nor one of the site's constants is one for the entry itself.
        """
        made_id = SCHEME.tokens["id"](self.address())
        own = {"id": made_id, "slug": made_id, "data": _Header(self.header)}
        known = {**BUILTINS, **own, PATH: self.path}

        def lookup(name: str) -> Any:
            if name in constants:
                return scope.bounds.within(lambda: value_of(constants[name], scope))
            return known.get(name, own)

        scope = ScriptScope(Bounds(), lookup=lookup)
        try:
            return value_of(code, scope)
        except UnknownResultError:
            return None


class _Header(dict[str, Any]):
    """Fields by their names in lower case, whatever the case that an expression asks for."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.lower(), default)


_USUAL = tuple(map(AstroEntry, ("one", "in/two", "2024-05-06-three", "in/20240506-four")))
"""Entries that a site may have one day: a pattern that is right for them too is taken first."""


@dataclass(frozen=True, slots=True)
class EntryPattern:
    """A pattern of addresses, and the fields that an entry's id gives way to.

    With `by_language`, addresses begin with the folder of an entry's language, none for the main one.
    """

    pattern: str
    slugs: tuple[str, ...] = ()
    by_language: bool = False


def pattern_of(
    code: str, constants: Mapping[str, str], entries: Sequence[AstroEntry]
) -> EntryPattern | None:
    """Return the pattern that gives what an expression gives for each entry; None if none does."""
    slugs = tuple(dict.fromkeys(_fields(code, constants)))
    for samples in ((*entries, *_USUAL), entries):
        for pattern in _PATTERNS if samples else ():
            if all(
                _agree(code, constants, entry, EntryPattern(pattern, slugs)) for entry in samples
            ):
                return EntryPattern(pattern, slugs)
    return None


def _agree(code: str, constants: Mapping[str, str], entry: AstroEntry, made: EntryPattern) -> bool:
    value = entry.value(code, constants)
    expanded = SCHEME.expand(f"/{made.pattern}", entry.address(made.slugs))
    return isinstance(value, str) and value.strip("/") == expanded.strip("/")


def _fields(code: str, constants: Mapping[str, str], depth: int = 0) -> Iterator[str]:
    """Yield the fields that code names, also by constants."""
    yield from (name.lower() for name in _DATA.findall(code))
    for name in re.findall(r"(?<![\w$.])[\w$]+", code) if depth < _DEEPEST else ():
        if name in constants:
            yield from _fields(constants[name], constants, depth + 1)
