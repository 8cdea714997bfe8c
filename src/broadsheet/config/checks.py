"""Checks that several tables of publish.toml share."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.patterns import in_braces, is_pattern
from broadsheet.urls import term_slug

Path = tuple[str, ...]
"""The keys that lead to a value, from the top of the file."""

KeyProblem = tuple[Path, str]
"""The path of a key, and what is wrong with its value."""


def check_folder(name: str, path: Path) -> Iterator[KeyProblem]:
    """Check that the name of a table, the last of `path`, can be the name of a folder in out/."""
    if term_slug(name) != name:
        table = ".".join((*path[:-1], term_slug(name)))
        yield path, f"cannot be a folder; write e.g. [{table}]"


def check_pattern(pattern: str, known: tuple[str, ...], path: Path) -> Iterator[KeyProblem]:
    """Check that a pattern names known fields only, in braces that close."""
    if not is_pattern(pattern, known):
        yield path, f'"{pattern}" is not a pattern; only {in_braces(known)} may be in braces'
