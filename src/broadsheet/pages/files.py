"""The pages from which people subscribe, and the list of all feeds for feed readers (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from broadsheet import urls
from broadsheet.config import records
from broadsheet.feeds import STYLESHEET
from broadsheet.i18n import Language
from broadsheet.model import Article, Channel, LazyFile, OutputFile
from broadsheet.pages.joining import ways_to_join
from broadsheet.pages.view import Card, Directory, TaxonomyCards, make_directory
from broadsheet.site import Site
from broadsheet.stamps import digest_of_texts
from broadsheet.templating import Templates

USUAL_TAXONOMIES = {
    **{name: name for name in ("tags", "topics", "categories", "series")},
    "main_topics": "topics",
}
"""Common names of taxonomies, and the keys of their translations in templates/words/."""

FILES = ("index.html", "feeds.opml", "autodiscovery.html", "broadsheet.css", "broadsheet.js")


def page_files(
    site: Site, templates: Templates, letters: Sequence[Channel] = ()
) -> Iterator[OutputFile | LazyFile]:
    """Yield the pages of the site, of each taxonomy and of each channel, and the files that they use.

    `letters` are the channels of newsletters, which have pages of their own. Raises TemplateError.
    """
    language = Language.of_site(site.config)
    if site.config.feeds.stylesheet:
        style = templates.render(STYLESHEET, language=language, say=language.say)
        yield OutputFile(STYLESHEET, style)
    if not site.config.pages.enabled:
        return
    directory = make_directory(site, lambda name: _title_of(name, site, language), letters)
    form, joins = ways_to_join(site.config)
    pages = _Pages(templates, {**_values(site, directory, language), "form": form, "joins": joins})
    for name in FILES:
        yield OutputFile(name, templates.render(name, up="", **pages.values))
    for group in directory.groups:
        up = "../" * group.path.count("/")
        page = templates.render("taxonomy.html", up=up, group=group, **pages.values)
        yield OutputFile(f"{group.path}index.html", page)
        yield from (pages.of_feed(card, group) for card in group.cards)
    yield from (pages.of_feed(card, None) for card in directory.custom)


class _Pages:
    """Makes the pages of single feeds: a site has thousands, and few change in a run."""

    def __init__(self, templates: Templates, values: Mapping[str, Any]) -> None:
        self.values = values
        self._templates = templates
        heads = [(head.title, head.links) for head in values["heads"]]
        # A site's own templates may show any feed on the page of any other.
        others = _all_of(values["directory"]) if templates.has_own_pages else ()
        self._signature = digest_of_texts(
            (
                templates.signature,
                repr(values["site"]),
                repr(heads),
                repr((values["form"], values["joins"])),
                *others,
            )
        )

    def of_feed(self, card: Card, group: TaxonomyCards | None) -> LazyFile:
        """Return the page of a feed: of a term in `group`, or of a custom feed."""
        newest = [(a.permalink, a.title, a.published, a.language) for a in card.newest]
        signature = (self._signature, _about(card), repr(newest), group.title if group else "")
        make = partial(
            self._templates.render,
            "feed.html",
            up="../" * card.path.count("/"),
            card=card,
            group=group,
            **self.values,
        )
        return LazyFile(f"{card.path}index.html", digest_of_texts(signature), make)


def _about(card: Card) -> str:
    """Return what identifies a version of a card, without its articles."""
    return repr(
        (card.name, card.title, card.description, card.home, card.path, card.count, card.links)
    )


def _all_of(directory: Directory) -> Iterator[str]:
    """Yield what identifies a version of a directory; an article is identified by its version."""
    yield repr([(group.name, group.title, len(group.shown)) for group in directory.groups])
    groups = (card for group in directory.groups for card in group.cards)
    for card in (directory.main, *groups, *directory.custom, *directory.letters):
        yield _about(card)
        yield repr([(article.source, article.version) for article in card.newest])


def _title_of(taxonomy: str, site: Site, language: Language) -> str:
    """Return the title of a taxonomy: as configured, translated if its name is common, or its name."""
    if label := site.config.taxonomies[taxonomy].label:
        return label
    if word := USUAL_TAXONOMIES.get(taxonomy):
        return language.say(word)
    return taxonomy.replace("_", " ").capitalize()


def _icon(settings: records.SiteConfig, up: str) -> str:
    """Return the address of the icon, relative if it is below the site's: it shows from a disk, too."""
    if not settings.icon:
        return "data:,"  # Without an icon, browsers request /favicon.ico, which may not exist.
    url = urls.absolute(settings.icon, settings.url)
    return up + url.removeprefix(settings.url) if url.startswith(settings.url) else url


def _values(site: Site, directory: Directory, language: Language) -> dict[str, Any]:
    settings = site.config.site
    full_date = cache(language.full_date)

    def date_of(article: Article) -> str:
        return full_date(article.published.date())

    return {
        "site": settings,
        "language": language,
        "say": cache(language.say),
        "number": cache(language.number),
        "date_of": date_of,
        "icon": partial(_icon, settings),
        "directory": directory,
        "heads": (directory.main, *directory.custom),
    }
