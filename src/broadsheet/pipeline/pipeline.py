"""The pipeline:

    content/ ──read──▶ Articles ──make_site──▶ Site ──render──▶ entries ──formats──▶ files

Only the store is written here: `load_site` reads, `site_files` yields what out/ has to contain. The
store holds the results of earlier runs that are still valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from itertools import chain

from broadsheet import newsletter, urls
from broadsheet.config import Config, records
from broadsheet.engines import engine_of
from broadsheet.errors import Problem, Problems
from broadsheet.feeds import FORMATS, STYLESHEET, Feed, Format, document_path
from broadsheet.i18n import tag_of
from broadsheet.markdown import Renderer
from broadsheet.model import Channel, LazyFile, OutputFile, Progress, no_progress
from broadsheet.pipeline.entries import Entries, entry_problems
from broadsheet.pipeline.moved import with_moved
from broadsheet.pipeline.parts import site_parts
from broadsheet.read import Assets, PageAddresses, Resolver, read_articles
from broadsheet.site import FeedDocument, Site, documents, make_site, next_change
from broadsheet.stamps import digest_of_texts
from broadsheet.store import Store
from broadsheet.templating import Templates


@dataclass(frozen=True, slots=True)
class Loaded:
    """A site read from disk, without the articles that have errors, and the problems of all articles.

    The site stays the same until the moment `until`, or for ever if that is None.
    """

    site: Site
    renderer: Renderer
    entries: Entries
    store: Store
    templates: Templates
    until: datetime | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """How a site is read: with `drafts`, by up to `jobs` processes, `without` some articles' files."""

    drafts: bool = False
    jobs: int = 1
    without: frozenset[str] = frozenset()


AS_PUBLISHED = LoadOptions()


def load_site(
    config: Config, now: datetime, store: Store, options: LoadOptions = AS_PUBLISHED
) -> Loaded:
    """Read content/ and make the site as it is at `now` (aware).

    Raises ContentError if there is no content at all.
    """
    assets = Assets(config, store.stamps)
    problems = Problems()
    articles = read_articles(config, assets, store, problems, options.jobs)
    articles = [article for article in articles if article.source not in options.without]
    site = make_site(articles, config, now, drafts=options.drafts)
    resolver = Resolver(assets, articles, config, PageAddresses(config, assets), site.articles)
    parts = site_parts(config, resolver, store.stamps, site.articles)
    engine = engine_of(config)
    for path in engine.settings_of(config):
        store.stamps.of(path)  # So that a change of it makes the next run look at everything.
    renderer = Renderer(config, resolver, engine.flavour_of(config), parts)
    entries = Entries(site, renderer, resolver, store)
    follow_links = config.content.follow_links
    templates = Templates(config.root, config.site.templates, follow_links=follow_links)
    until = next_change(articles, now)
    return Loaded(site, renderer, entries, store, templates, until, tuple(problems))


def feed_files(
    loaded: Loaded, problems: list[Problem], progress: Progress = no_progress, jobs: int = 1
) -> Iterator[LazyFile]:
    """Yield every feed of a site; the renderer's warnings are added to `problems`."""
    site = loaded.site
    feeds = site.config.feeds
    digests: dict[str, str] = {}

    @cache
    def settings(language: str) -> tuple[records.SiteConfig, str]:
        """Return the site's settings in a language ("" for its own), and a text that identifies them."""
        own = site.config.site
        found = replace(own, language=tag_of(language, own.language)) if language else own
        return found, repr(found)

    for article, row in loaded.entries.make(jobs):
        digests[article.source] = row.digest
        problems.extend(entry_problems(row))
        progress("articles", len(digests), loaded.entries.count)
    for done, channel in enumerate(site.channels, 1):
        for document in documents(channel, feeds.limit, archive=feeds.archive):
            yield from _document_files(document, loaded, digests, settings)
        progress("feeds", done, len(site.channels))


def site_files(
    loaded: Loaded,
    problems: list[Problem],
    progress: Progress = no_progress,
    jobs: int = 1,
    issues: Mapping[str, tuple[str, ...]] | None = None,
) -> Iterator[OutputFile | LazyFile]:
    """Yield everything that out/ has to contain; `issues` are the newsletter issues that are there already.

    Raises TemplateError.
    """
    letters: tuple[Channel, ...] = ()
    past: Iterator[OutputFile | LazyFile] = iter(())
    if issues:
        context = newsletter.make_context(
            loaded.site, loaded.renderer, issues, problems, loaded.templates
        )
        found = newsletter.past_issues(context)
        letters, past = found.channels, found.files
    feeds = feed_files(loaded, problems, progress, jobs)
    pages = _page_files(loaded, letters)
    yield from with_moved(chain(feeds, past, pages), loaded.site)


def _page_files(loaded: Loaded, letters: Sequence[Channel]) -> Iterator[OutputFile | LazyFile]:
    config = loaded.site.config
    if not (config.pages.enabled or config.feeds.stylesheet):
        return iter(())
    from broadsheet.pages import page_files  # noqa: PLC0415 - takes 50 ms, with Jinja2 and Babel

    return page_files(loaded.site, loaded.templates, letters)


def _document_files(
    document: FeedDocument,
    loaded: Loaded,
    digests: Mapping[str, str],
    settings: Callable[[str], tuple[records.SiteConfig, str]],
) -> Iterator[LazyFile]:
    """Yield a document in every format; its bytes follow from its head and its entries' digests."""
    config, channel = loaded.site.config, document.channel
    site, site_text = settings(channel.language)
    sources = [article.source for article in document.articles]
    updated = max((article.updated for article in document.articles), default=None)
    stylesheet = urls.file_url(site.url, STYLESHEET) if config.feeds.stylesheet else ""
    id_ = config.identity(channel.home)
    head = (channel.title, channel.description, channel.home, id_, site_text, stylesheet)
    times = (str(updated), str(document.fixed))
    shared = digest_of_texts((*head, *times, " ".join([digests[source] for source in sources])))
    for name in config.feeds.formats:
        path = document_path(channel, document.folder, name, config.feeds)
        url = urls.file_url(site.url, path)
        links = tuple(
            (relation, urls.file_url(site.url, document_path(channel, folder, name, config.feeds)))
            for relation, folder in document.links
        )
        feed = Feed(channel, site, url, id_, updated, links, document.fixed, stylesheet)
        make = partial(_document, FORMATS[name], feed, sources, loaded.store)
        yield LazyFile(path, digest_of_texts((name, url, repr(links), shared)), make)


def _document(form: Format, feed: Feed, sources: Sequence[str], store: Store) -> bytes:
    return form.feed(feed, [store.serialised(source, form.name) for source in sources])
