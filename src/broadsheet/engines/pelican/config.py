"""Reads Pelican's configuration, usually pelicanconf.py and publishconf.py, which are never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.pelican.files import settings_files
from broadsheet.engines.pelican.permalinks import OTHER_LANGUAGE, SCHEME, from_format
from broadsheet.engines.python_settings import read_assignments
from broadsheet.engines.settings import Settings, read_text
from broadsheet.errors import ConfigError
from broadsheet.urls import web_address

_FILENAME = r"(?P<date>\d{4}-\d{2}-\d{2}).*"
_USUAL_SLUGS = [
    [r"[^\w\s-]", ""],
    [r"(?u)\A\s*", ""],
    [r"(?u)\s*\Z", ""],
    [r"[-\s]+", "-"],
]
"""Pelican's own SLUG_REGEX_SUBSTITUTIONS, which some sites repeat."""
_FORMATS = (("atom", "ATOM"), ("rss", "RSS"))


WANTED = frozenset(
    """
    SITENAME SITEURL SITESUBTITLE AUTHOR TIMEZONE DEFAULT_LANG PATH ARTICLE_PATHS ARTICLE_URL
    FILENAME_METADATA PATH_METADATA DEFAULT_CATEGORY DEFAULT_METADATA FEED_ALL_ATOM FEED_ALL_RSS
    FEED_ATOM FEED_RSS TAG_FEED_ATOM TAG_FEED_RSS CATEGORY_FEED_ATOM CATEGORY_FEED_RSS
    SLUGIFY_SOURCE EXTRA_PATH_METADATA
    """.split()
)
"""Settings whose loss is worth a note."""

_PARTLY = frozenset({"MARKDOWN", "MD_EXTENSIONS", "PLUGINS", "DOCUTILS_SETTINGS", "I18N_SUBSITES"})
"""Settings that may hold functions and modules."""


def detect_config(root: Path) -> Found:
    """Read a Pelican site's configuration; without one, Pelican's defaults apply.

    Raises ConfigError if it cannot be read.
    """
    settings, unknown = read_settings(root)
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
        include=tuple(_include(settings, root / content)),
        exclude=tuple(_exclude(settings)),
        permalink=_permalink(settings, "ARTICLE_URL", "{slug}.html"),
        permalinks=_other_languages(settings),
        path_fields=tuple(_path_fields(settings)),
        defaults=_defaults(settings),
        taxonomies=_taxonomies(settings),
        formats=(*paths, *(name for name in ("atom", "rss", "json") if name not in paths)),
        paths=paths,
        limit=settings.number_of("FEED_MAX_ITEMS") or 100,
        notes=(*unknown, *_notes(settings)),
    )


def read_settings(root: Path) -> tuple[Settings, list[str]]:
    """Read all files; what Pelican publishes with outranks the rest. Raises ConfigError."""
    found: dict[str, Any] = {}
    notes = []
    names = settings_files(root)
    for name in names:
        values, unknown = read_assignments(root / name, root, found, WANTED, _PARTLY)
        found |= values
        notes += [f"{name} computes {key}, which only running it could tell" for key in unknown]
    first = names[0] if names else "pelicanconf.py"
    return Settings.of(found, first, read_text(root / first, root) if found else ""), notes


def settings_of(root: Path) -> Settings:
    """Read all files; without them, or where they cannot be read, there are no settings."""
    try:
        return read_settings(root)[0]
    except ConfigError:
        return Settings.of({})


def _content(root: Path) -> str:
    return "content" if (root / "content").is_dir() else "."


def _include(settings: Settings, content: Path) -> Iterator[str]:
    """Return globs for the folders of articles; rare suffixes only if such files exist."""
    folders = settings.get("ARTICLE_PATHS")
    folders = [str(f).strip("/") for f in folders if f] if isinstance(folders, list) else []
    rare = [s for s in ("mkd", "mdown", "rst") if content.is_dir() and any(content.rglob(f"*.{s}"))]
    for folder in folders or ([""] if rare else []):
        yield from (f"{folder}/**/*.{s}".lstrip("/") for s in ("md", "markdown", *rare))


def page_folders(settings: Settings) -> Iterator[str]:
    """Yield the folders of pages, which are no articles."""
    pages = settings.get("PAGE_PATHS")
    folders = (
        str(folder).strip("/") for folder in (pages if isinstance(pages, list) else ["pages"])
    )
    yield from filter(None, folders)


def _exclude(settings: Settings) -> Iterator[str]:
    more = settings.get("ARTICLE_EXCLUDES")
    folders = (str(folder).strip("/") for folder in (more if isinstance(more, list) else []))
    for folder in (*page_folders(settings), *filter(None, folders)):
        yield f"{folder}/**"
    ignored = settings.get("IGNORE_FILES")  # Patterns of the names of files and of folders.
    for name in map(str, ignored if isinstance(ignored, list) else []):
        yield from (f"**/{name}", f"**/{name}/**") if name and "/" not in name else ()


def _other_languages(settings: Settings) -> dict[str, str]:
    """Read the pattern of translations, where it is not Pelican's own.

    With the plugin i18n_subsites, each language has a site of its own in a folder of its name.
    """
    plugins = settings.get("PLUGINS")
    has_sites = isinstance(plugins, list) and "i18n_subsites" in " ".join(map(str, plugins))
    if has_sites and settings.table("I18N_SUBSITES").data:
        return {OTHER_LANGUAGE: f"/:lang{_permalink(settings, 'ARTICLE_URL', '{slug}.html')}"}
    if not settings.text_of("ARTICLE_LANG_URL"):
        return {}
    return {OTHER_LANGUAGE: _permalink(settings, "ARTICLE_LANG_URL", "")}


def _permalink(settings: Settings, name: str, usual: str) -> str:
    """Translate ARTICLE_URL; `:slug` is made of the title or of the file's name, in ASCII or not."""
    typed = settings.text_of(name) or usual
    try:
        pattern = from_format(re.sub(r"index\.html$", "", typed))
    except ValueError as error:
        raise settings.error(name, f"{error}; write permalink by hand") from error
    slug = "basename" if settings.text_of("SLUGIFY_SOURCE") == "basename" else "slug"
    pattern = re.sub(r":slug\b", f":{slug}", pattern)
    if settings.get("SLUGIFY_USE_UNICODE") is True:
        pattern = re.sub(r":(slug|basename|category|author)\b", r":\1_unicode", pattern)
    return settings.checked(pattern, SCHEME, name)


def _path_fields(settings: Settings) -> Iterator[str]:
    if settings.get("USE_FOLDER_AS_CATEGORY") is not False and _with_categories(settings):
        yield r"(?:.*/)?(?P<category>[^/]+)/[^/]+$"
    path = settings.text_of("PATH_METADATA")
    if path:
        yield path
    name = settings.text_of("FILENAME_METADATA")
    if not name and _default_date(settings):  # The default would come first otherwise.
        name = _FILENAME
    if name and (name != _FILENAME or _default_date(settings)):
        yield rf"(?:.*/)?{_before_suffix(name)}\.[^./]+$"


def _before_suffix(pattern: str) -> str:
    """Restrict a pattern of names without suffix to the name: not the suffix, not another folder."""
    return f"(?:{pattern.removesuffix('$')})" if pattern.endswith(("*", "$")) else f"{pattern}.*"


def _defaults(settings: Settings) -> dict[str, Mapping[str, Any]]:
    metadata = settings.get("DEFAULT_METADATA")
    every: dict[str, Any] = {}
    if _with_categories(settings):
        every["category"] = settings.text_of("DEFAULT_CATEGORY") or "misc"
    every |= {str(k).lower(): v for k, v in metadata.items()} if isinstance(metadata, dict) else {}
    if moment := _default_date(settings):
        every["date"] = moment
    found: dict[str, Mapping[str, Any]] = {"**": every} if every else {}
    extra = settings.get("EXTRA_PATH_METADATA")
    for path, values in sorted(extra.items()) if isinstance(extra, dict) else []:
        if isinstance(values, dict) and "path" not in values:
            found[str(path) if "." in str(path) else f"{str(path).strip('/')}/**"] = values
    return found


def _with_categories(settings: Settings) -> bool:
    """Return whether articles without a category get a default one: not if categories have no pages."""
    return bool(settings.data.get("category_save_as", True))


def _default_date(settings: Settings) -> str:
    """Read DEFAULT_DATE: a text, or numbers from the year on."""
    given = settings.get("DEFAULT_DATE")
    if not isinstance(given, list):
        return settings.text_of("DEFAULT_DATE").removeprefix("fs")
    try:
        return datetime(*given).isoformat(" ")  # noqa: DTZ001 - in the site's zone
    except (TypeError, ValueError):
        return ""


def _site_paths(settings: Settings) -> dict[str, str]:
    """Return the site's feeds. FEED_ALL_ATOM and FEED_ATOM are one feed; only the first has a default."""
    found = {}
    for name, suffix in _FORMATS:
        default = "feeds/all.atom.xml" if name == "atom" else None
        wanted = settings.get(f"FEED_ALL_{suffix}") or settings.get(f"FEED_{suffix}")
        value = wanted or settings.data.get(f"feed_all_{suffix.lower()}", default)
        if isinstance(value, str) and value:
            found[name] = value.lstrip("/")
    return found


def _taxonomies(settings: Settings) -> dict[str, FoundTaxonomy]:
    found = {
        "tags": FoundTaxonomy("tags", _paths(settings, "TAG"), page_of_term(settings, "tag")),
        "categories": FoundTaxonomy(
            "category", _paths(settings, "CATEGORY"), page_of_term(settings, "category")
        ),
    }
    if authors := _paths(settings, "AUTHOR"):
        found["author"] = FoundTaxonomy("author", authors, page_of_term(settings, "author"))
    return found


def _paths(settings: Settings, kind: str) -> dict[str, str]:
    default = {
        "CATEGORY_ATOM": "feeds/{slug}.atom.xml",
        "AUTHOR_ATOM": "feeds/{slug}.atom.xml",
        "AUTHOR_RSS": "feeds/{slug}.rss.xml",
    }
    found = {}
    for name, suffix in _FORMATS:
        key = f"{kind}_feed_{suffix}".lower()
        value = settings.data.get(key, default.get(f"{kind}_{suffix}"))
        if isinstance(value, str) and value:
            found[name] = _of_terms(settings, value.replace("%s", "{slug}").lstrip("/"))
    return found


def _of_terms(settings: Settings, path: str) -> str:
    """Return the token that makes a term's slug as Pelican is configured."""
    unicode = settings.get("SLUGIFY_USE_UNICODE") is True
    return path.replace("{slug}", "{slug_unicode}") if unicode else path


def page_of_term(settings: Settings, kind: str) -> str:
    """Return the pattern of the page of a tag, category or author, "" if it has no slug."""
    page = settings.text_of(f"{kind.upper()}_URL") or f"{kind}/{{slug}}.html"
    return _of_terms(settings, page).lstrip("/") if "{slug}" in page else ""


def _notes(settings: Settings) -> Iterator[str]:
    for name in ("SLUG_REGEX_SUBSTITUTIONS", "SLUGIFY_PRESERVE_CASE"):
        if settings.get(name) and settings.get(name) != _USUAL_SLUGS:
            yield f"{name} is not read; give articles whose address differs a slug of their own"
    if settings.get("DEFAULT_DATE") == "fs":
        yield "Pelican takes files' times for dates (DEFAULT_DATE); Broadsheet wants them in headers"
