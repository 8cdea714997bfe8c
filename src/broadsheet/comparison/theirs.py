"""What another program made of the articles of a site: entries of its feed, or its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.comparison.shared import without_shared
from broadsheet.comparison.theme import articles_in
from broadsheet.config import Config
from broadsheet.errors import ContentError, Problem, UnreadableError, UsageError
from broadsheet.model import Article
from broadsheet.pairing import PairKeys, pair_up
from broadsheet.rendered import RenderedFeed, RenderedItem, RenderedPage
from broadsheet.text import folded
from broadsheet.urls import path_of


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is compared: each article with its entry, and the entries that match no article.

    `more` are articles of the same time and language that the other program should have but lacks.
    `is_feed` is False for pages, which have neither ids nor dates.
    """

    pairs: tuple[tuple[Article, RenderedItem], ...]
    missing: tuple[RenderedItem, ...]
    more: tuple[Article, ...]
    is_feed: bool


def read_theirs(
    target: Path, name: str, articles: Sequence[Article], config: Config, selector: str
) -> Theirs:
    """Read a feed, or the pages below a folder; `name` is what messages call it.

    Raises UsageError if there is none, ContentError if it cannot be read.
    """
    if not target.exists():
        raise UsageError("--against", f"{name} does not exist; name a feed or a folder", "check")
    try:
        if target.is_dir():
            return _of_pages(target, name, articles, config, selector)
        return _of_feed(target, name, articles)
    except UnreadableError as error:
        raise ContentError(error.problem(name)) from error


def _of_feed(target: Path, name: str, articles: Sequence[Article]) -> Theirs:
    feed = RenderedFeed.read(target)
    if not feed.items:
        raise ContentError(Problem(name, 0, "", "has no entry; name a feed that has some"))
    pairs = tuple((article, item) for item, article in pair_up(feed.items, articles, _KEYS))
    known = {id(item) for _, item in pairs}
    paired = {article.source for article, _ in pairs}
    languages = {article.language for article, _ in pairs}
    dates = [item.published for item in feed.items if item.published]
    more = tuple(
        article
        for article in articles
        if article.source not in paired
        and dates
        and min(dates) <= article.published <= max(dates)
        and article.language in languages
    )
    return Theirs(pairs, tuple(i for i in feed.items if id(i) not in known), more, is_feed=True)


_KEYS: PairKeys[RenderedItem, Article] = (
    (lambda item: item.id, lambda article: article.id),
    (lambda item: path_of(item.url).rstrip("/"), lambda a: path_of(a.permalink).rstrip("/")),
    (lambda item: folded(item.title), lambda article: folded(article.title)),
    (
        lambda item: f"{folded(item.title)} {item.published:%Y-%m-%d}" if item.published else "",
        lambda article: f"{folded(article.title)} {article.published:%Y-%m-%d}",
    ),
)


def _of_pages(
    target: Path, name: str, articles: Sequence[Article], config: Config, selector: str
) -> Theirs:
    found, contents, more = [], [], []
    base = path_of(config.articles_url)
    for article in articles:
        page = RenderedPage.find(target, path_of(article.permalink).removeprefix(base))
        content = page.article(selector, article.title) if page else None
        if content is None:
            more.append(article)
        else:
            found.append(article)
            contents.append(content)
    pairs = [
        (a, RenderedItem(a.id, a.permalink, a.title, None, content=content))
        for a, content in zip(found, without_shared(articles_in(contents)), strict=True)
    ]
    if not pairs:
        message = (
            f"has no page of the {len(articles)} articles, or none with a main or article element; "
            "build the site with its engine, or say what holds an article: --selector .post-body"
        )
        raise ContentError(Problem(name, 0, "", message))
    return Theirs(tuple(pairs), (), tuple(more), is_feed=False)
