"""Finds the feeds of a Jekyll site: templates written by hand, and those of jekyll-feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.engines.found import UNLIMITED
from broadsheet.engines.settings import Settings
from broadsheet.source import headers
from broadsheet.urls import has_scheme, path_of
from broadsheet.walk import beginning, files_below

NAMES = ("feed.xml", "atom.xml", "rss.xml", "index.xml", "feed/index.xml", "feed.atom")

_KIND = re.compile(r"<(feed|rss)\b")
_FORMATS = {"feed": "atom", "rss": "rss"}
_LOOP = re.compile(r"\{%-?\s*for\s+(?:post|item|entry)\s+in\s++(?P<what>[^%]*)%\}")
_ALL_POSTS = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+site\.posts\s*(?:limit\b[^%]*)?-?%\}")
_LIMIT = re.compile(r"\blimit\s*:\s*(?P<limit>\w+)")
_DOCUMENT_ID = re.compile(r"<(?:id|guid)\b[^<>]*>[^<]*\{\{-?\s*(?:post|item|entry)\.id\b")
_FILE = re.compile(r"(?:[^/:{}]+/)*[^/:{}]+\.\w+")
_USUAL = 10


@dataclass(frozen=True, slots=True)
class JekyllFeeds:
    """The paths of the feeds by format, none for jekyll-feed's, and how many posts they have.

    With `own_ids`, their ids are Jekyll's `post.id`, which is not the address.
    """

    paths: Mapping[str, str]
    limit: int
    own_ids: bool


def find_feeds(source: Path, settings: Settings) -> JekyllFeeds:
    """Find the feeds of a site, whose files are below `source`."""
    templates = _templates(source, NAMES)
    if not templates and not _has_plugin(settings):
        templates = _templates(source, _elsewhere(source))
    typed = of_posts(settings).text_of("path") or settings.table("feed").text_of("path")
    told = path_of(typed) if has_scheme(typed) else typed.lstrip("/")
    paths = {kind: name for kind, (name, _) in templates.items()}
    texts = [text for _, text in templates.values()]
    if told or not texts:
        limit = settings.table("feed").number_of("posts_limit") or _USUAL
        return JekyllFeeds({**paths, "atom": told} if told else paths, limit, own_ids=True)
    by_id = any(_DOCUMENT_ID.search(text) for text in texts)
    return JekyllFeeds(paths, max(map(_limit, texts)), by_id)


def _has_plugin(settings: Settings) -> bool:
    named = (settings.get(key) for key in ("plugins", "gems"))
    return any("jekyll-feed" in names for names in named if isinstance(names, list))


def _templates(source: Path, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Find the templates of feeds among some files: the first of each format, and its text."""
    found: dict[str, tuple[str, str]] = {}
    for name in names:
        text = beginning(source / name)
        kind = _KIND.search(text) if text.startswith("---") else None
        if kind:
            found.setdefault(_FORMATS[kind[1]], (_address(source, name), text))
    return found


def _address(source: Path, name: str) -> str:
    """Return the path of a template's page: its `permalink`, if that names a file, else its own path."""
    typed = str(headers.header_fields(source / name).get("permalink") or "").lstrip("/")
    return typed if _FILE.fullmatch(typed) else name


def _elsewhere(source: Path) -> list[str]:
    """List the files that may be feeds of all posts, those in the fewest folders first."""
    paths = (
        path
        for path in files_below(source, site=source)
        if path.endswith((".xml", ".atom", ".rss"))
    )
    shown = (path for path in paths if not path.startswith("_") and "/_" not in path)
    loops = (path for path in shown if _ALL_POSTS.search(beginning(source / path)))
    return sorted(loops, key=lambda path: (path.count("/"), path))


def of_posts(settings: Settings) -> Settings:
    """Return the settings of jekyll-feed for posts, which are one of its collections."""
    return settings.table("feed").table("collections").table("posts")


def collections_in_feeds(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the collections, other than posts, of which jekyll-feed makes feeds, and where these lie."""
    told = settings.table("feed").get("collections")
    for name in told if isinstance(told, list | dict) else ():
        if name != "posts":
            path = told[name].get("path") if isinstance(told, dict) and told[name] else None
            yield str(name), str(path or f"feed/{name}.xml").lstrip("/")


def _limit(template: str) -> int:
    """Read how many posts a template loops over."""
    loop = _LOOP.search(template)
    if loop is None:
        return _USUAL
    limit = _LIMIT.search(loop["what"])
    if limit is None:
        return UNLIMITED
    return int(limit["limit"]) if limit["limit"].isdecimal() and int(limit["limit"]) else _USUAL
