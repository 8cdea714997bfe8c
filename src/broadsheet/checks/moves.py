"""Rules for articles that moved since the last build; the feeds in out/ are what readers have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from broadsheet.checks.content.pages import ArticlePage, ArticlePages
from broadsheet.checks.feeds.check_feed import PublishedEntry
from broadsheet.checks.registry import Registry
from broadsheet.errors import Problem
from broadsheet.urls import iri


@dataclass(frozen=True, slots=True)
class Moves:
    """A site's articles, and the entries of the feeds that the last build wrote."""

    pages: ArticlePages
    published: frozenset[PublishedEntry]

    def pairs(self) -> Iterator[tuple[ArticlePage, PublishedEntry]]:
        """Yield each article with the entries that readers have of it, each pair once.

        An article is recognised by its id, else by its address, else by its title and time.
        """
        ids: dict[str, ArticlePage] = {page.article.id: page for page in self.pages}
        addresses = {page.article.permalink: page for page in self.pages}
        moments = {
            (page.article.title, _instant(page.article.published)): page for page in self.pages
        }
        for entry in sorted(self.published, key=lambda entry: (entry.id, entry.url)):
            page = ids.get(entry.id) or addresses.get(entry.url)
            if page is None and entry.moment:
                page = moments.get((entry.title, entry.moment))
            if page is not None:
                yield page, entry


_MANY = 2
"""Articles whose ids have another base: one alone may have been moved by itself."""


def _is_same(page: ArticlePage, entry: PublishedEntry) -> bool:
    """Return whether an entry has its article's id; in Atom an id may have another form."""
    article = page.article
    return entry.id in {article.id, iri(article.id, article.permalink, article.published)}


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


MOVE_RULES: Registry[Moves] = Registry(
    "Moves",
    "Each compares the articles with the feeds in out/. An example is an article as it was built, "
    "`=>`, and as it is now.",
)


@MOVE_RULES.error(
    "id-changed",
    why="Readers recognise an article by its id: with another id all of them receive it a "
    "second time.",
    bad="slug: old\n=>\nslug: new",
    good="slug: old\n=>\nslug: new\nid: https://example.org/old/",
)
def id_changed(moves: Moves) -> Iterator[Problem]:
    """Find articles that readers have under another id; if the whole site has moved, say so once."""
    changed = [(page, entry) for page, entry in moves.pairs() if not _is_same(page, entry)]
    old, count = _old_address(moves, changed)
    if old:
        message = f'readers have {count} articles under ids at {old}; write id_url = "{old}"'
        yield moves.pages.config_place(("feeds",)).problem(f"{message} below [feeds]")
    for page, entry in changed:
        if not old or not entry.id.startswith(old):
            message = f"readers have this article under the id {entry.id}; write id: {entry.id}"
            yield page.field("id", "guid", "slug", "permalink", "url", "title").problem(message)


def _old_address(
    moves: Moves, changed: Sequence[tuple[ArticlePage, PublishedEntry]]
) -> tuple[str, int]:
    """Return the address that most ids have in place of the site's, and how many; "" if they have none."""
    config = moves.pages.site.config
    here = config.identity(config.articles_url)
    paths = [(page.article.id.removeprefix(here), entry.id) for page, entry in changed]
    old = Counter(
        id_.removesuffix(path) for path, id_ in paths if path and id_.endswith(f"/{path}")
    )
    base, count = old.most_common(1)[0] if old else ("", 0)
    is_address = base.startswith(("http://", "https://"))
    return (base, count) if count >= _MANY and is_address else ("", 0)


@MOVE_RULES.warning(
    "permalink-changed",
    why="Links to the old address, in readers, newsletters and elsewhere, break.",
    bad="slug: old\nid: tag:example.org,2025:a\n=>\nslug: new\nid: tag:example.org,2025:a",
    good="slug: old\n=>\nslug: old\ntitle: Another title",
)
def permalink_changed(moves: Moves) -> Iterator[Problem]:
    """Find articles whose address differs from the one that readers have."""
    seen: set[str] = set()
    for page, entry in moves.pairs():
        article = page.article
        if article.permalink != entry.url and entry.url not in seen:
            seen.add(entry.url)
            message = f"the article was at {entry.url}; redirect it to {article.permalink}"
            yield page.field("slug", "permalink", "url", "title").problem(message)
