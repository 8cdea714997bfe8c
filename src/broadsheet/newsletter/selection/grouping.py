"""Articles under headings, each once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from broadsheet.config import records
from broadsheet.model import Article
from broadsheet.newsletter.selection.issue import Group
from broadsheet.site import Site

MAX_SINGLES = 3
"""If more headings than this have a single article, these articles are shown together."""

Names = Mapping[str, str]
"""The groups that an article could be in: key to heading, the author's first one first."""


def grouped(
    site: Site, config: records.DigestConfig, articles: Sequence[Article]
) -> tuple[Group, ...]:
    """Put articles under the headings of `group_by`.

    The terms of `groups` take their articles first. Then, again and again, the term that most of
    the remaining articles have takes its own (of equals, the one met first): so the headings are
    few. Articles without a term come last, without a heading, and so do those that would stand
    alone under theirs, if there are more than MAX_SINGLES of them.
    """
    names = {article.source: _names(site, config, article) for article in articles}
    headings = {key: name for found in names.values() for key, name in found.items()}
    first = _first_keys(site, config)
    taken = _take(names, first)
    singles = [key for key, members in taken.items() if len(members) == 1 and key not in first]
    if len(singles) > MAX_SINGLES:
        taken = {key: members for key, members in taken.items() if key not in singles}
    groups = [
        Group(headings[key], tuple(a for a in articles if a.source in members))
        for key, members in taken.items()
    ]
    placed = {source for members in taken.values() for source in members}
    rest = tuple(article for article in articles if article.source not in placed)
    return (*groups, Group("", rest)) if rest else tuple(groups)


def heading_of(site: Site, config: records.DigestConfig, article: Article) -> str:
    """Return the heading that an article would have alone: of `groups`, else the author's first."""
    names = _names(site, config, article)
    keys = (*_first_keys(site, config), *names)
    return next((names[key] for key in keys if key in names), "")


def _names(site: Site, config: records.DigestConfig, article: Article) -> Names:
    if not config.group_by:
        return {}
    if config.group_by == "sections":
        return {name.casefold(): name for name in article.sections[:1]}
    return {term.slug: term.name for term in site.taxonomies[config.group_by].terms_of(article)}


def _first_keys(site: Site, config: records.DigestConfig) -> tuple[str, ...]:
    if config.group_by in site.taxonomies:
        return tuple(map(site.taxonomies[config.group_by].slug, config.groups))
    return tuple(name.casefold() for name in config.groups)


def _take(names: Mapping[str, Names], first: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return keys in the order in which they took articles, with those articles' sources."""
    left = dict(names)
    taken: dict[str, frozenset[str]] = {}
    for key in first:
        _take_one(key, left, taken)
    while counts := Counter(key for found in left.values() for key in found):
        _take_one(max(counts, key=lambda key: counts[key]), left, taken)
    return taken


def _take_one(key: str, left: dict[str, Names], taken: dict[str, frozenset[str]]) -> None:
    members = frozenset(source for source, found in left.items() if key in found)
    if members:
        taken[key] = members
    for source in members:
        del left[source]
