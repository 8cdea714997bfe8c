"""Reads an Astro site: astro.config, src/content.config, src/pages, and the constants of themes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.astro import pages as site_pages
from broadsheet.engines.astro.addresses import EntryAddresses
from broadsheet.engines.astro.collections import (
    Collection,
    content_of,
    date_fields,
    dated_collections,
    entries_of,
    exclude,
    include,
)
from broadsheet.engines.astro.pages import AstroPages
from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.javascript import argument
from broadsheet.engines.javascript_files import Module, config_file, read_config
from broadsheet.engines.settings import Settings, load
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import beginning, files_below

_CONSTANTS = ("consts", "config", "constants", "site.config", "data/site", "siteConfig")
_ABOUT = re.compile(r"(?i)site|config|siteconfig|site_config|site_metadata|meta")
_FEW = 20
_LOADER = re.compile(r"\bloader\s*:(?!\s*(?:glob|file)\()|defineLiveCollection\(")


def detect_config(root: Path) -> Found:
    """Describe an Astro site. Raises ConfigError if a file cannot be read."""
    settings, notes = read_config(config_file(root, "astro.config"), root)
    src = settings.text_of("srcDir").strip("./") or "src"
    pages = AstroPages.read(root, src, settings, load(root, f"{src}/config.yaml"))
    collections = dated_collections(root, src, pages.date_of)
    main = dict(site_pages.places(pages, pages.main_feeds))
    said, constants = _said_by_feed(pages), _constants(pages)
    starlight = Settings.of(argument(settings.text, "starlight"))
    content = content_of(collections, src)
    several = len(collections) > 1
    folders = [each.folder(content) for each in collections]
    addresses = [
        EntryAddresses.of(pages, each, below=folder != ".")
        for each, folder in zip(collections, folders, strict=True)
    ]
    title = (
        said.text_of("title")
        or starlight.text_of("title")
        or constants.text_of("SITE_TITLE", "title", "name", "siteTitle")
    )
    main_language = settings.table("i18n").text_of("defaultLocale")
    language = constants.text_of("lang", "language", "locale") or main_language
    by_language = [c for c, found in zip(collections, addresses, strict=True) if found.by_language]
    languages = _languages(root, by_language, main_language or language)
    patterns = {folder: each.pattern for folder, each in zip(folders, addresses, strict=True)}
    if not collections:
        notes = (*notes, _none_found(root, src))
    return Found(
        engine="astro",
        title=title,
        url=_url(settings, constants),
        language=language,
        description=said.text_of("description")
        or constants.text_of("SITE_DESCRIPTION", "description", "desc"),
        author=constants.text_of("AUTHOR", "author", "SITE_AUTHOR"),
        timezone=constants.text_of("timezone") or "UTC",
        content=content,
        languages=languages,
        static=settings.text_of("publicDir").strip("./") or "public",
        include=tuple(include(collections, content)),
        exclude=tuple(exclude(collections, content)),
        fields={**date_fields(collections), **_slug_fields(addresses)},
        permalink=patterns.pop(".", ""),
        permalinks=patterns,
        taxonomies={
            "tags": FoundTaxonomy("tags", page=site_pages.tag_page(pages)),
            **_categories(root, collections),
        },
        formats=(*main, *(name for name in ("atom", "rss", "json") if name not in main)),
        paths=main,
        limit=site_pages.limit(pages),
        left_out=tuple(c.folder(content) for c in _left_out(pages, collections) if several),
        feeds={
            **(dict(_other_feeds(pages, collections, content)) if several else {}),
            **{
                name: FoundFeed(
                    f"{title} · {name}".strip(" ·"), {"languages": (name,)}, folder, name
                )
                for name, folder in languages.items()
                if folder
            },
        },
        notes=(*notes, *(each.note for each in addresses if each.note)),
    )


def _none_found(root: Path, src: str) -> str:
    """Say why no article is found: a program fetches the entries, or they have no dates."""
    stems = ("live.config", "content.config", "content/config")
    file = config_file(root, *(f"{src}/{stem}" for stem in stems))
    if file and _LOADER.search(beginning(file, 100_000)):
        name = file.relative_to(root).as_posix()
        return (
            f"a program fetches the entries ({name}): publish from the site's own feed instead, as by "
            'feed = "https://…/rss.xml" below [content]'
        )
    return f"no collection with dates was found below {src}/content"


def _languages(root: Path, collections: list[Collection], main: str) -> Mapping[str, str]:
    """Return the folder of each language that headers name, none for the main one; {} for one language."""
    entries = (entry for each in collections for entry in entries_of(root, each))
    named = (str(entry.header.get("lang") or "").strip().lower() for entry in entries)
    others = sorted({name for name in named if name} - {main.lower()})
    return {main: "", **{name: name for name in others}} if main and others else {}


def _slug_fields(addresses: list[EntryAddresses]) -> Mapping[str, tuple[str, ...]]:
    """Return the fields that entries' ids give way to, as `[content] fields` names them."""
    names = tuple(dict.fromkeys(name for each in addresses for name in each.slugs))
    return {"slug": (*names, "slug")} if set(names) - {"slug"} else {}


def _left_out(pages: AstroPages, collections: list[Collection]) -> Iterator[Collection]:
    """Yield the collections that the site's own feed does not show."""
    shown = pages.shown(pages.feeds[0]) if pages.feeds else set()
    return (c for c in collections if shown and c.name not in shown)


def _other_feeds(
    pages: AstroPages, collections: list[Collection], content: str
) -> Iterator[tuple[str, FoundFeed]]:
    """Yield the feeds of single collections, each in a folder."""
    for collection in collections:
        path = pages.feed_of(collection)
        if "/" in path and "[" not in path and path not in pages.main_feeds:
            places = dict(site_pages.places(pages, [path]))
            folder = collection.folder(content)
            yield folder, FoundFeed(folder, {"sections": (folder,)}, "", paths=places)


def _url(settings: Settings, site: Settings) -> str:
    url = web_address(
        settings.text_of("site") or site.text_of("website", "url", "site", "SITE_URL")
    )
    base = settings.text_of("base").strip("/")
    return f"{url.rstrip('/')}/{base}" if url and base else url


def _said_by_feed(pages: AstroPages) -> Settings:
    """Return the arguments of the function `rss` of @astrojs/rss."""
    if not pages.feeds:
        return Settings.of({})
    module = Module.read(pages.root / pages.src / "pages" / pages.feeds[0], pages.root)
    return Settings.of(module.known(argument(module.text, "rss")))


def _constants(pages: AstroPages) -> Settings:
    """Return the site's settings that a theme keeps in a module of constants or in src/config.yaml."""
    if pages.yaml.data:
        return _of_yaml(pages.yaml)
    root = pages.root
    names = (*_CONSTANTS, *(f"{name}/index" for name in _CONSTANTS))
    file = config_file(root, *(f"{pages.src}/{name}" for name in names))
    if file is None:
        return Settings.of({})
    module = Module.read(file, root)
    found: dict[str, Any] = {}
    for name in re.findall(r"export\s+const\s+(\w+)", module.text):
        value = module.known(module.exported(name))
        if isinstance(value, dict) and _ABOUT.fullmatch(name):
            found = {**value, **found}
        elif isinstance(value, str):
            found[name] = value
    return Settings.of(found, module.path, module.text)


def _of_yaml(yaml: Settings) -> Settings:
    about, meta = yaml.table("site"), yaml.table("metadata")
    found = {
        "url": about.text_of("site"),
        "title": about.text_of("name"),
        "description": meta.text_of("description"),
        "language": yaml.table("i18n").text_of("language"),
    }
    return Settings.of({name: value for name, value in found.items() if value})


def _categories(root: Path, collections: list[Collection]) -> Mapping[str, FoundTaxonomy]:
    for collection in collections:
        top = root / collection.base
        for path in islice(files_below(top, site=top), _FEW):
            if headers.header_fields(top / path).keys() & {"category", "categories"}:
                return {"categories": FoundTaxonomy("categories")}
    return {}
