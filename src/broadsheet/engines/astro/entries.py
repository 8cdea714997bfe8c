"""Entries of a collection, and the pattern that makes of all of them what an expression makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from broadsheet.engines.astro.expressions import Lookup, follow
from broadsheet.engines.astro.permalinks import SCHEME
from broadsheet.source import Address, fields

_ID = re.compile(r"(?:\w+\.)?(?:id|slug)")
_FIELD = re.compile(r"(?:\w+\.)*data\.(\w+)")
_DATA = re.compile(r"\bdata\s*[?!]?\.(\w+)")
_PATH = "entry"
"""What the argument of `generateId` calls the path of a file."""
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

    def lookup(self, constants: Mapping[str, str], depth: int = 0) -> Lookup:
        """Return what tells the values of names: those of the entry, and the site's constants."""

        def found(name: str) -> Any:
            if match := _FIELD.fullmatch(name):
                return self.header.get(match[1].lower(), "")
            if name == _PATH:
                return self.path
            if name in constants and depth < _DEEPEST:
                return follow(constants[name], self.lookup(constants, depth + 1))
            return SCHEME.tokens["id"](self.address()) if _ID.fullmatch(name) else None

        return found


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
    value = follow(code, entry.lookup(constants))
    expanded = SCHEME.expand(f"/{made.pattern}", entry.address(made.slugs))
    return isinstance(value, str) and value.strip("/") == expanded.strip("/")


def _fields(code: str, constants: Mapping[str, str], depth: int = 0) -> Iterator[str]:
    """Yield the fields that code names, also by constants."""
    yield from (name.lower() for name in _DATA.findall(code))
    for name in re.findall(r"(?<![\w$.])[\w$]+", code) if depth < _DEEPEST else ():
        if name in constants:
            yield from _fields(constants[name], constants, depth + 1)
