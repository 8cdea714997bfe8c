"""The pipeline:

    content/ ──read──▶ Articles ──make_site──▶ Site ──render──▶ Entries ──formats──▶ OutputFiles

Nothing is written here: `load_site` reads, `site_files` yields what is to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from broadsheet import urls
from broadsheet.config.records import Config
from broadsheet.entries import carried, make_entries
from broadsheet.errors import Problem
from broadsheet.feeds import FORMATS, Feed, Format
from broadsheet.model import Channel, OutputFile
from broadsheet.pages import feed_path, page_files
from broadsheet.read.articles import read_articles
from broadsheet.read.assets import Assets, Resolver
from broadsheet.render import Renderer
from broadsheet.site import Site, make_site
from broadsheet.templating import Templates

Progress = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A site read from disk, and the problems of its articles (the faulty ones are not in it)."""

    site: Site
    renderer: Renderer
    problems: tuple[Problem, ...]


def load_site(config: Config, now: datetime, *, drafts: bool = False) -> Loaded:
    """Read content/ and make the site as it is at `now` (aware).

    Raises ContentError where there is no content at all.
    """
    assets = Assets(config)
    articles, problems = read_articles(config, assets)
    permalinks = {article.source: article.permalink for article in articles}
    renderer = Renderer(config, Resolver(assets, permalinks, config.content.path))
    return Loaded(make_site(articles, config, now, drafts=drafts), renderer, tuple(problems))


def feed_files(
    loaded: Loaded, problems: list[Problem], progress: Progress = lambda *_: None
) -> Iterator[OutputFile]:
    """Yield every feed of a site; the renderer's warnings are added to `problems`.

    Each entry is serialised once per format; feeds are put together from those bytes.
    """
    site = loaded.site
    formats = {name: FORMATS[name] for name in site.config.feeds.formats}
    articles = carried(site)
    serialised: dict[str, dict[str, bytes]] = {}
    rendered = make_entries(articles, site, loaded.renderer, problems)
    for done, (article, entry) in enumerate(rendered, 1):
        serialised[article.source] = {name: form.entry(entry) for name, form in formats.items()}
        progress("articles", done, len(articles))
    for done, channel in enumerate(site.channels, 1):
        for form in formats.values():
            entries = [serialised[article.source][form.name] for article in channel.articles]
            yield _feed_file(channel, form, entries, site)
        progress("feeds", done, len(site.channels))


def site_files(
    loaded: Loaded, problems: list[Problem], progress: Progress = lambda *_: None
) -> Iterator[OutputFile]:
    """Yield everything that is to be in out/. Raises TemplateError."""
    yield from feed_files(loaded, problems, progress)
    yield from page_files(loaded.site, Templates(loaded.site.config.root))


def _feed_file(channel: Channel, form: Format, entries: list[bytes], site: Site) -> OutputFile:
    path = feed_path(channel, form.name, site)
    updated = max((article.updated for article in channel.articles), default=None)
    feed = Feed(channel, site.config.site, urls.file_url(site.config.site.url, path), updated)
    return OutputFile(path, form.feed(feed, entries))
