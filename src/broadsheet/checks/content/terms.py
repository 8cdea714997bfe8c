"""Rules for tags, topics and other terms."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from broadsheet.checks.content.pages import ARTICLE_RULES, SITE_RULES, ArticlePage, ArticlePages
from broadsheet.config import records
from broadsheet.errors import Problem
from broadsheet.late import late_pattern
from broadsheet.site import canonical
from broadsheet.urls import term_slug

FEW_TERMS = 20
"""On a site with fewer terms, feeds of one article do no harm."""

# Punctuation that people write or leave out; `+`, `#` and a dot or dash between digits matter.
_PUNCTUATION = late_pattern(
    r"(?<!\d)[\s\-_.·・'’\"“”()\[\]《》「」]+|[\s\-_.·・'’\"“”()\[\]《》「」]+(?!\d)"
)
_PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s$")


@ARTICLE_RULES.warning(
    "terms-many",
    why="A term that every article has selects nothing; readers follow a few terms, not forty.",
    bad="tags: [" + ", ".join(f"tag {n}" for n in range(1, 18)) + "]",
    good="tags: [RSS, Atom]",
)
def terms_many(page: ArticlePage) -> Iterator[Problem]:
    """Find articles with more terms of one taxonomy than `[check] max_terms`."""
    limit = page.site.config.check.max_terms
    for taxonomy, names in page.article.terms:
        if len(names) > limit:
            message = f"{len(names)} {taxonomy}; keep the {limit} or fewer that matter"
            yield page.field(_field(page, taxonomy)).problem(message)


@SITE_RULES.warning(
    "term-spelling",
    why="Both spellings are the same term; readers see the more frequent one, and the other "
    "is a slip.",
    bad="tags: [OpenAI]\n===\ntags: [OpenAI]\n===\ntags: [openai]",
    good="tags: [OpenAI]\n===\ntags: [OpenAI]",
)
def term_spelling(pages: ArticlePages) -> Iterator[Problem]:
    """Find terms that differ from another only by case, width or separators."""
    for taxonomy, config in pages.site.config.taxonomies.items():
        uses = _uses(pages, taxonomy)
        groups = _grouped(uses, term_slug)
        yield from _problems(groups, uses, config, "is the same term as")


@SITE_RULES.warning(
    "term-variant",
    why="Articles on one subject are in two feeds; readers who follow one of them miss the rest.",
    bad="tags: [Large models]\n===\ntags: [Large models]\n===\ntags: [Large model]",
    good="tags: [Large models]\n===\ntags: [Large models]",
)
def term_variant(pages: ArticlePages) -> Iterator[Problem]:
    """Find terms that differ from another by punctuation or an English plural."""
    for taxonomy, config in pages.site.config.taxonomies.items():
        uses = _uses(pages, taxonomy)
        slugs: dict[str, str] = {}
        for name in sorted(uses, key=lambda name: (-len(uses[name]), name)):
            slugs.setdefault(term_slug(name), name)
        groups = _grouped(slugs.values(), _skeleton)
        yield from _problems(groups, uses, config, "may be the same as")


@SITE_RULES.warning(
    "terms-single",
    why="Nobody subscribes to a feed of one article, and thousands of them hide the other feeds.",
    bad="tags: [" + ", ".join(f"rare {n}" for n in range(1, 12)) + "]\n===\n"
    "tags: [" + ", ".join(f"odd {n}" for n in range(1, 12)) + "]",
    good="tags: [RSS]\n===\ntags: [RSS]",
)
def terms_single(pages: ArticlePages) -> Iterator[Problem]:
    """Find taxonomies in which most terms have one article, and each term has a feed."""
    for taxonomy, config in pages.site.config.taxonomies.items():
        counts = Counter(
            slug for page in pages for slug in {term_slug(name) for name in _names(page, taxonomy)}
        )
        single = sum(1 for count in counts.values() if count == 1)
        if config.min_articles == 1 and len(counts) > FEW_TERMS and single * 2 > len(counts):
            message = (
                f"{single} of {len(counts)} {taxonomy} have one article each; set min_articles = 2 "
                f"under [taxonomies.{taxonomy}]"
            )
            yield pages.config_place(("taxonomies", taxonomy)).problem(message)


def _field(page: ArticlePage, taxonomy: str) -> str:
    return page.site.config.taxonomies[taxonomy].field.lower()


def _names(page: ArticlePage, taxonomy: str) -> tuple[str, ...]:
    return next((names for name, names in page.article.terms if name == taxonomy), ())


@lru_cache(maxsize=8)
def _uses(pages: ArticlePages, taxonomy: str) -> Mapping[str, list[ArticlePage]]:
    """Return the pages that use each spelling, except spellings that have an alias."""
    spell = canonical(pages.site.config.taxonomies[taxonomy])
    uses: defaultdict[str, list[ArticlePage]] = defaultdict(list)
    for page in pages:
        for name in _names(page, taxonomy):
            if spell(name) == name:
                uses[name].append(page)
    return uses


def _skeleton(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _PLURAL.sub("", _PUNCTUATION.sub("", folded)) or folded


def _grouped(names: Iterable[str], key: Callable[[str], str]) -> Iterator[list[str]]:
    """Yield groups of two or more names that have the same key."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[key(name)].append(name)
    return (group for group in groups.values() if len(group) > 1)


def _problems(
    groups: Iterable[list[str]],
    uses: Mapping[str, list[ArticlePage]],
    config: records.TaxonomyConfig,
    verdict: str,
) -> Iterator[Problem]:
    """Report each rarer spelling where it is first used."""
    for group in groups:
        usual, *others = sorted(group, key=lambda name: (-len(uses[name]), name))
        for name in others:
            page = uses[name][0]
            message = (
                f'"{name}" ({len(uses[name])}) {verdict} "{usual}" ({len(uses[usual])}); '
                f'write aliases = {{ "{name}" = "{usual}" }}, or correct the spelling'
            )
            place = page.value(name, config.field.lower())
            yield place.problem(message)
