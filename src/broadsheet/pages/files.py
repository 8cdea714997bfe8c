"""The pages to subscribe from, and the list of all feeds for feed readers (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from broadsheet import urls
from broadsheet.i18n.language import Language
from broadsheet.model import Article, OutputFile
from broadsheet.pages.view import Card, Directory, make_directory
from broadsheet.site import Site
from broadsheet.templating import Templates

USUAL_TAXONOMIES = frozenset({"tags", "topics", "categories", "series"})
"""Names that the catalogues of words translate."""

ASSETS = ("broadsheet.css", "broadsheet.js")


def page_files(site: Site, templates: Templates) -> Iterator[OutputFile]:
    """Yield a page for the site, each taxonomy and each other channel, and what goes with them.

    Raises TemplateError.
    """
    if not site.config.pages.enabled:
        return
    language = Language(site.config.site.language, site.config.root)
    directory = make_directory(site, lambda name: _title_of(name, site, language))
    values = _values(site, directory, language)
    for name in ("index.html", "feeds.opml", "autodiscovery.html", *ASSETS):
        yield OutputFile(name, templates.render(name, up="", **values))
    for group in directory.groups:
        page = templates.render("taxonomy.html", up="../", group=group, **values)
        yield OutputFile(f"{group.path}index.html", page)
        for card in group.cards:
            page = templates.render("feed.html", up="../../", card=card, group=group, **values)
            yield OutputFile(f"{card.path}index.html", page)
    for card in directory.custom:
        page = templates.render("feed.html", up="../../", card=card, group=None, **values)
        yield OutputFile(f"{card.path}index.html", page)


def _title_of(taxonomy: str, site: Site, language: Language) -> str:
    """Return what a taxonomy is called: as configured, as its usual name translates, or as it is."""
    if label := site.config.taxonomies[taxonomy].label:
        return label
    return language.say(taxonomy) if taxonomy in USUAL_TAXONOMIES else taxonomy.title()


def _values(site: Site, directory: Directory, language: Language) -> dict[str, Any]:
    settings = site.config.site
    full_date = cache(language.full_date)

    def date_of(article: Article) -> str:
        return full_date(article.published.date())

    heads: tuple[Card, ...] = (directory.main, *directory.custom)
    return {
        "site": settings,
        "language": language,
        "say": cache(language.say),
        "number": cache(language.number),
        "date_of": date_of,
        # Without one, browsers ask for /favicon.ico, which may not be there.
        "icon": urls.absolute(settings.icon, settings.url) if settings.icon else "data:,",
        "directory": directory,
        "heads": heads,
    }
