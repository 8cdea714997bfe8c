"""Reads Nikola's conf.py, which is never run."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.nikola.permalinks import SCHEME
from broadsheet.engines.python_settings import read_assignments
from broadsheet.engines.settings import Settings, read_text
from broadsheet.urls import web_address

_WANTED = frozenset(
    """
    BLOG_TITLE SITE_URL BASE_URL BLOG_AUTHOR BLOG_DESCRIPTION TIMEZONE DEFAULT_LANG POSTS PRETTY_URLS
    """.split()
)
_READ = (".md", ".mkd", ".markdown", ".rst", ".txt", ".html", ".htm")


def detect_config(root: Path) -> Found:
    """Describe a Nikola site. Raises ConfigError if conf.py is not Python."""
    values, unknown = read_assignments(root / "conf.py", root, {}, _WANTED)
    default = str(values.get("DEFAULT_LANG") or "en")
    settings = Settings.of(values, "conf.py", read_text(root / "conf.py", root))
    posts = list(_posts(values.get("POSTS")))
    folders = list(dict.fromkeys(folder for folder, _, _ in posts))
    content = folders[0] if len(folders) == 1 else "."
    tags = settings.text_of("TAG_PATH").strip("/") or "categories"
    patterns = _patterns(posts, content, settings)
    return Found(
        engine="nikola",
        title=_said(settings, "BLOG_TITLE", default),
        url=web_address(settings.text_of("SITE_URL") or settings.text_of("BASE_URL")),
        language=default.replace("_", "-"),
        description=_said(settings, "BLOG_DESCRIPTION", default),
        author=_said(settings, "BLOG_AUTHOR", default),
        email=settings.text_of("BLOG_EMAIL"),
        timezone=settings.text_of("TIMEZONE") or "UTC",
        content=content,
        static="files",
        include=tuple(_include(posts, content)),
        permalink=patterns.get("", ""),
        permalinks={name: pattern for name, pattern in patterns.items() if name},
        languages=_languages(values, default),
        taxonomies={
            "tags": _taxonomy("tags", f"{tags}/{{slug}}"),
            "categories": _taxonomy("category", f"{tags}/cat_{{slug}}"),
        },
        formats=("rss", "atom", "json"),
        paths={"rss": _feed(settings)},
        limit=settings.number_of("FEED_LENGTH") or 10,
        notes=tuple(f"conf.py computes {name}, which only running it could tell" for name in unknown),
    )  # fmt: skip


def _patterns(
    posts: list[tuple[str, str, str]], content: str, settings: Settings
) -> dict[str, str]:
    """Return the pattern of each folder's addresses; "" stands for the only folder."""
    end = ".html" if settings.get("PRETTY_URLS") is False else "/"
    token = ":path_in_folder" if content == "." else ":path"
    found = {}
    for folder, place, _ in posts:
        pattern = f"/{place}/{token}{end}".replace("//", "/")
        found[folder if content == "." else ""] = settings.checked(pattern, SCHEME, "POSTS")
    return found


def _taxonomy(key: str, place: str) -> FoundTaxonomy:
    return FoundTaxonomy(key, {"rss": f"{place}.xml"}, page=f"{place}/")


def _feed(settings: Settings) -> str:
    folder = settings.text_of("RSS_PATH").strip("/")
    name = settings.text_of("RSS_FILENAME_BASE") or "rss"
    return f"{folder}/{name}.xml".lstrip("/")


def _posts(typed: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the folder, the place and the glob of each line of POSTS."""
    for line in typed if isinstance(typed, list | tuple) else [("posts/*.md", "posts")]:
        if isinstance(line, list | tuple) and len(line) > 1 and isinstance(line[0], str):
            folder, _, glob = line[0].replace("\\", "/").rpartition("/")
            place = line[1]
            if isinstance(place, dict):
                place = next(iter(place.values()), "")
            yield posixpath.normpath(folder or "."), str(place).strip("/"), glob


def _include(posts: list[tuple[str, str, str]], content: str) -> Iterator[str]:
    for folder, _, glob in posts:
        if glob.endswith(_READ):
            yield f"**/{glob}" if folder == content else f"{folder}/**/{glob}"


def _said(settings: Settings, name: str, language: str) -> str:
    """Return a setting, which may be a table of texts by language."""
    value = settings.get(name)
    return str(value.get(language) or "") if isinstance(value, dict) else settings.text_of(name)


def _languages(values: Mapping[str, Any], default: str) -> dict[str, str]:
    """Return the folder of each language's addresses, the main one first; {} for one language."""
    table = values.get("TRANSLATIONS")
    if not isinstance(table, dict) or len(table) < 2:  # noqa: PLR2004
        return {}
    folders = {str(n): str(p).removeprefix("./").strip("/") for n, p in table.items()}
    return {default: "", **{name: place for name, place in folders.items() if name != default}}
