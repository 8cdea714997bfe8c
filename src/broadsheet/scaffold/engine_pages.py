"""Whether the pages that a site's engine has made show more of its articles than a feed would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from broadsheet.comparison import AgainstOptions, Difference, compare_site
from broadsheet.config import Config
from broadsheet.errors import ContentError
from broadsheet.model import Article
from broadsheet.rendered import OUTPUT_FOLDERS, RenderedPage
from broadsheet.store import Store
from broadsheet.urls import path_of

_ENOUGH = 60
"""How many articles are compared."""

_FEW = 10
"""The share of articles (one in so many) that is worth a note."""

_MOST_WORDS = 0.9
_BYLINE = 25
"""Words of a page beside the article's, such as a date, an author and terms."""


def of_pages(config: Config, articles: Sequence[Article], store: Store) -> Iterator[str]:
    """Yield a note if many articles have less than their pages: the engine has code that we cannot run.

    `articles` are all that were read. Without pages, or where an article cannot be told from the rest of
    its page, there is no note.
    """
    folder = _folder(config, articles[:_ENOUGH])
    if not folder or config.content.bodies == "output":
        return
    now = max(article.published for article in articles)
    try:
        report = compare_site(config, AgainstOptions(Path(folder), most=_ENOUGH), now, store)
    except ContentError:
        return
    less = sum(map(_lacks_much, report.differences))
    if less * _FEW >= report.compared:
        has = "has" if less == 1 else "have"
        yield (
            f"note: {less} of {report.compared} articles {has} less than the engine's pages in {folder}/, "
            f"which publish check --against {folder} shows: if these are right, write bodies = "
            '"output" below [content], with selector for what holds the text alone'
        )


def _folder(config: Config, articles: Sequence[Article]) -> str:
    """Return the engine's output folder that has a page of one of the articles, "" if none has."""
    base = path_of(config.articles_url)
    paths = [path_of(article.permalink).removeprefix(base) for article in articles]
    for name in OUTPUT_FOLDERS:
        folder = config.root / name
        if folder.is_dir() and any(RenderedPage.find(folder, path) for path in paths):
            return name
    return ""


def _lacks_much(difference: Difference) -> bool:
    words = difference.words
    return words.share < _MOST_WORDS and words.theirs - words.kept > _BYLINE
