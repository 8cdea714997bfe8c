"""Rules for titles and summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.checks.content.pages import ARTICLE_RULES, SITE_RULES, ArticlePage, ArticlePages
from broadsheet.columns import columns
from broadsheet.errors import Problem
from broadsheet.markdown import inline_text, scan

SUMMARY_FIELDS = ("summary", "excerpt", "description")
MAX_SUMMARY = 600
"""Columns; feed readers and mail programs show about three lines of a summary."""
MAX_TITLE = 200
"""Columns; a phone shows about a third of it."""

_NOT_WORD = re.compile(r"\W+")


@SITE_RULES.warning(
    "title-taken",
    why="Two articles with the same title look the same in a list of headlines.",
    bad="title: Weekly notes\n===\ntitle: Weekly notes",
    good="title: Weekly notes 1\n===\ntitle: Weekly notes 2",
)
def title_taken(pages: ArticlePages) -> Iterator[Problem]:
    """Find articles with the title of another article in the same language."""
    owners: dict[tuple[str, str], ArticlePage] = {}
    for page in pages:
        article = page.article
        if article.untitled:
            continue
        first = owners.setdefault((article.title.casefold(), article.language), page)
        if first is not page:
            message = f"{first.article.source} has the same title; make the two different"
            yield page.field("title").problem(message)


@ARTICLE_RULES.warning(
    "title-long",
    why="Readers, mail subjects and search results cut a title after some 60 to 100 columns.",
    bad="title: " + "A very long title that never comes to its point " * 5,
    good="title: A title that comes to its point",
)
def title_long(page: ArticlePage) -> Iterator[Problem]:
    """Find titles that are too long for any list of headlines."""
    title = page.article.title
    if len(title) * 2 > MAX_TITLE and (width := columns(title)) > MAX_TITLE:
        message = f"the title is {width} columns wide; shorten it to {MAX_TITLE}"
        yield page.field("title").problem(message)


@ARTICLE_RULES.warning(
    "summary-missing",
    why="Lists, newsletters and search results show a summary; without one they show the "
    "first paragraph.",
    bad="summary:",
    good="summary: What the article says, in a sentence or two.",
    aggregate="have no summary",
)
def summary_missing(page: ArticlePage) -> Iterator[Problem]:
    """Find articles without a summary by their author; notes without a title need none."""
    article = page.article
    if not (article.summary or article.untitled or scan(page.body).comment("more")):
        message = "the article has no summary; write summary: and a sentence or two"
        yield page.field("title").problem(message)


@ARTICLE_RULES.warning(
    "summary-long",
    why="Readers and newsletters show a few lines; a longer summary is an article.",
    bad="summary: " + "This sentence goes on and on without summing anything up. " * 12,
    good="summary: One sentence that sums it up.",
)
def summary_long(page: ArticlePage) -> Iterator[Problem]:
    """Find summaries that are too long for any list."""
    summary = page.article.summary
    if len(summary) * 2 > MAX_SUMMARY and (width := columns(summary)) > MAX_SUMMARY:
        message = f"the summary is {width} columns wide; shorten it to {MAX_SUMMARY}"
        yield page.field(*SUMMARY_FIELDS).problem(message)


@ARTICLE_RULES.warning(
    "summary-repeats",
    why="A summary that repeats the title tells readers nothing.",
    bad="title: What feeds are for\nsummary: What feeds are for.",
    good="title: What feeds are for\nsummary: Why a text file beats a timeline.",
)
def summary_repeats(page: ArticlePage) -> Iterator[Problem]:
    """Find summaries that are the same as the title."""
    title, summary = page.article.title, page.article.summary
    if summary and not page.article.untitled and len(summary) < 2 * len(title) + 20:
        words = _NOT_WORD.sub("", inline_text(summary)).casefold()
        if words == _NOT_WORD.sub("", title).casefold():
            message = "the summary repeats the title; write what the article says"
            yield page.field(*SUMMARY_FIELDS).problem(message)
