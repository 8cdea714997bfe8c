"""Every content rule over a site's articles: each file is read and looked at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from broadsheet.checks.content import rules  # noqa: F401 - registers them
from broadsheet.checks.content.book import ARTICLE, SITE
from broadsheet.checks.content.page import Page, Pages, config_place, make_shared
from broadsheet.checks.kept import Kept, Looked
from broadsheet.checks.rule import Finding
from broadsheet.checks.switches import FIELD, Switch, field_switches
from broadsheet.config.records import Config
from broadsheet.errors import ContentError, Problem
from broadsheet.model import Article
from broadsheet.parallel import shared_out
from broadsheet.read.articles import read_articles
from broadsheet.read.assets import Assets
from broadsheet.read.pages import PageAddresses
from broadsheet.read.resolver import Resolver
from broadsheet.store import Store


def read_pages(config: Config, now: datetime, store: Store, jobs: int) -> Pages:
    """Read a site's articles, drafts left aside; `now` is aware.

    A site without any content has no pages, and a problem that says so.
    """
    assets = Assets(config, store.stamps)
    articles: list[Article] = []
    problems: Sequence[Problem]
    try:
        articles, problems = read_articles(config, assets, store, jobs)
    except ContentError as error:
        problems = error.problems
    return pages_of(articles, problems, config, now, assets)


def pages_of(
    articles: Sequence[Article],
    problems: Sequence[Problem],
    config: Config,
    now: datetime,
    assets: Assets,
) -> Pages:
    """Make the pages of articles that have been read already."""
    finished = [article for article in articles if not article.draft]
    permalinks = {article.source: article.permalink for article in articles}
    resolver = Resolver(assets, permalinks, config, PageAddresses(config, assets))
    site = make_shared(config, articles, assets, resolver, now)
    return Pages([Page(article, site) for article in finished], problems, site)


def look_at(pages: Pages, store: Store, jobs: int) -> tuple[list[Finding], list[Switch]]:
    """Return what the content rules find, and the switches of the articles' front matter.

    Articles that are as an earlier check found them are not looked at again, the others by up to
    `jobs` processes.
    """
    kept = Kept(store, pages.site)
    looked = {page: kept.of(page.article) for page in pages}
    fresh = [page for page in pages if looked[page] is None]
    numbers = range(len(fresh))  # A forked process has the pages; they cannot be sent to it.
    looked.update(zip(fresh, shared_out(lambda n: _look_at(fresh[n]), numbers, jobs), strict=True))
    done = {page.article.source: (page.article, found) for page, found in looked.items() if found}
    if fresh:
        kept.save(done)
    findings = [finding for _, found in done.values() for finding in found.findings]
    switches = [switch for _, found in done.values() for switch in found.switches]
    return [*findings, *SITE.check(pages, pages.site.config.content.path)], switches


def _look_at(page: Page) -> Looked:
    with page.site.assets.stamps.watching() as seen:
        findings = list(ARTICLE.check(page, page.article.source))
    return Looked(findings, list(own_switches(page)), dict(seen))


def own_switches(page: Page) -> Iterator[Switch]:
    """Yield the switches of an article's front matter."""
    article = page.article
    if number := page.keys.get(FIELD):
        yield from field_switches(page.lines, number, article.body_line - 1, article.source)


def config_switches(config: Config) -> list[Switch]:
    """Return the switches of publish.toml."""
    off = config_place(config.root, ("check", "off"))
    switches = [Switch(rule, "*", off) for rule in config.check.off]
    for glob, names in config.check.paths.items():
        place = config_place(config.root, ("check", "paths", glob))
        switches += [Switch(rule, glob, place) for rule in names]
    return switches
