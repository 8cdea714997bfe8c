"""Articles → Site: which are visible, in which order, and the channels that carry them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.model import Article, Category, Channel, Term
from broadsheet.site.filters import ArticleFilter
from broadsheet.site.taxonomy import Taxonomy


@dataclass(frozen=True)  # Without slots, since `channels` is cached on the instance.
class Site:
    """A site at one moment: its visible articles, newest first."""

    config: Config
    articles: tuple[Article, ...]
    taxonomies: Mapping[str, Taxonomy]

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The site's own channel, those of terms, and custom ones; made on demand."""
        return (
            _site_channel(self.config, self.articles, self.taxonomies),
            *_term_channels(self.config, self.articles, self.taxonomies),
            *_custom_channels(self.config, self.articles, self.taxonomies),
        )

    def categories(self, article: Article) -> tuple[Category, ...]:
        """Return an article's terms as feeds show them, except authors, who have elements of their own."""
        base, taxonomies = self.config.site.url, self.config.taxonomies
        return tuple(
            Category(term, urls.folder_url(base, term.taxonomy))
            for term in self.terms(article)
            if taxonomies[term.taxonomy].field not in {"author", "authors"}
        )

    def terms(self, article: Article) -> tuple[Term, ...]:
        """Return an article's terms of all taxonomies."""
        return tuple(
            term for taxonomy in self.taxonomies.values() for term in taxonomy.terms_of(article)
        )


def make_site(
    articles: Iterable[Article], config: Config, now: datetime, *, drafts: bool = False
) -> Site:
    """Return the site as it is at `now` (aware); with `drafts`, drafts are visible too."""
    visible = _ordered(a for a in articles if is_visible(a, now, drafts=drafts))
    taxonomies = {
        name: Taxonomy(name, taxonomy, visible) for name, taxonomy in config.taxonomies.items()
    }
    return Site(config, visible, taxonomies)


def is_visible(article: Article, now: datetime, *, drafts: bool = False) -> bool:
    """Return whether an article is published at `now`: no draft, not in the future, not expired."""
    expired = article.expires is not None and article.expires <= now
    started = (article.starts or article.published) <= now
    return (drafts or not article.draft) and started and not expired


def next_change(articles: Iterable[Article], now: datetime) -> datetime | None:
    """Return when the next article appears or expires, None if none will."""
    moments = (m for a in articles for m in (a.starts or a.published, a.expires) if m)
    return min((moment for moment in moments if moment > now), default=None)


def _ordered(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Order by `published` descending, then permalink ascending: sorting is stable."""
    by_permalink = sorted(articles, key=attrgetter("permalink"))
    return tuple(sorted(by_permalink, key=attrgetter("published"), reverse=True))


def _site_channel(
    config: Config, articles: tuple[Article, ...], taxonomies: Mapping[str, Taxonomy]
) -> Channel:
    site, languages = config.site, [name.lower() for name in config.feeds.languages]
    chosen = filter(ArticleFilter.of(config.feeds, taxonomies).passes, articles)
    members = tuple(a for a in chosen if not languages or a.language.lower() in languages)
    channel = _channel(config, "", site.title, site.description, members)
    return replace(channel, paths=config.feeds.paths)


def _term_channels(
    config: Config, articles: tuple[Article, ...], taxonomies: Mapping[str, Taxonomy]
) -> Iterator[Channel]:
    folder_of, main = language_folders(config), _main_folders(config)
    makers = engine_of(config).scheme.terms
    for taxonomy in taxonomies.values():
        members: defaultdict[str, defaultdict[Term, list[Article]]]
        members = defaultdict(lambda: defaultdict(list))
        for article in articles:
            found = members[folder_of.get(article.language.lower(), "")]
            for term in taxonomy.terms_of(article):
                found[term].append(article)
        for folder, found in sorted(members.items()):
            slugs = {
                token: taxonomy.engine_slugs(found, make, foreign=folder not in main)
                for token, make in makers.items()
            }
            for term in sorted(found):
                if len(found[term]) >= taxonomy.config.min_articles:
                    own = {token: made[term] for token, made in slugs.items()}
                    yield _term_channel(config, term, own, folder, tuple(found[term]))


def _term_channel(
    config: Config,
    term: Term,
    engine_slugs: Mapping[str, str],
    folder: str,
    articles: tuple[Article, ...],
) -> Channel:
    taxonomy = config.taxonomies[term.taxonomy]
    title = taxonomy.title.format(term=term.name, site=config.site.title)
    path, *places = (
        f"{folder}/{place}".lstrip("/")
        for place in (
            f"{term.taxonomy}/{term.slug}",
            *(p.format_map(engine_slugs) for p in (taxonomy.page, *taxonomy.paths.values())),
        )
    )
    channel = _channel(config, path, title, "", articles)
    page = urls.file_url(config.articles_url, places[0])
    return replace(
        channel,
        term=term,
        paths=dict(zip(taxonomy.paths, places[1:], strict=True)),
        home=page if taxonomy.page else channel.home,
        language=articles[0].language if folder else "",
    )


def language_folders(config: Config) -> Mapping[str, str]:
    """Return the folder of each language (in lower case) whose terms have feeds of their own.

    There are none if the site's own feed has all languages: then the feeds of terms have them, too.
    """
    return _all_folders(config) if config.feeds.languages else {}


def _all_folders(config: Config) -> Mapping[str, str]:
    folders = ((name.lower(), folder) for name, folder in config.content.languages.items())
    return {name: folder for name, folder in folders if folder}


def _main_folders(config: Config) -> frozenset[str]:
    """Return the folders of the languages that are in the site's own feed."""
    folders = language_folders(config)
    return frozenset({"", *(folders.get(name.lower(), "") for name in config.feeds.languages)})


def _custom_channels(
    config: Config, articles: tuple[Article, ...], taxonomies: Mapping[str, Taxonomy]
) -> Iterator[Channel]:
    main = _main_folders(config)
    for name, feed in config.feeds.custom.items():
        chosen = ArticleFilter.of(feed, taxonomies)
        folders = _all_folders(config) if feed.by_language else {}
        members: defaultdict[str, list[Article]] = defaultdict(list)
        for article in filter(chosen.passes, articles):
            members[folders.get(article.language.lower(), "")].append(article)
        path = feed.path or f"feeds/{name}"
        for folder, found in sorted(members.items()) or [("", [])]:
            place = f"{folder}/{path}".lstrip("/")
            language = found[0].language if folder else feed.language
            title = feed.title if folder in main else f"{feed.title} ({language})"
            channel = _channel(config, place, title, feed.description, tuple(found))
            # `paths` names one file, which cannot be the feed of several languages.
            yield replace(channel, language=language, paths={} if folder else feed.paths)


def _channel(
    config: Config, path: str, title: str, description: str, members: tuple[Article, ...]
) -> Channel:
    return Channel(
        path=path,
        title=title,
        description=description or config.site.description,
        home=urls.folder_url(config.site.url, path),
        articles=members[: config.feeds.limit],
        members=members,
    )
