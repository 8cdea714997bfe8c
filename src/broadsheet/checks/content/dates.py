"""Rules for dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from broadsheet.checks.content.pages import ARTICLE_RULES, SITE_RULES, ArticlePage, ArticlePages
from broadsheet.errors import Problem

FAR = timedelta(days=366)
FIRST_YEAR = 1990
"""The W3C validator calls earlier dates implausible, since they are before the web."""


@ARTICLE_RULES.warning(
    "date-far",
    why="The article stays hidden until then; a date more than a year ahead is usually a slip.",
    bad="date: 2925-06-17",
    good="date: 2025-06-17",
)
def date_far(page: ArticlePage) -> Iterator[Problem]:
    """Find articles that will not appear for a year."""
    published = page.article.published
    if published > page.site.now + FAR:
        message = f"{published:%Y-%m-%d} is more than a year ahead; correct the year"
        yield page.field("date", "publishdate", "pubdate").problem(message)


@ARTICLE_RULES.warning(
    "date-early",
    why="Readers sort by date and drop old articles; a date before the web is usually a default.",
    bad="date: 1970-01-01",
    good="date: 2025-06-17",
)
def date_early(page: ArticlePage) -> Iterator[Problem]:
    """Find articles with a date before the web existed."""
    published = page.article.published
    if published.year < FIRST_YEAR:
        message = f"{published:%Y-%m-%d} is before {FIRST_YEAR}; write when it was published"
        yield page.field("date", "publishdate", "pubdate").problem(message)


@ARTICLE_RULES.warning(
    "date-backwards",
    why="An article cannot change before it is published; readers show the wrong date.",
    bad="date: 2025-06-17\nlastmod: 2024-06-17",
    good="date: 2025-06-17\nlastmod: 2025-06-18",
)
def date_backwards(page: ArticlePage) -> Iterator[Problem]:
    """Find articles whose update is a day or more before their date."""
    article = page.article
    if article.updated < article.published - timedelta(days=1):
        message = f"{article.updated:%Y-%m-%d} is before the article's date; correct one of them"
        place = page.field("lastmod", "updated", "modified", "last_modified_at")
        yield place.problem(message)


@SITE_RULES.warning(
    "date-taken",
    why="Readers sort by time: articles with the same time come in any order, and feed "
    "validators warn.",
    bad="title: One\ndate: 2025-06-17T08:00:00Z\n===\ntitle: Two\ndate: 2025-06-17T08:00:00Z",
    good="title: One\ndate: 2025-06-17T08:00:00Z\n===\ntitle: Two\ndate: 2025-06-17T09:00:00Z",
)
def date_taken(pages: ArticlePages) -> Iterator[Problem]:
    """Find articles of one language that share their time, to the second.

    Translations of an article usually share it, and other people read them.
    """
    groups: defaultdict[tuple[datetime, str], list[ArticlePage]] = defaultdict(list)
    for page in pages:
        article = page.article
        groups[article.published.replace(microsecond=0), article.language].append(page)
    for first, *others in groups.values():
        for page in others:
            message = f"{first.article.source} has the same time; give each article its own"
            yield page.field("date").problem(message)
