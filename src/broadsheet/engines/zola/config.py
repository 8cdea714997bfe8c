"""Reads Zola's configuration: config.toml or zola.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy, found_languages, language_feeds
from broadsheet.engines.settings import Settings, load
from broadsheet.engines.zola.feeds import feed_names, left_out, section_feeds, title_of_home
from broadsheet.engines.zola.permalinks import safe, slugify
from broadsheet.urls import web_address

_SLUGS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "on": ("slug", slugify),
    "safe": ("safe_slug", safe),
    "off": ("raw_slug", str),
}
"""The token for each strategy of `[slugify]`, and its function."""


def detect_config(root: Path) -> Found:
    """Read a Zola site's configuration. Raises ConfigError if it cannot be read."""
    typed = load(root, "zola.toml", "config.toml")
    default = typed.text_of("default_language") or "en"
    settings = _with_main_language(typed, default)
    extra = settings.table("extra")
    languages = found_languages(settings, default)
    names = feed_names(settings, root, languages)
    content = root / "content"
    title = settings.text_of("title") or title_of_home(content)
    titles = {name: settings.table("languages").table(name).text_of("title") for name in languages}
    return Found(
        engine="zola",
        title=title,
        url=web_address(settings.text_of("base_url")),
        language=default,
        description=settings.text_of("description"),
        author=settings.text_of("author") or extra.text_of("author"),
        email=extra.text_of("email"),
        timezone="UTC",
        zone_by_default=True,
        permalink=f"/:sections/:{_path_token(settings.table('slugify'))}/",
        exclude=tuple(_excluded(settings)),
        taxonomies=dict(_taxonomies(settings, names, languages)),
        formats=(*names, *(name for name in ("atom", "rss", "json") if name not in names)),
        names=names,
        left_out=left_out(settings, root, feed_names(settings, root, ()).values()),
        limit=settings.number_of("feed_limit") or 20,
        languages=languages,
        feeds={
            **section_feeds(content, {**titles, "": title}, languages),
            **language_feeds(languages, settings),
        },
    )


def _with_main_language(settings: Settings, default: str) -> Settings:
    """Add the table of the main language, whose settings count like the site's."""
    table = settings.table("languages").table(default)
    return replace(settings, data={**table.data, **settings.data})


def _excluded(settings: Settings) -> Iterator[str]:
    """Translate `ignored_content`, whose globs match whole paths: `*/` stands for any folder."""
    for glob in map(str, settings.get("ignored_content") or ()):
        yield f"*{glob}" if glob.startswith("*/") else glob


def _strategy(settings: Settings, name: str) -> tuple[str, Callable[[str], str]]:
    return _SLUGS.get(str(settings.get(name)).lower(), _SLUGS["on"])


def _path_token(slugify: Settings) -> str:
    token, _ = _strategy(slugify, "paths")
    return f"dated_{token}" if slugify.get("paths_keep_dates") is True else token


def _taxonomies(
    settings: Settings, names: Mapping[str, str], languages: Iterable[str]
) -> Iterator[tuple[str, FoundTaxonomy]]:
    """Return the taxonomies of all languages, except authors."""
    tables = settings.table("languages")
    listed = (t.get("taxonomies") or [] for t in (settings, *map(tables.table, languages)))
    token, make = _strategy(settings.table("slugify"), "taxonomies")
    root = settings.text_of("taxonomy_root").strip("/")
    for entry in chain.from_iterable(listed):
        table = Settings.of(entry if isinstance(entry, dict) else {})
        name = table.text_of("name")
        if name and name not in {"authors", "author"}:
            page = f"{root}/{make(name)}/{{{token}}}/".lstrip("/")
            feed = table.get("feed") or table.get("rss")
            yield (
                name,
                FoundTaxonomy(
                    name, {kind: page + file for kind, file in names.items()} if feed else {}, page
                ),
            )
