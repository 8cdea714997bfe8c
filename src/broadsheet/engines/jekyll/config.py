"""Reads Jekyll's configuration: _config.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy, language_feeds
from broadsheet.engines.jekyll.feeds import collections_in_feeds, find_feeds, of_posts
from broadsheet.engines.jekyll.permalinks import SCHEME, STYLES
from broadsheet.engines.settings import Settings, load
from broadsheet.urls import web_address
from broadsheet.walk import files_below, glob_pattern

DRAFTS = ("_site/**", "**/_drafts/**")
_ALWAYS = ("md", "markdown", "html")
_RARE = ("mkd", "mkdn", "mkdown")


def detect_config(root: Path) -> Found:
    """Read a Jekyll site's configuration. Raises ConfigError if it cannot be read."""
    settings = load(root, "_config.yml", "_config.yaml", "_config.toml")
    author, social = settings.table("author"), settings.table("social")
    source = settings.text_of("source").strip("./")
    content = "/".join(filter(None, (source, settings.text_of("collections_dir").strip("./"))))
    posts = _posts(root / content)
    feeds = find_feeds(root / source, settings)
    url = web_address(settings.text_of("url"))
    base = f"/{settings.text_of('baseurl').strip('/')}".rstrip("/")
    collections = dict(collections_in_feeds(settings))
    languages = _polyglot_languages(settings)
    return Found(
        engine="jekyll",
        title=settings.text_of("title", "name"),
        url=f"{url.rstrip('/')}{base}" if url and base else url,
        base=base,
        language=next(iter(languages), "") or settings.text_of("lang", "locale", "language"),
        description=settings.text_of("description", "subtitle", "tagline"),
        author=settings.text_of("author", "social"),  # jekyll-seo-tag's social.name
        email=author.text_of("email") or settings.text_of("email") or social.text_of("email"),
        timezone=settings.text_of("timezone"),
        content=content or ".",
        static=source or ".",
        include=tuple(
            f"{folder}/**/*.{suffix}"
            for folder in ("**/_posts", *(f"_{name}" for name in collections))
            for suffix in _suffixes(posts)
        ),
        exclude=(*DRAFTS, *_excluded(settings, posts)),
        permalink=_permalink(settings),
        permalinks={f"_{name}": _collection_permalink(settings, name) for name in collections},
        languages=languages,
        defaults={
            **_defaults(settings, tuple(collections)),
            **_languages_of_folders(settings, languages, posts),
        },
        taxonomies=_taxonomies(settings),
        formats=(*feeds.paths, *(n for n in ("atom", "rss", "json") if n not in feeds.paths)),
        names={} if feeds.paths else {"atom": "feed.xml"},
        paths=feeds.paths,
        limit=feeds.limit,
        own_ids=feeds.own_ids,
        feeds={
            **_collection_feeds(settings, collections),
            **_language_feeds(settings, languages, feeds.paths),
        },
        left_out=tuple(f"_{name}" for name in collections),
        summaries=settings.table("feed").get("excerpt_only") is True,
        notes=tuple(_notes(settings)),
    )


def _posts(content: Path) -> list[str]:
    """List the files that may be posts."""
    found = files_below(content, site=content) if content.is_dir() else ()
    return [path for path in found if "_posts" in path.split("/")]


def _suffixes(posts: list[str]) -> Iterator[str]:
    """Return the suffixes of posts; rare ones only if such files exist."""
    yield from _ALWAYS
    yield from (suffix for suffix in _RARE if any(path.endswith(f".{suffix}") for path in posts))


def _excluded(settings: Settings, posts: list[str]) -> Iterator[str]:
    """Translate the lines of `exclude` that match posts: globs, or beginnings of paths."""
    typed = settings.get("exclude")
    names = [str(g).lstrip("/") for g in (typed if isinstance(typed, list) else []) if g]
    globs = ((name, f"{name}/*") if "*" in name else (f"{name}*",) for name in names)
    for glob in chain.from_iterable(globs):
        pattern = glob_pattern((glob,))
        if any(pattern.fullmatch(path) for path in posts):
            yield glob


def _permalink(settings: Settings) -> str:
    posts = settings.table("collections").table("posts")
    typed = posts.text_of("permalink") or settings.text_of("permalink") or "date"
    pattern = STYLES.get(typed, "/" + typed.lstrip("/"))
    return settings.checked(pattern, SCHEME, "permalink")


def _collection_permalink(settings: Settings, name: str) -> str:
    """Read the pattern of a collection; the site's own does not apply to it."""
    typed = (
        settings.table("collections").table(name).text_of("permalink")
        or "/:collection/:path:output_ext"
    )
    pattern = STYLES.get(typed, "/" + typed.lstrip("/"))
    return settings.checked(pattern, SCHEME, "permalink")


def _collection_feeds(settings: Settings, collections: Mapping[str, str]) -> dict[str, FoundFeed]:
    """Return the feeds that jekyll-feed makes of collections."""
    title = settings.text_of("title", "name")
    return {
        name: FoundFeed(
            " | ".join(filter(None, (title, name.capitalize()))),
            {"sections": (f"_{name}",)},
            "",
            paths={"atom": path},
        )
        for name, path in collections.items()
    }


def _language_feeds(
    settings: Settings, languages: Mapping[str, str], paths: Mapping[str, str]
) -> dict[str, FoundFeed]:
    """Return the feeds of other languages: the site's own, each in the folder of its language."""
    return {
        name: replace(feed, paths={kind: f"{feed.path}/{path}" for kind, path in paths.items()})
        for name, feed in language_feeds(languages, settings).items()
    }


def _defaults(settings: Settings, collections: tuple[str, ...]) -> dict[str, Mapping[str, Any]]:
    """Translate `defaults`, and the separator of excerpts, by default the end of a paragraph."""
    found: dict[str, Mapping[str, Any]] = {}
    separator = settings.text_of("excerpt_separator")
    if separator:
        found["**"] = {"excerpt_separator": separator}
    defaults = settings.get("defaults")
    for entry in defaults if isinstance(defaults, list) else []:
        table = Settings.of(entry if isinstance(entry, dict) else {})
        scope = table.table("scope")
        values = {k: v for k, v in table.table("values").items() if k != "layout"}
        kind, path = scope.text_of("type"), scope.text_of("path").strip("/")
        if kind in {"", "posts", "post", *collections} and values:
            if not path and collections and kind:
                path = f"_{kind}" if kind in collections else "**/_posts"
            is_file = path.endswith(tuple(f".{suffix}" for suffix in (*_ALWAYS, *_RARE)))
            glob = path if is_file else f"{path}/**".lstrip("/")
            found[glob] = {**found.get(glob, {}), **values}
    return found


def _taxonomies(settings: Settings) -> dict[str, FoundTaxonomy]:
    """Return the taxonomies; jekyll-feed makes feeds of tags and categories if it is configured so."""
    feed = settings.table("feed")
    before = feed.table("tags").text_of("path").lstrip("/") or "feed/by_tag/"
    by_tag = {"atom": f"{before}{{slug}}.xml"} if feed.get("tags") else {}
    categories = of_posts(settings).get("categories") or feed.get("categories")
    by_category = {"atom": "feed/{slug}.xml"} if categories else {}
    return {
        "tags": FoundTaxonomy("tags", by_tag),
        "categories": FoundTaxonomy("categories", by_category),
    }


def _notes(settings: Settings) -> Iterator[str]:
    if not settings.text_of("timezone"):
        yield "Jekyll takes the time zone of the machine that builds; set timezone to that"
    if settings.get("future") is True:
        yield "Jekyll publishes articles of the future; Broadsheet waits for their date"
    yield from _collections(settings)


def _collections(settings: Settings) -> Iterator[str]:
    """Yield a note on collections that are published but in no feed; usually they are pages."""
    table, in_feeds = settings.table("collections"), dict(collections_in_feeds(settings))
    shown = {name for name, _ in table.items() if table.table(name).get("output") is True}
    if names := ", ".join(sorted(shown - {"posts", *in_feeds})):
        yield f"of Jekyll's collections those that are in no feed are not read: {names}"


_POLYGLOT = "jekyll-polyglot"
"""The plugin that makes the site's feed in each language: https://github.com/untra/polyglot."""


def _polyglot_languages(settings: Settings) -> dict[str, str]:
    """Return the folder of each language's addresses, the main one first; nothing for other sites."""
    named = settings.get("languages")
    plugins = (settings.get(key) for key in ("plugins", "gems"))
    if not isinstance(named, list) or not any(_POLYGLOT in (listed or ()) for listed in plugins):
        return {}
    default = settings.text_of("default_lang") or "en"
    others = (name for name in map(str, named) if name != default)
    folders = {default: "", **{name: name for name in others}}
    return folders if len(folders) > 1 else {}


def _languages_of_folders(
    settings: Settings, languages: Iterable[str], posts: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Return the languages of folders named after one, by globs, if the site has that setting."""
    if settings.get("lang_from_path") is not True:
        return {}
    folders = {folder for path in posts for folder in path.split("/")[:-1]}
    return {f"**/{name}/**": {"lang": name} for name in languages if name in folders}
