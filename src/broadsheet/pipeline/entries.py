"""Articles → serialised entries. An entry is made once per version of its article, for all its feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

from broadsheet.attempt import attempt
from broadsheet.config import Config
from broadsheet.errors import ArticleError, Problem
from broadsheet.feeds import FORMATS
from broadsheet.i18n import tag_of
from broadsheet.language_tags import direction_of
from broadsheet.markdown import Renderer
from broadsheet.model import Article, Entry
from broadsheet.parallel import shared_out
from broadsheet.read import Resolver
from broadsheet.site import Site
from broadsheet.stamps import digest, digest_of_texts
from broadsheet.store import EntryRow, Store, codec

KEPT_EVERY = 1000
"""The store is written to disk after this many entries, while the next ones are rendered."""


@dataclass(frozen=True, slots=True)
class RenderedEntry:
    """An article's row for the store, and its entry in each format."""

    row: EntryRow
    serialised: Mapping[str, bytes]


class Entries:
    """Makes the entries of a site's articles, or finds them in the store."""

    def __init__(self, site: Site, renderer: Renderer, resolver: Resolver, store: Store) -> None:
        self._site = site
        self._renderer = renderer
        self._resolver = resolver
        self._store = store
        self._settings = _settings(site.config, renderer.key)

    @cached_property
    def _articles(self) -> tuple[Article, ...]:
        return carried(self._site)

    @property
    def count(self) -> int:
        """Return how many entries there are."""
        return len(self._articles)

    def make(self, jobs: int) -> Iterator[tuple[Article, EntryRow]]:
        """Yield every article that is in some feed, with the row of its entry.

        Only those that changed since they were stored are rendered, by up to `jobs` processes. Raises
        ArticleError after the last one, with the problems of all that cannot be rendered.
        """
        known = self._store.entries()
        changed = []
        unrendered: list[Problem] = []
        for article in self._articles:
            row = known.get(article.source)
            if row and self._is_current(row, article):
                yield article, row
            else:
                changed.append(article)
        rendered = zip(changed, shared_out(self._render, changed, jobs), strict=True)
        for done, (article, made) in enumerate(rendered, 1):
            if isinstance(made, RenderedEntry):
                self._store.save_entry(made.row, made.serialised)
                yield article, made.row
            else:
                unrendered += made
            if done % KEPT_EVERY == 0:
                self._store.keep()
        self._store.forget("entries", known.keys() - {article.source for article in self._articles})
        self._store.keep()
        if unrendered:
            raise ArticleError(*unrendered)

    def _is_current(self, row: EntryRow, article: Article) -> bool:
        return (
            row.key == self._key(article)
            and self._resolver.still(codec.decode_seen(row.links))
            and self._store.stamps.still(codec.decode_seen(row.seen))
        )

    def _key(self, article: Article) -> str:
        # Its terms may be renamed without a new version of the article. No text contains a NUL.
        terms = (f"{term.taxonomy}/{term.slug}\0{term.name}" for term in self._site.terms(article))
        return digest("\0".join((self._settings, article.version, *terms)).encode())

    def _render(self, article: Article) -> RenderedEntry | tuple[Problem, ...]:
        """Return an article's entry, or the problems that keep it from being one."""
        formats = self._site.config.feeds.formats
        try:
            with self._store.stamps.watching() as seen, self._resolver.watching() as links:
                entry, problems = self._entry(article)
            with attempt(article.source, "written as an entry"):
                serialised = {name: FORMATS[name].entry(entry) for name in formats}
        except ArticleError as error:
            return error.problems
        return RenderedEntry(
            EntryRow(
                article.source,
                self._key(article),
                codec.encode_seen(seen),
                codec.encode_seen(links),
                codec.encode_problems(problems),
                digest_of_texts(map(digest, serialised.values())),
            ),
            serialised,
        )

    def _entry(self, article: Article) -> tuple[Entry, list[Problem]]:
        """Make an entry. A recording that it plays is its enclosure, unless the front matter names one."""
        entry, problems = make_entry(article, self._site, self._renderer)
        if not entry.enclosures and (played := self._resolver.recordings(entry.content, article)):
            entry = replace(entry, enclosures=played)
        return entry, problems


def carried(site: Site) -> tuple[Article, ...]:
    """Return the articles that are in some feed or archive, in the site's order."""
    archive = site.config.feeds.archive
    wanted = {
        article.source
        for channel in site.channels
        for article in (channel.members if archive else channel.articles)
    }
    return tuple(article for article in site.articles if article.source in wanted)


def make_entry(article: Article, site: Site, renderer: Renderer) -> tuple[Entry, list[Problem]]:
    """Return the entry of an article, and the renderer's warnings about its body.

    Every entry has a summary, since RFC 4287, section 4.1.2, requires a summary or content; the title
    serves if an article has no words of its own.
    """
    feeds = site.config.feeds
    rendered = renderer.render(article) if feeds.content == "full" else None
    content = rendered.html if rendered else ""
    language = tag_of(article.language, site.config.site.language)
    image = article.image
    is_shown = image is not None and f'src="{escape(image.url, quote=False)}"' in content
    entry = Entry(
        id=article.id,
        permalink=article.permalink,
        title=article.title,
        published=article.published,
        updated=article.updated,
        authors=article.authors,
        summary=renderer.summary(article) or article.title,
        content=_directed(content, language),
        categories=site.categories(article),
        image=article.image,
        language=language,
        enclosures=article.enclosures,
        encloses_image=feeds.picture == "always" or not is_shown,
        external_url=article.external_url,
        untitled=article.untitled,
    )
    return entry, list(rendered.problems) if rendered else []


def _directed(content: str, language: str) -> str:
    """Mark content as right-to-left in its own HTML: many readers ignore the feed's language."""
    if not content or direction_of(language) == "ltr":
        return content
    return f'<div dir="rtl">{content}</div>'


def entry_problems(row: EntryRow) -> list[Problem]:
    """Return the renderer's warnings about an article."""
    return codec.decode_problems(row.problems)


def _settings(config: Config, rendering: str) -> str:
    """Return a digest of the configuration that entries depend on; the site's title is not part of it."""
    parts = (config.articles_url, config.site.url, config.content, config.markdown, rendering)
    return digest_of_texts(
        map(repr, (*parts, config.feeds.content, config.feeds.formats, config.feeds.picture))
    )
