"""Reads Hugo's configuration: hugo.toml and its kin, and config/_default/."""

from __future__ import annotations

import glob
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from broadsheet.engines.found import (
    Found,
    FoundTaxonomy,
    disabled_languages,
    found_languages,
    language_feeds,
)
from broadsheet.engines.hugo.cascade import site_cascade
from broadsheet.engines.hugo.config_files import hugo_settings, main_language
from broadsheet.engines.hugo.config_permalinks import permalinks, unknown_targets
from broadsheet.engines.hugo.languages import content_folders, lost_languages, shared_folders
from broadsheet.engines.hugo.mounted_files import unmounted
from broadsheet.engines.hugo.pages import ContentPages, read_pages
from broadsheet.engines.hugo.permalinks import name_slug
from broadsheet.engines.settings import Settings
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import files_below, glob_pattern

_LANGUAGE = ("languageCode", "locale", "defaultContentLanguage")
_DATE_KEYS = {
    "date": "date",
    "lastmod": "updated",
    "expirydate": "expires",
    "publishdate": "starts",
}
_DEFAULT_DATES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "lastmod": ("lastmod", "modified"),
    "expirydate": ("expirydate", "unpublishdate"),
    "publishdate": ("publishdate", "pubdate", "published"),
}


def detect_config(root: Path) -> Found:
    """Read a Hugo site's configuration. Raises ConfigError if it cannot be read."""
    settings = hugo_settings(root)
    params = settings.table("params")
    default = main_language(settings)
    languages = found_languages(settings, default)
    lost = lost_languages(settings, languages)
    languages = {name: folder for name, folder in languages.items() if name not in lost}
    languages = languages if len(languages) > 1 else {}
    permalink, patterns = permalinks(settings, languages)
    content, folders = content_folders(settings, languages)
    fields = _fields(settings)
    dates = fields.get("date", ())
    exclude = tuple(dict.fromkeys(_excluded(settings, root, content)))
    pages = read_pages(root / content, folders, default, dates, exclude)
    taxonomies = _taxonomies(settings, pages)
    return Found(
        engine="hugo",
        title=settings.text_of("title"),
        url=web_address(settings.text_of("baseURL")),
        language=settings.text_of(*_LANGUAGE) if not languages else default,
        description=params.text_of("description", "subtitle"),
        author=_author(params) or _author(settings),
        email=_email(params, settings),
        timezone=settings.text_of("timeZone"),
        content=content,
        static=_static(settings),
        include=headers.WITH_HTML if headers.has_dated_html(root / content, dates) else (),
        exclude=exclude,
        permalink=permalink,
        permalinks=patterns,
        keep_case=_is_on(settings, "disablePathToLower"),
        drop_accents=_is_on(settings, "removePathAccents"),
        fields=fields,
        defaults=site_cascade(settings, folders),
        taxonomies=taxonomies,
        formats=("rss", "atom", "json"),
        names=_names(_feed_name(settings)),
        limit=settings.table("services").table("rss").number_of("limit")
        or settings.number_of("rssLimit")
        or 20,
        languages=languages,
        language_folders=folders,
        feeds={
            **pages.section_feeds(settings, taxonomies, by_language=bool(languages)),
            **language_feeds(languages, settings),
        },
        notes=tuple(_notes(settings, lost)),
    )


def _taxonomies(settings: Settings, pages: ContentPages) -> dict[str, FoundTaxonomy]:
    """Read Hugo's { tag = "tags" }: the plural is folder and field. Without the table there are two."""
    told = next((n for n in ("taxonomies", "indexes") if settings.get(n) is not None), "")
    if not told:
        names = ["tags", "categories"]
    else:
        table = settings.table(told)  # The first versions called them `indexes`.
        names = [value for _, value in table.items()]
    return {name: _taxonomy(name, settings, pages) for name in names if isinstance(name, str)}


def _taxonomy(name: str, settings: Settings, pages: ContentPages) -> FoundTaxonomy:
    typed, plain = _is_on(settings, "disablePathToLower"), _is_on(settings, "removePathAccents")
    slug_of = f"{{{'typed_' * typed}{'plain_' * plain}slug}}"
    pattern = settings.table("permalinks").table("term").text_of(name)
    folder, made = re.subn(
        r":(?:slug|title|contentbasename|slugorcontentbasename)\b", slug_of, pattern
    )
    folder = folder.strip("/") if made == 1 and ":" not in folder else f"{name}/{slug_of}"
    slugs = {
        term: slug or title
        for term, title, slug in pages.terms(name)
        if slug or (title and re.search(r":(?:slug|title)\b", pattern))
    }
    return FoundTaxonomy(
        name,
        {"rss": f"{folder}/{_feed_name(settings)}"},
        f"{folder}/",
        {term: title for term, title, _ in pages.terms(name) if title},
        {term: name_slug(slug) for term, slug in slugs.items()},
    )


def _is_on(settings: Settings, name: str) -> bool:
    return settings.get(name) is True


def _feed_name(settings: Settings) -> str:
    rss = settings.table("outputFormats").table("RSS")
    kind = settings.table("mediaTypes").table(rss.text_of("mediaType") or "application/rss+xml")
    suffixes = kind.get("suffixes")
    suffix = suffixes[0] if isinstance(suffixes, list) and suffixes else "xml"
    return f"{rss.text_of('baseName') or 'index'}.{suffix}"


def _names(feed: str) -> dict[str, str]:
    """Return the feeds' names; if Hugo's RSS is called atom.xml, the Atom feed gets another name."""
    return {"rss": feed, **({"atom": "feed.atom.xml"} if feed == "atom.xml" else {})}


def _fields(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Translate `[frontmatter]`, which lists the keys of dates."""
    found = {}
    for name, meaning in _DATE_KEYS.items():
        keys = settings.table("frontmatter").get(name)
        if isinstance(keys, list):
            expanded = [
                part
                for key in map(str, keys)
                for part in (_DEFAULT_DATES[name] if key == ":default" else (key.lower(),))
            ]
            found[meaning] = tuple(
                dict.fromkeys(k for k in expanded if k not in {":git", ":filemodtime"})
            )
    return found


def _static(settings: Settings) -> str:
    value = settings.get("staticDir")
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _author(settings: Settings) -> str:
    """Return the author's name; a table without `name` has one by language or role."""
    names = (value for _, value in settings.table("author").items())
    named = settings.text_of("author")
    return named or next((name for name in names if isinstance(name, str) and "@" not in name), "")


def _email(params: Settings, settings: Settings) -> str:
    tables = (params.table("author"), settings.table("author"))
    email = next(filter(None, (table.text_of("email") for table in tables)), "")
    return email or params.text_of("email")


def _excluded(settings: Settings, root: Path, content: str) -> Iterator[str]:
    """Translate what mounts leave out, and the expressions of `ignoreFiles`, for whole paths."""
    for name in disabled_languages(settings):
        yield f"**/*.{name}.*"
    for pattern in settings.get("ignoreFiles") or []:
        name = re.sub(r"\\(.)", r"\1", str(pattern).strip("^$"))
        if name.endswith((".md", ".markdown")):
            yield f"**/*{name}"
        elif re.fullmatch(r"@?[\w-]+/?", name):  # It may stand anywhere in a path.
            yield f"**/*{name.rstrip('/')}{'' if name.endswith('/') else '*'}/**"
            yield from () if name.endswith("/") else (f"**/*{name}*",)
        else:
            yield from _ignored(str(pattern), root, content)
    yield from unmounted(settings, content, _articles(root / content))


def _articles(content: Path) -> Iterator[str]:
    """Yield the paths of files that may be articles."""
    paths = files_below(content, site=content) if content.is_dir() else ()
    yield from (path for path in paths if path.endswith((".md", ".markdown", ".html")))


def _ignored(pattern: str, root: Path, content: str) -> Iterator[str]:
    """Yield the glob that equals an expression, or else the articles that it matches today."""
    try:
        expression = re.compile(pattern)
    except re.error:
        return
    articles = _articles(root / content)
    matched = sorted(path for path in articles if expression.search(f"/{content}/{path}"))
    text = re.sub(r"^/?(?:content/)?", "", pattern.strip("^").replace(".*", "*"))
    simple = re.sub(r"\\(\W)", r"\1", text.removesuffix("$"))
    found = f"**/{'' if pattern.startswith(('^', '/', 'content/')) else '*'}{simple}"
    found += "" if pattern.endswith("$") else "**" if simple.endswith("/") else "*"
    if matched and not re.search(r"(?<!\\)[.+?(){}|[\]]", text.removesuffix("$")):
        compiled = glob_pattern((found,))
        if all(compiled.fullmatch(path) for path in matched):
            yield found
            return
    yield from map(glob.escape, matched)


def _notes(settings: Settings, lost: Collection[str]) -> Iterator[str]:
    for name in lost:
        yield (
            f'Hugo takes languages.{name}.contentDir "content" for the main language\'s, and publishes '
            f"nothing of {name}; give it a folder of another name, then run publish init again"
        )
    for folder in shared_folders(settings):
        yield (
            f"{folder} is mounted for several languages: Hugo publishes a page whose name tells none in "
            "each of them, Broadsheet in the main one alone"
        )
    for path in unknown_targets(settings):
        yield (
            f"permalinks for {path} are not known: write them into publish.toml, by section, below "
            "[content.permalinks]"
        )
    if settings.get("enableGitInfo") is True:
        yield (
            "Hugo takes lastmod from git; for the same, in builds that have the whole history, write "
            'updated = ["lastmod", ":git"] below [content.fields]'
        )
    languages = settings.table("languages")
    if any(languages.table(name).get("baseURL") for name, _ in languages.items()):
        yield "languages at addresses of their own (baseURL) are taken for folders of the site's"
    if settings.get("buildFuture") is True:
        yield "Hugo publishes articles of the future (buildFuture); Broadsheet waits for their date"
