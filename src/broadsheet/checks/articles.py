"""Read a site's articles and apply the article rules: each file is read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from broadsheet.checks.cache import ArticleCache, CachedCheck
from broadsheet.checks.content import (  # noqa: F401 - importing them registers their rules
    characters,
    dates,
    front_matter,
    links,
    markdown,
    terms,
    titles,
)
from broadsheet.checks.content.pages import (
    ARTICLE_RULES,
    SITE_RULES,
    ArticlePage,
    ArticlePages,
    config_place,
    site_facts,
)
from broadsheet.checks.registry import MOST
from broadsheet.checks.switches import FIELD, Switch, field_switches
from broadsheet.config import Config
from broadsheet.errors import ContentError, Problem, Problems
from broadsheet.model import Article
from broadsheet.parallel import shared_out
from broadsheet.read import Assets, PageAddresses, Resolver, read_articles
from broadsheet.site import is_visible
from broadsheet.store import Store


def read_pages(config: Config, now: datetime, store: Store, jobs: int) -> ArticlePages:
    """Read a site's articles, except drafts; `now` is aware.

    A site without content has no pages, and a problem that says so.
    """
    assets = Assets(config, store.stamps)
    articles: list[Article] = []
    problems = Problems()
    try:
        articles = read_articles(config, assets, store, problems, jobs)
    except ContentError as error:
        problems.extend(error.problems)
    return pages_of(articles, tuple(problems), config, now, assets)


def pages_of(
    articles: Sequence[Article],
    problems: Sequence[Problem],
    config: Config,
    now: datetime,
    assets: Assets,
) -> ArticlePages:
    """Return the pages of articles that have been read already."""
    finished = [article for article in articles if not article.draft]
    visible = [article for article in articles if is_visible(article, now)]
    resolver = Resolver(assets, articles, config, PageAddresses(config, assets), visible)
    site = site_facts(config, articles, assets, resolver, now)
    return ArticlePages([ArticlePage(article, site) for article in finished], problems, site)


def check_articles(
    pages: ArticlePages, store: Store, jobs: int
) -> tuple[list[Problem], list[Switch]]:
    """Return what the article rules find, and the switches in the articles' front matter.

    Articles that are unchanged since an earlier check come from the cache. Up to `jobs` processes
    check the others.
    """
    cache = ArticleCache(store, pages.site)
    checked = {page: cache.of(page.article) for page in pages}
    fresh = [page for page in pages if checked[page] is None]
    # Numbers, since pages cannot be sent to a process; a forked process has them already.
    found = shared_out(lambda number: _check_page(fresh[number]), range(len(fresh)), jobs)
    checked.update(zip(fresh, found, strict=True))
    done = {page.article.source: (page.article, each) for page, each in checked.items() if each}
    if fresh:
        cache.save(done)
    problems = [problem for _, each in done.values() for problem in each.problems]
    switches = [switch for _, each in done.values() for switch in each.switches]
    return [*problems, *SITE_RULES.check(pages, pages.site.config.content.path)], switches


def _check_page(page: ArticlePage) -> CachedCheck:
    with page.site.assets.stamps.watching() as seen:
        problems = list(ARTICLE_RULES.check(page, page.article.source, most=MOST))
    return CachedCheck(problems, list(own_switches(page)), dict(seen))


def own_switches(page: ArticlePage) -> Iterator[Switch]:
    """Yield the switches in an article's front matter."""
    article = page.article
    if number := page.keys.get(FIELD):
        yield from field_switches(page.lines, number, article.body_line - 1, article.source)


def config_switches(config: Config) -> list[Switch]:
    """Return the switches in publish.toml."""
    off = config_place(config.root, ("check", "off"))
    switches = [Switch(rule, "*", off) for rule in config.check.off]
    for glob, names in config.check.paths.items():
        place = config_place(config.root, ("check", "paths", glob))
        switches += [Switch(rule, glob, place) for rule in names]
    return switches
