"""Reads Docusaurus' configuration: docusaurus.config, and the options of its blog."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.docusaurus.permalinks import SCHEME, parts
from broadsheet.engines.found import UNLIMITED, Found, FoundTaxonomy
from broadsheet.engines.javascript_files import config_file, read_config
from broadsheet.engines.settings import Settings
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import files_below

_PLUGIN = "plugin-content-blog"
_FILES = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
_INCLUDE = ("**/*.md", "**/*.mdx")


def detect_config(root: Path) -> Found:
    """Describe a Docusaurus site. Raises ConfigError if a file cannot be read."""
    settings, notes = read_config(config_file(root, "docusaurus.config"), root)
    blogs = list(_blogs(settings))
    blog = blogs[0] if blogs else Settings.of({})
    content = blog.text_of("path").strip("./") or "blog"
    route = blog.text_of("routeBasePath") if blog.get("routeBasePath") is not None else "blog"
    route = route.strip("/")
    feed = blog.table("feedOptions")
    names = _feeds(feed)
    base = settings.text_of("baseUrl").strip("/")
    url = web_address(settings.text_of("url"))
    return Found(
        engine="docusaurus",
        title=settings.text_of("title"),
        url=f"{url.rstrip('/')}/{base}/" if url and base else url,
        base=f"/{base}" if base else "",
        language=settings.table("i18n").text_of("defaultLocale") or "en",
        description=settings.text_of("tagline"),
        timezone="UTC",
        content=content,
        static="static",
        include=_INCLUDE,
        permalink=settings.checked(_pattern(settings, route), SCHEME, "routeBasePath"),
        taxonomies={"tags": FoundTaxonomy("tags", page=f"{route}/tags/{{slug}}/".lstrip("/"))},
        formats=(*names, *(name for name in ("atom", "rss", "json") if name not in names)),
        paths={name: f"{route}/{_FILES[name]}".lstrip("/") for name in names},
        limit=_limit(feed),
        notes=(*notes, *_notes(root / content, blogs)),
    )


def _pattern(settings: Settings, route: str) -> str:
    end = "/" if settings.get("trailingSlash") is True else ""
    return f"/{route}/:slug{end}".replace("//", "/")


def _blogs(settings: Settings) -> Iterator[Settings]:
    """Yield the options of each blog: those of presets, and those of separate plugins."""
    for listed in (settings.get("presets"), settings.get("plugins")):
        for entry in listed if isinstance(listed, list) else ():
            name, options = (entry[0], entry[1]) if _is_pair(entry) else (entry, {})
            table = Settings.of(options)
            if str(name).endswith(_PLUGIN):
                yield table
            elif table.get("blog") is not False and "blog" in table.data:
                yield table.table("blog")


def _is_pair(entry: Any) -> bool:
    return isinstance(entry, list) and len(entry) > 1 and isinstance(entry[1], dict)


def _feeds(options: Settings) -> tuple[str, ...]:
    """Return the formats of the feeds that the blog has."""
    kind = options.get("type")
    if kind == "all":
        return ("rss", "atom", "json")
    if isinstance(kind, str):
        return (kind,) if kind in _FILES else ()
    if isinstance(kind, list):
        return tuple(name for name in _FILES if name in kind)
    return () if "type" in options.data else ("rss", "atom")


def _limit(options: Settings) -> int:
    limit = options.get("limit")
    return UNLIMITED if limit is False or limit == 0 else options.number_of("limit") or 20


def _notes(content: Path, blogs: list[Settings]) -> Iterator[str]:
    if len(blogs) > 1:
        others = ", ".join(b.text_of("path") or "blog" for b in blogs[1:])
        yield f"the site has other blogs, which are not read: {others}"
    if undated := [*_undated(content)]:
        shown = ", ".join(undated[:5])
        yield (
            f"{len(undated)} posts have no date in their header or name, and Docusaurus takes that of git: "
            f"write date: into {shown}"
        )


def _undated(content: Path) -> Iterator[str]:
    for path in files_below(content, site=content) if content.is_dir() else ():
        stem, suffix = posixpath.splitext(path)
        hidden = any(part.startswith("_") for part in path.split("/"))
        if suffix in {".md", ".mdx"} and not hidden and not parts(stem)[1]:
            header: Mapping[str, Any] = headers.header_fields(content / path)
            if not header.get("date"):
                yield path
