"""Reads an Astro site: astro.config, src/content.config, src/pages, and the constants of themes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.astro.permalinks import SCHEME
from broadsheet.engines.found import UNLIMITED, Found, FoundFeed, FoundTaxonomy
from broadsheet.engines.javascript import argument
from broadsheet.engines.javascript_files import Module, config_file, read_config
from broadsheet.engines.settings import Settings, load
from broadsheet.engines.web_dialect import KEYS
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import beginning, files_below

_DEFINED = re.compile(r"(?<![\w-])([\w-]{1,100})[\"']?\s{0,9}[=:]\s{0,9}defineCollection\(")
_EXPORTED = re.compile(r"export\s+const\s+collections\b[^=]*=\s*\{([^{}]*)\}")
_RENAMED = re.compile(r"(?<![\w-])([\w-]{1,100})[\"']?\s{0,9}:\s{0,9}([\w$]+)")
_GLOB = re.compile(r"\bglob\(\s*\{(.*?)\}\s*\)", re.DOTALL)
_BASE = re.compile(r"\bbase\s*:\s*[\"'`](?:\./)?([^\"'`$]+)[\"'`]")
_ONE_PATTERN = re.compile(r"\bpattern\s*:\s*(\[[^\]]*\]|[\"'`][^\"'`]*[\"'`])")
_QUOTED = re.compile(r"[\"'`]([^\"'`]*)[\"'`]")
_GET = re.compile(r"getCollection\(\s*[\"'`]([\w-]+)[\"'`]")
_LINK = re.compile(r"\blink\s*:\s*`(/?[^`]*)`")
_PARAMETER = re.compile(r"\[(?:\.\.\.)?(?:slug|id|path|post|entry|article|page|blog)[^\[\]/]*\]")
_ENTRY = re.compile(r"\$\{[\w.?()]*\.?(?:id|slug)\}")
_CONSTANTS = ("consts", "config", "constants", "site.config", "data/site", "siteConfig")
_ABOUT = re.compile(r"(?i)site|config|siteconfig|site_config|site_metadata|meta")
_YAML_TOKENS = {"id": "slug", "category": "category"}
_SLICE = re.compile(r"\.slice\(\s*0\s*,\s*(\d{1,4})\s*\)")
_FORMATS = {".xml": "rss", ".json": "json"}
_WITH_MDX = ("**/*.md", "**/*.mdx", "**/*.markdown")
_ENOUGH = 200
_FEW = 20


@dataclass(frozen=True, slots=True)
class _Collection:
    name: str
    base: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Site:
    """The files of a site that show where its entries are; paths of `pages` are below src/pages.

    `feeds` are those that pages write, the site's own first. `yaml` is the configuration of AstroWind.
    """

    root: Path
    settings: Settings
    pages: tuple[str, ...]
    feeds: tuple[str, ...]
    yaml: Settings

    def page(self, path: str) -> str:
        """Return the text of a page."""
        return beginning(self.root / "src/pages" / path, 100_000)

    def feed_of(self, collection: _Collection) -> str:
        """Return the feed that shows a collection, else the feed that names no collection."""
        shown = {path: set(_GET.findall(self.page(path))) for path in self.feeds}
        own = (path for path, names in shown.items() if collection.name in names)
        return next(own, next((path for path, names in shown.items() if not names), ""))


def detect_config(root: Path) -> Found:
    """Describe an Astro site. Raises ConfigError if a file cannot be read."""
    settings, notes = read_config(config_file(root, "astro.config"), root)
    collections = [c for c in _collections(root) if _is_dated(root, c)]
    pages = tuple(sorted(_pages(root / "src/pages"), key=lambda path: (path.count("/"), path)))
    feeds = tuple(path for path in pages if _is_feed(path))
    site = _Site(root, settings, pages, feeds, load(root, "src/config.yaml"))
    main = dict(_places(site, [path for path in feeds if "/" not in path] or feeds))
    said, constants = _said_by_feed(site), _constants(site)
    content = _content(collections)
    several = len(collections) > 1
    if not collections:
        notes = (*notes, "no collection with dates was found below src/content")
    return Found(
        engine="astro",
        title=said.text_of("title")
        or constants.text_of("SITE_TITLE", "title", "name", "siteTitle"),
        url=_url(settings, constants),
        language=constants.text_of("lang", "language", "locale")
        or settings.table("i18n").text_of("defaultLocale"),
        description=said.text_of("description")
        or constants.text_of("SITE_DESCRIPTION", "description", "desc"),
        author=constants.text_of("AUTHOR", "author", "SITE_AUTHOR"),
        timezone=constants.text_of("timezone") or "UTC",
        content=content,
        static="public",
        include=tuple(_include(collections, content)),
        permalink="" if several or not collections else _permalink(site, collections[0], "id"),
        permalinks={
            _folder(c, content): _permalink(site, c, "id_in_collection")
            for c in collections
            if several
        },
        taxonomies={
            "tags": FoundTaxonomy("tags", page=_tag_page(pages)),
            **_categories(root, collections),
        },
        formats=(*main, *(name for name in ("atom", "rss", "json") if name not in main)),
        paths=main,
        limit=_limit(site),
        left_out=tuple(_folder(c, content) for c in _left_out(site, collections) if several),
        feeds=dict(_other_feeds(site, collections, content)) if several else {},
        notes=notes,
    )


def _folder(collection: _Collection, content: str) -> str:
    return posixpath.relpath(collection.base, content).partition("/")[0]


def _left_out(site: _Site, collections: list[_Collection]) -> Iterator[_Collection]:
    """Yield the collections that the site's own feed does not show."""
    shown = set(_GET.findall(site.page(site.feeds[0]))) if site.feeds else set()
    return (c for c in collections if shown and c.name not in shown)


def _other_feeds(
    site: _Site, collections: list[_Collection], content: str
) -> Iterator[tuple[str, FoundFeed]]:
    """Yield the feeds of single collections, each in a folder."""
    for collection in collections:
        path = site.feed_of(collection)
        if "/" in path and "[" not in path:
            places = dict(_places(site, [path]))
            folder = _folder(collection, content)
            yield folder, FoundFeed(folder, {"sections": (folder,)}, "", paths=places)


def _url(settings: Settings, site: Settings) -> str:
    url = web_address(
        settings.text_of("site") or site.text_of("website", "url", "site", "SITE_URL")
    )
    base = settings.text_of("base").strip("/")
    return f"{url.rstrip('/')}/{base}" if url and base else url


def _collections(root: Path) -> Iterator[_Collection]:
    """Yield the Markdown collections: the defined ones, else the folders of src/content."""
    file = config_file(root, "src/content.config", "src/content/config")
    text = Module.read(file, root).text if file else ""
    places = list(_DEFINED.finditer(text))
    if places:
        exported = _EXPORTED.search(text)
        names = {own: name for name, own in _RENAMED.findall(exported[1])} if exported else {}
        ends = (*(match.start() for match in places[1:]), len(text))
        for match, end in zip(places, ends, strict=True):
            yield _defined(str(names.get(match[1], match[1])), text[match.end() : end])
        return
    top = root / "src/content"
    for folder in sorted(top.iterdir()) if top.is_dir() else ():
        if folder.is_dir():
            yield _Collection(folder.name, f"src/content/{folder.name}")


def _defined(name: str, body: str) -> _Collection:
    loader = _GLOB.search(body)
    base = _BASE.search(loader[1]) if loader else None
    pattern = _ONE_PATTERN.search(loader[1]) if loader else None
    patterns = tuple(_QUOTED.findall(pattern[1])) if pattern else ()
    return _Collection(name, base[1].strip("/") if base else f"src/content/{name}", patterns)


def _is_dated(root: Path, collection: _Collection) -> bool:
    top = root / collection.base
    found = files_below(top, site=top) if top.is_dir() else iter(())
    texts = [path for path in islice(found, _ENOUGH) if path.endswith((".md", ".mdx", ".markdown"))]
    return any(headers.header_fields(top / path).keys() & set(KEYS.date) for path in texts)


def _content(collections: list[_Collection]) -> str:
    if not collections:
        return "src/content"
    return posixpath.commonpath([c.base for c in collections]) or "."


def _include(collections: list[_Collection], content: str) -> Iterator[str]:
    """Return the globs of the collections; braces are expanded and negations left out."""
    if not collections:
        yield from _WITH_MDX
    for collection in collections:
        folder = posixpath.relpath(collection.base, content) if collection.base != content else ""
        for name in _WITH_MDX:
            yield f"{folder}/{name}".lstrip("/")


def _pages(folder: Path) -> Iterator[str]:
    yield from files_below(folder, site=folder) if folder.is_dir() else ()


def _is_feed(path: str) -> bool:
    return bool(re.search(r"\.(?:xml|json)\.(?:js|ts)$", path)) and "sitemap" not in path


def _places(site: _Site, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the format and the place of each feed that some pages write."""
    for path in paths:
        if "[" not in path:
            place = path.rpartition(".")[0]
            is_atom = re.search(r"<feed\b|atom1\(", site.page(path))
            yield "atom" if is_atom else _FORMATS[posixpath.splitext(place)[1]], place


def _limit(site: _Site) -> int:
    """Return how many entries the feed has: all, unless its page slices the list."""
    cut = _SLICE.search(site.page(site.feeds[0])) if site.feeds else None
    return int(cut[1]) if cut else UNLIMITED if site.feeds else 20


def _said_by_feed(site: _Site) -> Settings:
    """Return the arguments of the function `rss` of @astrojs/rss."""
    if not site.feeds:
        return Settings.of({})
    module = Module.read(site.root / "src/pages" / site.feeds[0], site.root)
    return Settings.of(module.known(argument(module.text, "rss")))


def _constants(site: _Site) -> Settings:
    """Return the site's settings that a theme keeps in a module of constants or in src/config.yaml."""
    if site.yaml.data:
        return _of_yaml(site.yaml)
    root = site.root
    names = (*_CONSTANTS, *(f"{name}/index" for name in _CONSTANTS))
    file = config_file(root, *(f"src/{name}" for name in names))
    if file is None:
        return Settings.of({})
    module = Module.read(file, root)
    found: dict[str, Any] = {}
    for name in re.findall(r"export\s+const\s+(\w+)", module.text):
        value = module.known(module.exported(name))
        if isinstance(value, dict) and _ABOUT.fullmatch(name):
            found = {**value, **found}
        elif isinstance(value, str):
            found[name] = value
    return Settings.of(found, module.path, module.text)


def _of_yaml(yaml: Settings) -> Settings:
    about, meta = yaml.table("site"), yaml.table("metadata")
    found = {
        "url": about.text_of("site"),
        "title": about.text_of("name"),
        "description": meta.text_of("description"),
        "language": yaml.table("i18n").text_of("language"),
    }
    return Settings.of({name: value for name, value in found.items() if value})


def _permalink(site: _Site, collection: _Collection, token: str) -> str:
    """Return the pattern of a collection's addresses, from the feed's links or else from its page."""
    found = _of_yaml_pattern(site, token)
    found = found or _of_feed(site, collection, token) or _of_page(site, collection, token)
    path = found or f"/{collection.name}/:{token}"
    never = site.settings.text_of("trailingSlash") == "never"
    never = never or site.yaml.table("site").get("trailingSlash") is False
    is_file = site.settings.table("build").text_of("format") == "file"
    end = ".html" if is_file else "" if never else "/"
    return site.settings.checked(f"{path.rstrip('/')}{end}", SCHEME, "site")


def _of_yaml_pattern(site: _Site, token: str) -> str:
    typed = site.yaml.table("apps").table("blog").table("post").text_of("permalink")
    return re.sub(r"%(\w+)%", lambda m: f":{_YAML_TOKENS.get(m[1], m[1])}", typed).replace(
        ":slug", f":{token}"
    )


def _of_feed(site: _Site, collection: _Collection, token: str) -> str:
    text = site.page(path) if (path := site.feed_of(collection)) else ""
    match = _LINK.search(text)
    if not match or len(_ENTRY.findall(match[1])) != 1:
        return ""
    path = re.sub(r"^\$\{[^{}]*\}", "", _ENTRY.sub(f":{token}", match[1]))
    return "" if "$" in path else f"/{path.strip('/')}"


def _of_page(site: _Site, collection: _Collection, token: str) -> str:
    """Return the address of the page with a parameter that shows a collection."""
    found = [p for p in site.pages if p.endswith(".astro") and _PARAMETER.search(p)]
    named = [p for p in found if collection.name in _GET.findall(site.page(p))]
    in_folder = [p for p in found if p.startswith(f"{collection.name}/")]
    path = next(iter((*in_folder, *named, *found)), "")
    place = _PARAMETER.sub(f":{token}", path.removesuffix(".astro"), count=1)
    return "" if not place or "[" in place else "/" + place.removesuffix("/index")


def _tag_page(pages: tuple[str, ...]) -> str:
    for path in pages:
        match = re.fullmatch(r"((?:[\w-]+/)*tags?)/\[(?:\.\.\.)?\w+\](?:/.*)?(?:\.astro)?", path)
        if match:
            return f"{match[1]}/{{slug}}/"
    return ""


def _categories(root: Path, collections: list[_Collection]) -> Mapping[str, FoundTaxonomy]:
    for collection in collections:
        top = root / collection.base
        for path in islice(files_below(top, site=top), _FEW):
            if headers.header_fields(top / path).keys() & {"category", "categories"}:
                return {"categories": FoundTaxonomy("categories")}
    return {}
