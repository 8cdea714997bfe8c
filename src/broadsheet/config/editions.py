"""`[digest.NAME] each`: one table that makes an edition for each of several terms. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from broadsheet.config.checks import KeyProblem
from broadsheet.config.digest import DigestConfig
from broadsheet.config.keys import NOTHING
from broadsheet.urls import term_slug


def each_edition(digest: Mapping[str, DigestConfig]) -> dict[str, DigestConfig]:
    """Return all editions by name; a table with `each` becomes those of its terms.

    Terms that share a slug are one edition, named after the first of them.
    """
    found: dict[str, DigestConfig] = {}
    for table, edition in digest.items():
        if not edition.each:
            found[table] = edition
        for taxonomy, term in _terms(edition):
            wanted = (*edition.all.get(taxonomy, ()), term)
            one = replace(
                edition,
                each=NOTHING,
                all={**edition.all, taxonomy: wanted},
                term=term,
                table=table,
            )
            found.setdefault(_name(table, term), one)
    return found


def check_each(digest: Mapping[str, DigestConfig]) -> Iterator[KeyProblem]:
    """Yield an error for each table whose `each` makes an edition that another table names."""
    for table, edition in digest.items():
        for _, term in _terms(edition):
            if (name := _name(table, term)) in digest:
                message = (
                    f'makes an edition for "{term}" that is [digest.{name}] already; rename one'
                )
                yield ("digest", table, "each"), message


def _terms(edition: DigestConfig) -> Iterator[tuple[str, str]]:
    for taxonomy, terms in edition.each.items():
        yield from ((taxonomy, term) for term in terms)


def _name(table: str, term: str) -> str:
    """Return an edition's name; like its table's name, it can be the name of a folder."""
    return term_slug(f"{table}-{term_slug(term)}")
