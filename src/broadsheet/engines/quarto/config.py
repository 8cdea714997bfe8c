"""Reads _quarto.yml, and the pages that list posts and have a feed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.settings import Settings, load
from broadsheet.source import headers
from broadsheet.text import counted
from broadsheet.urls import web_address
from broadsheet.walk import files_below

_SUFFIXES = (".qmd", ".md")
_ENOUGH = 500


def detect_config(root: Path) -> Found:
    """Describe a Quarto website. Raises ConfigError where _quarto.yml cannot be read."""
    settings = load(root, "_quarto.yml", "_quarto.yaml")
    site = settings.table("website")
    project = settings.table("project")
    output = project.text_of("output-dir").strip("./") or "_site"
    feeds = dict(_feeds(root))
    main, others = _main(feeds)
    options = _options(feeds.get(main))
    return Found(
        engine="quarto",
        title=site.text_of("title") or settings.text_of("title"),
        url=web_address(site.text_of("site-url")),
        language=settings.text_of("lang") or "en",
        description=site.text_of("description"),
        author=_author(settings),
        content=".",
        static=".",
        include=tuple(f"**/*{suffix}" for suffix in _SUFFIXES),
        exclude=(f"{output}/**", "_site/**", "out/**", "node_modules/**"),
        permalink="/:page",
        taxonomies={"categories": FoundTaxonomy("categories")},
        formats=("rss", "atom", "json"),
        paths={"rss": main} if main else {},
        limit=int(items) if (items := str(options.get("items"))).isdecimal() else 20,
        feeds={name: feed for place, feed in others for name in [_name(place)]},
        notes=tuple(_notes(root, output)),
    )


def _author(settings: Settings) -> str:
    author = settings.get("author")
    first = author[0] if isinstance(author, list) and author else author
    return Settings.of({"author": first}).text_of("author")


def _feeds(root: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the place of each feed, and the header of the page that lists its articles."""
    pages = (path for path in files_below(root, site=root) if path.endswith(_SUFFIXES))
    for _, path in zip(range(_ENOUGH), pages, strict=False):
        header = headers.header_fields(root / path)
        listings = header.get("listing")
        tables = listings if isinstance(listings, list) else [listings]
        if any(isinstance(each, dict) and each.get("feed") for each in tables):
            yield f"{posixpath.splitext(path)[0]}.xml", header


def _main(feeds: Mapping[str, Mapping[str, Any]]) -> tuple[str, list[tuple[str, FoundFeed]]]:
    """Return the site's own feed, which is at the highest level; the others are feeds of sections."""
    places = sorted(feeds, key=lambda place: (place.count("/"), place))
    rest = [(place, found) for place in places[1:] if (found := _feed(place, feeds[place]))]
    return (places[0] if places else ""), rest


def _feed(place: str, header: Mapping[str, Any]) -> FoundFeed | None:
    folder = posixpath.dirname(place)
    title = str(header.get("title") or _name(place))
    if not folder:
        return None
    return FoundFeed(title, {"sections": (folder,)}, "", paths={"rss": place})


def _name(place: str) -> str:
    return posixpath.splitext(place)[0].replace("/", "-").removesuffix("-index")


def _options(header: Mapping[str, Any] | None) -> Settings:
    listing = (header or {}).get("listing")
    table = listing if isinstance(listing, dict) else {}
    feed = table.get("feed")
    return Settings.of(feed if isinstance(feed, dict) else {})


def _notes(root: Path, output: str) -> Iterator[str]:
    paths = (path for path in files_below(root, site=root) if not path.startswith(output))
    notebooks = [path for path in paths if path.endswith(".ipynb")]
    if notebooks:
        yield (
            f"{counted(len(notebooks), 'notebook')} not read: quarto convert {notebooks[0]} makes a .qmd, "
            'whose computed cells bodies = "output" below [content] keeps'
        )
    yield "cells of code are shown as code; what they compute only Quarto knows"
