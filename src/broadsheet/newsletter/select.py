"""Site → Issue: which articles an issue has, and which of them leads. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from broadsheet.config.digest import DigestConfig
from broadsheet.config.records import Config
from broadsheet.errors import UsageError
from broadsheet.filters import ArticleFilter
from broadsheet.model import Article
from broadsheet.newsletter.grouping import grouped, heading_of
from broadsheet.newsletter.issue import Issue, Scope
from broadsheet.newsletter.period import Period, period_of
from broadsheet.site import Site


def edition_of(config: Config, edition: str) -> DigestConfig:
    """Return an edition's configuration. Raises UsageError where there is no such edition."""
    if edition not in config.digest:
        known = ", ".join(config.digest) or "none; write [digest.weekly]"
        raise UsageError("EDITION", f'"{edition}" is not configured; known here: {known}')
    return config.digest[edition]


def make_scope(
    site: Site, tags: Iterable[str] = (), topics: Iterable[str] = (), limit: int | None = None
) -> Scope:
    """Make the scope of `--tag`, `--topic` and `--limit`; spellings are matched as terms are.

    Raises UsageError where the site has no such taxonomy, a term is blank, or the limit is none.
    """
    if limit is not None and limit < 1:
        raise UsageError("--limit", f"{limit} is too few; write a number from 1 on, e.g. 10")
    wanted: dict[tuple[str, str], None] = {}
    for option, name, values in (("--tag", "tags", tags), ("--topic", "topics", topics)):
        for value in values:
            if name not in site.taxonomies:
                message = f"the site has no {name}; write [taxonomies.{name}] in publish.toml"
                raise UsageError(option, message)
            if not value.strip():
                raise UsageError(option, f"is blank; name a term, or leave {option} out")
            wanted[name, site.taxonomies[name].slug(value)] = None
    return Scope(tuple(wanted), limit)


def select_issue(
    site: Site, edition: str, *, period: Period | None = None, scope: Scope | None = None
) -> Issue | None:
    """Select an issue of an edition: of a period, by default the newest that has an article.

    `site.articles` are visible and ordered. `scope` takes the place of the edition's own `any` and
    `limit`. Returns None where no article belongs to it. Raises UsageError for an unknown edition.
    """
    config = edition_of(site.config, edition)
    scope = scope or Scope()
    passes = _filter(site, config, scope)
    if period is None:
        newest = next(filter(passes, site.articles), None)
        if newest is None:
            return None
        period = period_of(newest.published, config.period, site.config.site.timezone)
    chosen = list(filter(passes, within(site.articles, period)))
    if not chosen:
        return None
    lead = lead_story(chosen)
    others = [article for article in chosen if article is not lead]
    shown = others[: (scope.limit or config.limit) - 1]
    groups = grouped(site, config, shown)
    return Issue(edition, period, scope, lead, groups, heading_of(site, config, lead))


def within(articles: Sequence[Article], period: Period) -> Sequence[Article]:
    """Return the articles of a period, of articles ordered by `published`, the newest first."""

    def age(article: Article) -> float:
        return -article.published.timestamp()

    first = bisect_right(articles, -period.end.timestamp(), key=age)
    return articles[first : bisect_right(articles, -period.start.timestamp(), key=age)]


def _filter(site: Site, config: DigestConfig, scope: Scope) -> Callable[[Article], bool]:
    if not scope.terms:
        return ArticleFilter.of(config, site.taxonomies).passes
    wanted = {name: tuple(s for n, s in scope.terms if n == name) for name, _ in scope.terms}
    of_command_line = ArticleFilter.of(replace(config, any=wanted), site.taxonomies)
    return of_command_line.passes


def lead_story(articles: Sequence[Article]) -> Article:
    """Choose the lead of articles in the site's order.

    It is the newest that says `lead` or `featured`; else the one of the least `weight` but zero,
    which is the usual order; else the newest with an image; else the newest.
    """
    flagged = [article for article in articles if article.lead]
    weighted = sorted((a for a in articles if a.weight), key=lambda a: a.weight)
    pictured = [article for article in articles if article.image]
    return (flagged or weighted or pictured or list(articles))[0]
