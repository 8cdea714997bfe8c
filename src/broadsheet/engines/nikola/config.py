"""Reads Nikola's conf.py, which is never run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.nikola.dialect import NikolaDialect
from broadsheet.engines.nikola.posts import lines_of, patterns
from broadsheet.engines.python_settings import read_assignments
from broadsheet.engines.settings import Settings, read_text
from broadsheet.urls import web_address

_WANTED = frozenset(
    """
    BLOG_TITLE SITE_URL BASE_URL BLOG_AUTHOR BLOG_DESCRIPTION TIMEZONE DEFAULT_LANG POSTS PRETTY_URLS
    """.split()
)

_MEANINGS = {
    "title": "title",
    "date": "date",
    "updated": "updated",
    "author": "authors",
    "description": "summary",
    "previewimage": "image",
}
"""Fields of `[content.fields]` by Nikola's names."""


def detect_config(root: Path) -> Found:
    """Describe a Nikola site. Raises ConfigError if conf.py is not Python."""
    values, unknown = read_assignments(root / "conf.py", root, {}, _WANTED)
    default = str(values.get("DEFAULT_LANG") or "en")
    settings = Settings.of(values, "conf.py", read_text(root / "conf.py", root))
    lines = lines_of(settings, default)
    # FILE_METADATA_REGEXP matches the path below the site's folder.
    from_names = settings.text_of("FILE_METADATA_REGEXP")
    is_one = len({line.folder for line in lines}) == 1 and not from_names
    content = lines[0].folder if is_one else "."
    permalinks = patterns(lines, content, settings, default)
    languages = _languages(values, default)
    return Found(
        engine="nikola",
        title=_said(settings, "BLOG_TITLE", default),
        url=web_address(settings.text_of("BASE_URL") or settings.text_of("SITE_URL")),
        language=default.replace("_", "-"),
        description=_said(settings, "BLOG_DESCRIPTION", default),
        author=_said(settings, "BLOG_AUTHOR", default),
        email=settings.text_of("BLOG_EMAIL"),
        timezone=settings.text_of("TIMEZONE") or "UTC",
        content=content,
        static="files",
        include=tuple(filter(None, (line.included(content) for line in lines))),
        permalink=permalinks.get("", ""),
        permalinks={name: pattern for name, pattern in permalinks.items() if name},
        languages=languages,
        fields=_fields(settings),
        path_fields=(from_names,) if from_names else (),
        # Otherwise the tags `draft` and `private` hide a post.
        defaults={"**": {"status": "published"}} if settings.get("USE_TAG_METADATA") is False else {},
        taxonomies=_taxonomies(settings, default),
        formats=("rss", "atom", "json"),
        paths=dict(_places(settings, default)),
        limit=settings.number_of("FEED_LENGTH") or 10,
        feeds={name: _feed(settings, name, folder) for name, folder in languages.items() if folder},
        notes=tuple(f"conf.py computes {name}, which only running it could tell" for name in unknown),
    )  # fmt: skip


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


def _fields(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the names of fields by METADATA_MAPPING, of any kind of header, after the usual names."""
    found: dict[str, tuple[str, ...]] = {}
    for table in settings.table("METADATA_MAPPING").data.values():
        for theirs, name in table.items() if isinstance(table, dict) else ():
            if meaning := _MEANINGS.get(str(name)):
                usual = found.get(meaning, getattr(NikolaDialect.keys, meaning))
                found[meaning] = tuple(dict.fromkeys((*usual, str(theirs).lower())))
    return found


def _taxonomies(settings: Settings, default: str) -> dict[str, FoundTaxonomy]:
    tags = _said(settings, "TAG_PATH", default).strip("/") or "categories"
    categories = _said(settings, "CATEGORY_PATH", default).strip("/") or tags
    prefix = settings.text_of("CATEGORY_PREFIX") if "category_prefix" in settings.data else "cat_"
    return {
        "tags": _taxonomy("tags", f"{tags}/{{slug}}"),
        "categories": _taxonomy("category", f"{categories}/{prefix}{{slug}}"),
    }


def _taxonomy(key: str, place: str) -> FoundTaxonomy:
    return FoundTaxonomy(key, {"rss": f"{place}.xml"}, page=f"{place}/")


def _places(settings: Settings, language: str) -> Iterator[tuple[str, str]]:
    """Yield the places of the site's own feeds in the folder of a language."""
    name = _said(settings, "RSS_FILENAME_BASE", language) or "rss"
    yield "rss", f"{_said(settings, 'RSS_PATH', language).strip('/')}/{name}.xml".lstrip("/")
    if settings.get("GENERATE_ATOM") is True:
        folder = _said(settings, "ATOM_PATH", language) or _said(settings, "INDEX_PATH", language)
        name = _said(settings, "ATOM_FILENAME_BASE", language) or "index"
        yield "atom", f"{folder.strip('/')}/{name}.atom".lstrip("/")


def _feed(settings: Settings, language: str, folder: str) -> FoundFeed:
    """Return the feed of a language other than the main one."""
    title = _said(settings, "BLOG_TITLE", language)
    paths = {kind: f"{folder}/{place}" for kind, place in _places(settings, language)}
    return FoundFeed(title, {"languages": (language,)}, folder, language, paths=paths)
