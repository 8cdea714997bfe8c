"""Terms as typed → terms as published: aliases are applied, spellings with one slug become one term."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from broadsheet.config import records
from broadsheet.model import Article, Term
from broadsheet.urls import term_slug

_LONGEST_NAME = 230
"""Bytes of a name; file systems take 255, and a file that is being written has 16 more."""


class Taxonomy:
    """The terms of one taxonomy over a set of articles."""

    def __init__(
        self, name: str, config: records.TaxonomyConfig, articles: Iterable[Article]
    ) -> None:
        self.name = name
        self.config = config
        self._canonical = canonical(config)
        counts = Counter(typed for article in articles for typed in _typed(article, name))
        self._spelt = _merge(counts, self._canonical)
        names = {self.slug(typed): shown for typed, shown in config.names.items()}
        self._terms = {
            slug: Term(name, slug, names.get(slug, best)) for slug, best in self._spelt.items()
        }
        self._engine_slugs = {self.slug(typed): slug for typed, slug in config.slugs.items()}
        self._slugs = {typed: self.slug(typed) for typed in counts}
        self._found: dict[tuple[str, ...], tuple[Term, ...]] = {}

    def terms_of(self, article: Article) -> tuple[Term, ...]:
        """Return an article's terms in the author's order, each once."""
        typed = _typed(article, self.name)
        found = self._found.get(typed)
        if found is None:
            slugs = dict.fromkeys([self._slugs[each] for each in typed])
            found = self._found[typed] = tuple([self._terms[slug] for slug in slugs])
        return found

    def name_of(self, slug: str) -> str:
        """Return the name of the term with a slug, or the slug if no article has the term."""
        return self._terms[slug].name if slug in self._terms else slug

    def slug(self, typed: str) -> str:
        """Return the slug of a spelling; two spellings with one slug are the same term."""
        return term_slug(self._canonical(typed))

    def engine_slugs(
        self, terms: Iterable[Term], make: Callable[[str], str], *, foreign: bool = False
    ) -> Mapping[Term, str]:
        """Map terms to the slugs that the site's engine gives them, by its rule `make`.

        Configured slugs come first, except for terms in another language than the main one (`foreign`).
        A term keeps its own slug if two would share one, or if the engine's would leave its folder or be
        too long for a file's name: its article must not stop all feeds.
        """
        configured = {} if foreign else self._engine_slugs
        made = {term: configured.get(term.slug) or make(self._spelt[term.slug]) for term in terms}
        shared = Counter(made.values())
        return {
            term: engines
            if shared[engines] == 1 and all(map(_is_name, engines.split("/")))
            else term.slug
            for term, engines in made.items()
        }


def _is_name(segment: str) -> bool:
    """Return whether a segment of a path can be a file's name, also with what a feed's path adds to it."""
    return segment not in {"", ".", ".."} and len(segment.encode()) <= _LONGEST_NAME


def canonical(config: records.TaxonomyConfig) -> Callable[[str], str]:
    """Return the function that applies `aliases` to a spelling.

    If an alias leads to another term, all spellings of the old term follow it.
    """
    moved: dict[str, str] = {}
    for old, new in config.aliases.items():
        if term_slug(old) != term_slug(new):
            moved.setdefault(term_slug(old), new)

    def spell(typed: str) -> str:
        name = config.aliases.get(typed, typed)
        return moved.get(term_slug(name), name) if moved else name

    return spell


def _typed(article: Article, taxonomy: str) -> tuple[str, ...]:
    for name, names in article.terms:  # Called for every article of a site.
        if name == taxonomy:
            return names
    return ()


def _merge(typed: Mapping[str, int], canonical: Callable[[str], str]) -> Mapping[str, str]:
    """Map each slug to its term's name: the most frequent spelling, then the first in order.

    `typed` counts how often each spelling was typed, `canonical` applies aliases to one.
    """
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for spelling, count in typed.items():
        name = canonical(spelling)
        counts[term_slug(name)][name] += count
    return {
        slug: min(found, key=lambda name: (-found[name], name)) for slug, found in counts.items()
    }
