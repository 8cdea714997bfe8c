"""What is learnt about a site from its folder, for any engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.engines.settings import Settings

UNLIMITED = 10_000
"""The limit of a feed that has all entries."""

FEED_FILES: Mapping[str, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
"""The file of the site's own feed in each format, if none is named."""


@dataclass(frozen=True, slots=True)
class FoundTaxonomy:
    """A way of sorting articles: the front matter key, and where the engine's feeds of it are.

    `names` are the names of terms, and `slugs` their slugs in paths, if they differ from the typed ones.
    """

    key: str
    paths: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed of its own that the engine makes, e.g. of a section, at the folder `path` or at `paths`.

    `any`, `all` and `none` choose its articles, as in publish.toml.
    """

    title: str
    any: Mapping[str, tuple[str, ...]]
    path: str
    language: str = ""
    all: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    none: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_language: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A site as its engine's configuration describes it; empty if it says nothing.

    `program` publishes the site where that is not its engine. `notes` are for people: what could not be
    known or has no counterpart. Patterns have tokens of Broadsheet's; `markdown` is the converter if it
    is not that of the engine; `names` and `paths` are the addresses of the engine's own feeds, and
    `left_out` the sections that its main feed has not, `only` the terms of which it has
    one; with `summaries` they carry no contents;
    `templates` and `out` are folders for Broadsheet's templates and output where the usual ones are
    another program's. `guesses` stand, marked as such, where `url`, `language`, `timezone` or `author`
    is empty: other files than the configuration suggest them. `zone_by_default` is set if `timezone` is
    the engine's own, which no setting changes. `base` is the site's folder below a host not known.
    Without `own_ids`, the ids in its feeds are addresses; `id_url` is the site's address in them if it
    is an older one.
    """

    engine: str
    program: str = ""
    title: str = ""
    url: str = ""
    base: str = ""
    language: str = ""
    description: str = ""
    author: str = ""
    email: str = ""
    timezone: str = ""
    zone_by_default: bool = False
    content: str = "content"
    static: str = ""
    templates: str = ""
    out: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    permalink: str = ""
    markdown: str = ""
    keep_case: bool = False
    drop_accents: bool = False
    permalinks: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    language_folders: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path_fields: tuple[str, ...] = ()
    defaults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    taxonomies: Mapping[str, FoundTaxonomy] = field(default_factory=dict)
    formats: tuple[str, ...] = ("atom", "rss", "json")
    names: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 20
    summaries: bool = False
    own_ids: bool = True
    id_url: str = ""
    feeds: Mapping[str, FoundFeed] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    guesses: Mapping[str, str] = field(default_factory=dict)


def disabled_languages(settings: Settings) -> list[str]:
    """Return the names of the languages that a site has but does not show."""
    listed = [str(name).lower() for name in settings.get("disableLanguages") or ()]
    table = settings.table("languages")
    off = (name for name, _ in table.items() if table.table(name).get("disabled") is True)
    return list(dict.fromkeys((*listed, *off)))


def found_languages(settings: Settings, default: str) -> dict[str, str]:
    """Return the folder of each language's addresses, the main one first; {} for one language."""
    off = disabled_languages(settings)
    table = settings.get("languages")
    pairs = table.items() if isinstance(table, dict) else ()
    names = [str(name) for name, value in pairs if isinstance(value, dict)]
    folders = {name.lower(): name for name in names if name.lower() not in off}
    default = default.lower()
    if not folders.keys() - {default}:
        return {}
    inside = settings.get("defaultContentLanguageInSubdir") is True
    folders[default] = default if inside else ""
    return dict(sorted(folders.items(), key=lambda pair: (pair[0] != default, pair[0])))


def language_feeds(languages: Mapping[str, str], settings: Settings) -> dict[str, FoundFeed]:
    """Return the feed of each language except the main one, whose feed is the site's."""
    table = settings.table("languages")
    return {
        name: FoundFeed(
            table.table(name).text_of("title")
            or f"{settings.text_of('title')} · {name}".strip(" ·"),
            {"languages": (name,)},
            folder,
            name,
        )
        for name, folder in languages.items()
        if folder
    }
