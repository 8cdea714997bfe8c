"""Reads the configuration of VitePress or VuePress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.javascript import argument
from broadsheet.engines.javascript_files import Module, config_file, read_config
from broadsheet.engines.settings import Settings
from broadsheet.engines.vitepress.permalinks import FOLDERS, SCHEME
from broadsheet.engines.vitepress.rewrites import addresses
from broadsheet.urls import web_address

_HOSTNAME = re.compile(r"\bhostname:\s{0,9}['\"`](https?://[^'\"`\s]+)")
_OUTPUT = ("node_modules/**", "**/dist/**", "out/**")


def detect_config(root: Path) -> Found:
    """Describe a site. Raises ConfigError if the configuration cannot be read."""
    folder = next((folder for folder in FOLDERS if (root / folder).is_dir()), FOLDERS[0])
    file = config_file(root / folder, "config", "config/index")
    settings, notes = read_config(file, root)
    top = Path(folder).parent.as_posix()
    below = settings.text_of("srcDir").strip("./")
    content = "/".join(part for part in (top, below) if part not in {"", "."}) or "."
    theme = settings.table("themeConfig")
    feed, places = _feed(root / folder, root)
    moved, unread = _rewrites(settings)
    return Found(
        engine="vitepress",
        title=settings.text_of("title"),
        url=_url(settings, theme) or web_address(feed.text_of("link", "id")),
        base=settings.text_of("base").rstrip("/"),
        language=settings.text_of("lang") or "en-US",
        description=settings.text_of("description"),
        author=feed.text_of("author") or theme.text_of("author") or settings.text_of("author"),
        timezone="UTC",
        content=content,
        static=f"{content}/public" if content != "." else "public",
        exclude=_OUTPUT + tuple(_excluded(settings)),
        permalink=settings.checked(_pattern(settings, folder), SCHEME, "cleanUrls"),
        defaults={glob: {"permalink": pattern} for glob, pattern in moved.items()},
        taxonomies={"tags": FoundTaxonomy("tags"), "categories": FoundTaxonomy("categories")},
        formats=(*places, *(name for name in ("atom", "rss", "json") if name not in places)),
        paths=places,
        notes=(*notes, *_notes(unread)),
    )


def _feed(folder: Path, root: Path) -> tuple[Settings, dict[str, str]]:
    """Return the arguments and the output of the library feed, from a script beside the configuration."""
    names = sorted(
        path for path in folder.iterdir() if path.suffix in {".ts", ".mts", ".js", ".mjs"}
    )
    for file in names:
        module = Module.read(file, root)
        if said := argument(module.text, "Feed"):
            places = re.findall(r"[\"'`/]([\w-]+\.(?:rss|xml|atom|json))[\"'`]", module.text)
            calls = re.findall(r"\.(rss2|atom1|json1)\(", module.text)
            kinds = ({"rss2": "rss", "atom1": "atom", "json1": "json"}[call] for call in calls)
            return Settings.of(module.known(said)), dict(zip(kinds, places, strict=False))
    return Settings.of({}), {}


def _url(settings: Settings, theme: Settings) -> str:
    """Return the site's address; only the options of the sitemap, or of VuePress' theme, may have it."""
    host = web_address(
        settings.table("sitemap").text_of("hostname") or theme.text_of("siteUrl", "domain")
    )
    host = host or web_address(settings.text_of("hostname", "url", "domain"))
    if not host and (told := _HOSTNAME.search(settings.text)):
        host = web_address(told[1])
    base = settings.text_of("base").strip("/")
    return (
        f"{host.rstrip('/')}/{base}/"
        if host and base and not host.rstrip("/").endswith(f"/{base}")
        else host
    )


def _pattern(settings: Settings, folder: str) -> str:
    typed = settings.text_of("permalinkPattern", "permalink")
    if typed and folder.endswith(".vuepress"):
        return typed if typed.startswith("/") else f"/{typed}"
    return "/:path" if settings.get("cleanUrls") is True else "/:path.html"


def _excluded(settings: Settings) -> Iterator[str]:
    listed = settings.get("srcExclude")
    yield from (str(glob) for glob in (listed if isinstance(listed, list) else ()))


def _rewrites(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """Return the addresses of files that are rewritten, and what of `rewrites` cannot be read."""
    table = settings.get("rewrites")
    if not isinstance(table, dict):
        return {}, ["rewrites"] if re.search(r"\brewrites\b", settings.text) else []
    return addresses(
        {source: str(target) for source, target in table.items()},
        "" if settings.get("cleanUrls") is True else ".html",
    )


def _notes(unread: list[str]) -> Iterator[str]:
    if unread:
        listed = ", ".join(unread)
        yield f"rewrites are read in part: write permalink into the headers of the pages of {listed}"
    yield "pages with a date are the articles"
