"""All articles of a site, and all problems with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.config.load import FILE_NAME
from broadsheet.config.records import Config
from broadsheet.errors import ContentError, Problem
from broadsheet.model import Article
from broadsheet.read.article import read_article
from broadsheet.read.assets import Assets
from broadsheet.read.files import Source, find_sources, read_text


def read_articles(config: Config, assets: Assets) -> tuple[list[Article], list[Problem]]:
    """Read every article of the content folder, in the order of their paths.

    Returns the good ones and the problems of all. Of articles that share a permalink or an id, only
    the first is returned. Raises ContentError where there is no content at all.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    for source in find_sources(config.root, config.content):
        article, found = _read(source, config, assets)
        problems.extend(found)
        if article is not None:
            articles.append(article)
    articles, nameless = _without_authors(articles)
    articles, twins = _without_twins(articles)
    return articles, [*problems, *nameless, *twins]


def _read(
    source: Source, config: Config, assets: Assets
) -> tuple[Article | None, Sequence[Problem]]:
    try:
        text = read_text(source)
    except ContentError as error:
        return None, error.problems
    return read_article(source, text, config, assets)


def _without_authors(articles: list[Article]) -> tuple[list[Article], list[Problem]]:
    """Leave out articles that name no author on a site that names none; say so once.

    Atom demands an author (RFC 4287, section 4.1.2), and inventing one would be a lie.
    """
    named = [article for article in articles if article.authors]
    if len(named) == len(articles):
        return articles, []
    first = next(article for article in articles if not article.authors)
    message = (
        f"is missing, and {len(articles) - len(named)} articles name no author ({first.source} is "
        'the first); write e.g. author = { name = "…" } below [site]'
    )
    return named, [Problem(FILE_NAME, 0, "site.author", message)]


def _without_twins(articles: Iterable[Article]) -> tuple[list[Article], list[Problem]]:
    """Leave out articles whose permalink or id another one has; drafts collide with nobody."""
    kept: list[Article] = []
    problems: list[Problem] = []
    owners: dict[tuple[str, str], Article] = {}
    for article in articles:
        keys = (("permalink", article.permalink), ("id", article.id))
        taken = next((key for key in keys if key in owners), None)
        if taken is None or article.draft:
            kept.append(article)
        if article.draft:
            continue
        if taken is None:
            owners.update(dict.fromkeys(keys, article))
        else:
            message = (
                f"{taken[1]} is also that of {owners[taken].source}; "
                "give one of them a slug or permalink of its own"
            )
            problems.append(Problem(article.source, 1, taken[0], message))
    return kept, problems
