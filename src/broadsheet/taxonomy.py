"""Terms as typed → terms as published: aliases applied, spellings that share a slug made one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from broadsheet.config.records import TaxonomyConfig
from broadsheet.model import Article, Term
from broadsheet.urls import term_slug


class Taxonomy:
    """The terms of one taxonomy over a set of articles."""

    def __init__(self, name: str, config: TaxonomyConfig, articles: Iterable[Article]) -> None:
        self.name = name
        self.config = config
        self._names = _merge(
            self._canonical(typed) for article in articles for typed in _typed(article, name)
        )

    def _canonical(self, typed: str) -> str:
        return self.config.aliases.get(typed, typed)

    def terms_of(self, article: Article) -> tuple[Term, ...]:
        """Return an article's terms in its author's order, each once."""
        slugs = dict.fromkeys(
            term_slug(self._canonical(typed)) for typed in _typed(article, self.name)
        )
        return tuple(Term(self.name, slug, self._names[slug]) for slug in slugs)

    def slug(self, typed: str) -> str:
        """Return the slug that a spelling stands for; configuration names terms by it."""
        return term_slug(self._canonical(typed))


def _typed(article: Article, taxonomy: str) -> tuple[str, ...]:
    return next((names for name, names in article.terms if name == taxonomy), ())


def _merge(spellings: Iterable[str]) -> Mapping[str, str]:
    """Map each slug to its term's name: the most frequent spelling, then the first in order."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for spelling in spellings:
        counts[term_slug(spelling)][spelling] += 1
    return {
        slug: min(found, key=lambda name: (-found[name], name)) for slug, found in counts.items()
    }
