"""Articles that no issue carries although the issue of their period was made: they came too late for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.model import Article
from broadsheet.newsletter.issue import parse_issue_name
from broadsheet.newsletter.period import period_of
from broadsheet.newsletter.places import ExistingIssues, mark_of
from broadsheet.newsletter.select import articles_of
from broadsheet.site import Site


@dataclass(frozen=True, slots=True)
class Missed:
    """An article, and the issue of an edition that was made without it."""

    edition: str
    issue: str
    article: Article


def missed_articles(site: Site, existing: ExistingIssues) -> Iterator[Missed]:
    """Yield each article that came too late for an edition's issue, and is in no other one.

    Only issues of a whole period whose articles were recorded count; those of `--term` and the like do
    not replace them.
    """
    for edition in existing:
        if edition not in site.config.digest:
            continue
        made = {
            name: marks for name in existing[edition] if (marks := existing.made(edition, name))
        }
        carried = frozenset().union(*made.values())
        whole = {name for name in made if _is_whole(name, site)}
        kind, zone = site.config.digest[edition].period, site.config.site.timezone
        for article in articles_of(site, edition) if whole else ():
            name = period_of(article.published, kind, zone).name
            if name in whole and mark_of(article) not in carried:
                yield Missed(edition, name, article)


def _is_whole(name: str, site: Site) -> bool:
    parsed = parse_issue_name(name, site.config.site.timezone)
    return parsed is not None and not parsed[1].terms
