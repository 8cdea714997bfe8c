"""Articles → Entries: rendered once each, however many channels carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.errors import Problem
from broadsheet.model import Article, Entry
from broadsheet.render import Renderer
from broadsheet.site import Site


def carried(site: Site) -> tuple[Article, ...]:
    """Return the articles that some channel carries, in the site's order; no other is rendered."""
    wanted = {article.source for channel in site.channels for article in channel.articles}
    return tuple(article for article in site.articles if article.source in wanted)


def make_entries(
    articles: Iterable[Article], site: Site, renderer: Renderer, problems: list[Problem]
) -> Iterator[tuple[Article, Entry]]:
    """Render articles; what the renderer has to say of them is added to `problems`."""
    full = site.config.feeds.content == "full"
    for article in articles:
        rendered = renderer.render(article) if full else None
        if rendered:
            problems.extend(rendered.problems)
        yield article, make_entry(article, site, renderer, rendered.html if rendered else "")


def make_entry(article: Article, site: Site, renderer: Renderer, content: str) -> Entry:
    """Make the entry of an article; `content` is its HTML, "" for feeds of summaries."""
    return Entry(
        id=article.id,
        permalink=article.permalink,
        title=article.title,
        published=article.published,
        updated=article.updated,
        authors=article.authors,
        summary=renderer.summary(article),
        content=content,
        categories=site.categories(article),
        image=article.image,
        language=article.language,
    )
