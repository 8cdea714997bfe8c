"""What Pelican's configuration says: pelicanconf.py and publishconf.py, read but never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.init.common import checked_pattern, web_address
from broadsheet.init.found import Found, FoundTaxonomy
from broadsheet.init.python_settings import read_assignments
from broadsheet.init.settings import Settings
from broadsheet.permalinks.pelican import from_format

_FILENAME = r"(?P<date>\d{4}-\d{2}-\d{2}).*"
_FORMATS = (("atom", "ATOM"), ("rss", "RSS"))


def look(root: Path) -> Found:
    """Read a Pelican site's configuration; without one, Pelican's own defaults hold.

    Raises ConfigError where it cannot be read.
    """
    settings, unknown = _settings(root)
    content = settings.text_of("PATH").strip("./") or _content(root)
    paths = _site_paths(settings)
    return Found(
        engine="pelican",
        title=settings.text_of("SITENAME"),
        url=web_address(settings.text_of("SITEURL")),
        language=settings.text_of("DEFAULT_LANG"),
        description=settings.text_of("SITESUBTITLE", "SITEDESCRIPTION"),
        author=settings.text_of("AUTHOR"),
        email=settings.text_of("EMAIL"),
        timezone=settings.text_of("TIMEZONE"),
        content=content,
        static=content,
        include=tuple(_include(settings)),
        exclude=tuple(_exclude(settings)),
        permalink=_permalink(settings),
        path_fields=tuple(_path_fields(settings)),
        defaults=_defaults(settings),
        taxonomies=_taxonomies(settings),
        formats=(*paths, *(name for name in ("atom", "rss", "json") if name not in paths)),
        paths=paths,
        limit=settings.number_of("FEED_MAX_ITEMS") or 100,
        notes=(*unknown, *_notes(root / content)),
    )


def _settings(root: Path) -> tuple[Settings, list[str]]:
    """Read both files; publishconf.py, which Pelican publishes with, says the last word."""
    found: dict[str, Any] = {}
    notes = []
    for name in ("pelicanconf.py", "publishconf.py"):
        if (root / name).is_file():
            values, unknown = read_assignments(root / name, root, found)
            found |= values
            notes += [f"{name} computes {key}, which only running it could tell" for key in unknown]
    text = (root / "pelicanconf.py").read_text("utf-8") if found else ""
    return Settings.of(found, "pelicanconf.py", text), notes


def _content(root: Path) -> str:
    return "content" if (root / "content").is_dir() else "."


def _include(settings: Settings) -> Iterator[str]:
    folders = settings.get("ARTICLE_PATHS")
    for folder in folders if isinstance(folders, list) and any(folders) else []:
        yield from (f"{str(folder).strip('/')}/**/*.{suffix}" for suffix in ("md", "markdown"))


def _exclude(settings: Settings) -> Iterator[str]:
    pages = settings.get("PAGE_PATHS")
    pages = pages if isinstance(pages, list) else ["pages"]
    more = settings.get("ARTICLE_EXCLUDES")
    for folder in (*pages, *(more if isinstance(more, list) else [])):
        if str(folder).strip("/"):
            yield f"{str(folder).strip('/')}/**"


def _permalink(settings: Settings) -> str:
    """Translate ARTICLE_URL; `:slug` is of the title or of the file's name, in ASCII or not."""
    typed = settings.text_of("ARTICLE_URL") or "{slug}.html"
    try:
        pattern = from_format(re.sub(r"index\.html$", "", typed))
    except ValueError as error:
        raise settings.fault("ARTICLE_URL", f"{error}; write permalink by hand") from error
    slug = "basename" if settings.text_of("SLUGIFY_SOURCE") == "basename" else "slug"
    slug += "_unicode" if settings.get("SLUGIFY_USE_UNICODE") is True else ""
    pattern = re.sub(r":slug\b", f":{slug}", pattern)
    return checked_pattern("pelican", pattern, settings, "ARTICLE_URL")


def _path_fields(settings: Settings) -> Iterator[str]:
    if settings.get("USE_FOLDER_AS_CATEGORY") is not False:
        yield r"(?:.*/)?(?P<category>[^/]+)/[^/]+$"
    path = settings.text_of("PATH_METADATA")
    if path:
        yield path
    name = settings.text_of("FILENAME_METADATA")
    if name and name != _FILENAME:
        yield rf"(?:.*/)?{_before_suffix(name)}\.[^./]+$"


def _before_suffix(pattern: str) -> str:
    """Keep a pattern of names without suffix from reaching into the suffix or another folder."""
    return f"(?:{pattern.removesuffix('$')})" if pattern.endswith(("*", "$")) else f"{pattern}.*"


def _defaults(settings: Settings) -> dict[str, Mapping[str, Any]]:
    metadata = settings.get("DEFAULT_METADATA")
    every = {"category": settings.text_of("DEFAULT_CATEGORY") or "misc"}
    every |= {str(k).lower(): v for k, v in metadata.items()} if isinstance(metadata, dict) else {}
    found: dict[str, Mapping[str, Any]] = {"**": every}
    extra = settings.get("EXTRA_PATH_METADATA")
    for path, values in sorted(extra.items()) if isinstance(extra, dict) else []:
        if isinstance(values, dict) and "path" not in values:
            found[str(path) if "." in str(path) else f"{str(path).strip('/')}/**"] = values
    return found


def _site_paths(settings: Settings) -> dict[str, str]:
    """FEED_ALL_ATOM and FEED_ATOM are two names of the same feed; the first is there by itself."""
    found = {}
    for name, suffix in _FORMATS:
        default = "feeds/all.atom.xml" if name == "atom" else None
        value = settings.data.get(f"feed_all_{suffix.lower()}", default)
        value = value or settings.get(f"FEED_{suffix}")
        if isinstance(value, str) and value:
            found[name] = value.lstrip("/")
    return found


def _taxonomies(settings: Settings) -> dict[str, FoundTaxonomy]:
    return {
        "tags": FoundTaxonomy("tags", _paths(settings, "TAG"), _page(settings, "TAG")),
        "categories": FoundTaxonomy(
            "category", _paths(settings, "CATEGORY"), _page(settings, "CATEGORY")
        ),
    }


def _paths(settings: Settings, kind: str) -> dict[str, str]:
    default = {"CATEGORY_ATOM": "feeds/{slug}.atom.xml"}
    found = {}
    for name, suffix in _FORMATS:
        key = f"{kind}_feed_{suffix}".lower()
        value = settings.data.get(key, default.get(f"{kind}_{suffix}"))
        if isinstance(value, str) and value:
            found[name] = value.replace("%s", "{slug}").lstrip("/")
    return found


def _page(settings: Settings, kind: str) -> str:
    page = settings.text_of(f"{kind}_URL") or f"{kind.lower()}/{{slug}}.html"
    return page if "{slug}" in page else ""


def _notes(content: Path) -> Iterator[str]:
    others = sum(1 for _ in content.rglob("*.rst")) if content.is_dir() else 0
    if others:
        yield f"{others} articles are in reStructuredText, which Broadsheet does not read"
