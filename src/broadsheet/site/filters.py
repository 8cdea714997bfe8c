"""The filters of custom feeds and newsletters: which articles pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.config import records
from broadsheet.model import Article
from broadsheet.site.taxonomy import Taxonomy

Wanted = frozenset[tuple[str, str]]
"""Pairs of a taxonomy's name, `authors` or `sections`, and a slug, name or section in lower case."""


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """A filter whose terms are slugs already, so that spellings and aliases match."""

    any: Wanted
    all: Wanted
    none: Wanted
    taxonomies: Mapping[str, Taxonomy]

    @classmethod
    def of(cls, config: records.Filter, taxonomies: Mapping[str, Taxonomy]) -> ArticleFilter:
        """Return the filter that a table of publish.toml describes."""

        def wanted(selection: Mapping[str, tuple[str, ...]]) -> Wanted:
            return frozenset(
                (kind, taxonomies[kind].slug(value) if kind in taxonomies else value.casefold())
                for kind, values in selection.items()
                for value in values
            )

        return cls(wanted(config.any), wanted(config.all), wanted(config.none), taxonomies)

    def passes(self, article: Article) -> bool:
        """Return whether an article has one of `any` (unless empty), each of `all`, none of `none`."""
        if not (self.any or self.all or self.none):  # The usual case, for every article.
            return True
        traits = self._traits(article)
        return (
            (not self.any or not self.any.isdisjoint(traits))
            and self.all <= traits
            and self.none.isdisjoint(traits)
        )

    def _traits(self, article: Article) -> Wanted:
        terms = (
            (t.taxonomy, t.slug) for t_ in self.taxonomies.values() for t in t_.terms_of(article)
        )
        authors = (("authors", person.name.casefold()) for person in article.authors)
        path = "/".join(article.sections).casefold()
        sections = (("sections", name.casefold()) for name in article.sections)
        language = ("languages", article.language.casefold())
        paths = (("sections", path), ("sections", f"/{path}"))
        return frozenset((*terms, *authors, *sections, *paths, language))
