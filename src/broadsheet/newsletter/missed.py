"""Articles that came too late: the issue of their period, or a later one, was made without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.model import Article
from broadsheet.newsletter.places import ExistingIssues, mark_of
from broadsheet.newsletter.selection.issue import parse_issue_name
from broadsheet.newsletter.selection.period import period_of
from broadsheet.newsletter.selection.select import articles_of
from broadsheet.site import Site


@dataclass(frozen=True, slots=True)
class Missed:
    """An article that no issue of an edition carries; `issue` is the name of its period's."""

    edition: str
    issue: str
    article: Article


def missed_articles(site: Site, existing: ExistingIssues) -> Iterator[Missed]:
    """Yield each article that is in no issue of an edition, from its first issue to its last.

    Only issues of a whole period whose articles were recorded count; those of `--term` and the like do
    not replace them.
    """
    for edition in existing:
        if edition in site.config.digest:
            yield from _missed(edition, site, existing)


def _missed(edition: str, site: Site, existing: ExistingIssues) -> Iterator[Missed]:
    kind, zone = site.config.digest[edition].period, site.config.site.timezone
    made = {name: marks for name in existing[edition] if (marks := existing.made(edition, name))}
    parsed = [found for name in made if (found := parse_issue_name(name, zone))]
    whole = [period for period, scope in parsed if period.kind == kind and not scope.terms]
    if not whole:
        return
    begin = min(period.start.timestamp() for period in whole)
    end = max(period.end.timestamp() for period in whole)
    carried = frozenset().union(*made.values())
    unrecorded = set(existing[edition]) - made.keys()
    for article in articles_of(site, edition):
        if begin <= article.published.timestamp() < end and mark_of(article) not in carried:
            name = period_of(article.published, kind, zone).name
            if name not in unrecorded:
                yield Missed(edition, name, article)
