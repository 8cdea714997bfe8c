"""Site → Issue: which articles an issue has, and which of them leads. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.config import records
from broadsheet.errors import Problems, UsageError
from broadsheet.model import Article
from broadsheet.newsletter.places import mark_of
from broadsheet.newsletter.selection.arrange import arrange
from broadsheet.newsletter.selection.grouping import grouped, heading_of
from broadsheet.newsletter.selection.issue import Group, Issue, Scope
from broadsheet.newsletter.selection.note import Note
from broadsheet.newsletter.selection.period import Period
from broadsheet.site import ArticleFilter, Site

NO_SCOPE = Scope()


def make_scope(
    site: Site, terms: Iterable[tuple[str, str, str]] = (), limit: int | None = None
) -> Scope:
    """Make the scope of `--tag`, `--topic`, `--term` and `--limit`; spellings are matched as terms are.

    `terms` are options, the taxonomies that they mean, by name or field, and terms as typed. Raises
    UsageError if the site has no such taxonomy, a term is blank, or the limit is below 1.
    """
    if limit is not None and limit < 1:
        raise UsageError("--limit", f"{limit} is too few; write a number from 1 on, e.g. 10")
    wanted: dict[tuple[str, str], None] = {}
    for option, taxonomy, term in terms:
        name = _taxonomy(site, option, taxonomy)
        if not term.strip():
            raise UsageError(option, f"is blank; name a term, or leave {option} out")
        wanted[name, site.taxonomies[name].slug(term)] = None
    return Scope(tuple(wanted), limit)


def _taxonomy(site: Site, option: str, wanted: str) -> str:
    """Return the taxonomy of a name, else the one that is read from a field of that name.

    The field of topics may also be called `main_topics`.
    """
    if wanted in site.taxonomies:
        return wanted
    fields = {wanted, f"main_{wanted}"}
    for name, config in site.config.taxonomies.items():
        if name in site.taxonomies and config.field in fields:
            return name
    known = ", ".join(site.taxonomies) or "none"
    message = f"the site has no {wanted}; known here: {known}; write [taxonomies.{wanted}] in publish.toml"
    raise UsageError(option, message)


@dataclass(frozen=True, slots=True)
class Carried:
    """Which articles the issues of an edition carry already, for `late = true`.

    `own` are the marks of the issue's articles if it was made before: then it keeps them.
    `elsewhere` are those of other issues, and `since` is when the first of their periods begins.
    """

    own: frozenset[str] | None = None
    elsewhere: frozenset[str] = frozenset()
    since: datetime | None = None

    def keeps(self, article: Article) -> bool:
        """Return whether an article may be in the issue."""
        if self.own is None and not self.elsewhere:
            return True
        mark = mark_of(article)
        return mark not in self.elsewhere if self.own is None else mark in self.own


NOTHING_CARRIED = Carried()


def select_issue(
    site: Site,
    edition: str,
    period: Period,
    scope: Scope = NO_SCOPE,
    carried: Carried = NOTHING_CARRIED,
) -> Issue | None:
    """Select the issue of an edition and period; None if no article belongs to it.

    `site.articles` are visible and ordered. `scope` replaces the edition's own `any` and `limit`.
    Articles dated since the first issue but carried by none come late: they are in this one too.
    Raises UsageError for an unknown edition.
    """
    config = site.config.edition(edition)
    passes = _filter(site, config, scope)
    start = (
        min(carried.since, period.start, key=datetime.timestamp) if carried.since else period.start
    )
    found = filter(passes, between(site.articles, start, period.end))
    chosen = [article for article in found if carried.keeps(article)]
    if not chosen or (period.kind != "window" and len(chosen) < config.skip_below):
        return None
    limit = scope.limit or config.limit
    lead = lead_story(chosen)
    others = [article for article in chosen if article is not lead]
    groups = grouped(site, config, others)
    return Issue(edition, period, scope, lead, groups, limit, heading_of(site, config, lead))


def between(articles: Sequence[Article], start: datetime, end: datetime) -> Sequence[Article]:
    """Return the articles from `start` to before `end`, of articles by `published`, the newest first."""

    def age(article: Article) -> float:
        return -article.published.timestamp()

    first = bisect_right(articles, -end.timestamp(), key=age)
    return articles[first : bisect_right(articles, -start.timestamp(), key=age)]


def edited(issue: Issue, note: Note, site: Site, problems: Problems) -> Issue | None:
    """Return an issue arranged as its note says; None if no article is left.

    Problems of what the note names are added, all at once.
    """
    chosen = sorted(issue.articles, key=lambda a: (-a.published.timestamp(), a.permalink))
    arranged = arrange(note, chosen, site, problems)
    config = site.config.digest[issue.edition]
    pool = [*arranged.rest, *(a for _, found in arranged.sections for a in found)]
    if not pool and not arranged.lead:
        return None
    lead = arranged.lead or lead_story(pool)
    rest = [article for article in arranged.rest if article is not lead]
    sections = (
        (title, tuple(article for article in found if article is not lead))
        for title, found in arranged.sections
    )
    given = tuple(Group(title, found) for title, found in sections if found)
    groups = (*given, *grouped(site, config, rest))
    heading = heading_of(site, config, lead)
    return replace(
        issue,
        lead=lead,
        groups=groups,
        lead_heading=heading,
        note=note,
        left_out=arranged.left_out,
    )


def articles_of(site: Site, edition: str) -> Iterator[Article]:
    """Yield the articles of any time that an edition's issues may have, the newest first.

    Raises UsageError for an unknown edition.
    """
    return filter(_filter(site, site.config.edition(edition), NO_SCOPE), site.articles)


def _filter(site: Site, config: records.DigestConfig, scope: Scope) -> Callable[[Article], bool]:
    if not scope.terms:
        return ArticleFilter.of(config, site.taxonomies).passes
    wanted = {name: tuple(s for n, s in scope.terms if n == name) for name, _ in scope.terms}
    of_command_line = ArticleFilter.of(replace(config, any=wanted), site.taxonomies)
    return of_command_line.passes


def lead_story(articles: Sequence[Article]) -> Article:
    """Choose the lead of articles in the site's order.

    It is the newest with `lead` or `featured`; else the one with the least `weight` (zero means
    none); else the newest with an image; else the newest.
    """
    flagged = [article for article in articles if article.lead]
    weighted = sorted((a for a in articles if a.weight), key=lambda a: a.weight)
    pictured = [article for article in articles if article.image]
    return (flagged or weighted or pictured or list(articles))[0]
