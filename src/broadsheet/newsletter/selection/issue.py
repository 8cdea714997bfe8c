"""An issue as a selection of articles, and its name, which encodes the selection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from broadsheet.errors import UsageError
from broadsheet.model import Article
from broadsheet.newsletter.places import edition_path
from broadsheet.newsletter.selection.note import Note
from broadsheet.newsletter.selection.period import WINDOW, Period, parse_period
from broadsheet.urls import term_slug

Wanted = tuple[tuple[str, str], ...]
"""Pairs of a taxonomy's name and a term's slug, in order."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Options of the command line that replace an edition's own `any` and `limit`."""

    terms: Wanted = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Articles under one heading, in the site's order; `title` is "" if there is no heading."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: each article is in it once, as the lead or in a group.

    `lead_heading` is the title of the group that the lead would be in, "" for none. Its e-mail shows
    at most `limit` articles, the web copy all. `left_out` are articles of the period that the editor
    does not want.
    """

    edition: str
    period: Period
    scope: Scope
    lead: Article
    groups: tuple[Group, ...]
    limit: int
    lead_heading: str = ""
    note: Note | None = None
    left_out: tuple[Article, ...] = ()

    @property
    def name(self) -> str:
        """Return its folder below out/digests/<edition>/."""
        return issue_name(self.period, self.scope)

    @property
    def path(self) -> str:
        """Return its folder below out/."""
        return f"{edition_path(self.edition)}/{self.name}"

    @property
    def articles(self) -> Iterator[Article]:
        """Yield its articles in the order in which they are shown."""
        yield self.lead
        for group in self.groups:
            yield from group.articles

    @property
    def count(self) -> int:
        """Return how many articles it has."""
        return 1 + sum(len(group.articles) for group in self.groups)

    @property
    def published(self) -> datetime:
        """Return the issue's own time: its newest article's. It does not depend on the clock."""
        return max(article.published for article in self.articles)

    @property
    def updated(self) -> datetime:
        """Return when one of its articles was changed last."""
        return max(article.updated for article in self.articles)


def issue_name(period: Period, scope: Scope) -> str:
    """Name an issue so that `parse_issue_name` makes it again: `2025-W25--10--tags--微软`.

    That is the period, the limit where one was asked for, and pairs of taxonomy and term. Slugs
    never hold two hyphens in a row.
    """
    limit = () if scope.limit is None else (str(scope.limit),)
    terms = (part for pair in scope.terms for part in pair)
    return WINDOW.join((period.name, *limit, *terms))


def parse_issue_name(name: str, zone: tzinfo) -> tuple[Period, Scope] | None:
    """Parse an issue's name; None if Broadsheet gives no issue such a name."""
    parts = name.split(WINDOW)
    for length in (2, 1):  # A window's name is two parts.
        try:
            period = parse_period(WINDOW.join(parts[:length]), "week", zone)
        except UsageError:
            continue
        scope = _scope(parts[length:])
        return (period, scope) if scope and issue_name(period, scope) == name else None
    return None


def _scope(parts: list[str]) -> Scope | None:
    limit = None
    if len(parts) % 2:
        if not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 10):  # noqa: PLR2004
            return None
        limit = int(parts.pop(0))
    if limit == 0 or any(term_slug(part) != part for part in parts):
        return None
    return Scope(tuple(zip(parts[::2], parts[1::2], strict=True)), limit)
