"""The pages of an Astro site that show entries and feeds: the pattern of addresses, places of feeds."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.engines.astro import parameters
from broadsheet.engines.astro.collections import Collection
from broadsheet.engines.astro.permalinks import SCHEME
from broadsheet.engines.found import UNLIMITED
from broadsheet.engines.settings import Settings
from broadsheet.walk import beginning, files_below

_GET = re.compile(r"getCollection\(\s*[\"'`]([\w-]+)[\"'`]")
_LINK = re.compile(r"\blink\s*:\s*`(/?[^`]*)`")
_PARAMETER = re.compile(r"\[(?:\.\.\.)?(?:slug|id|path|post|entry|article|page|blog)[^\[\]/]*\]")
_ENTRY = re.compile(r"\$\{[\w.?()]*\.?(?:id|slug)\}")
_STARLIGHT = re.compile(r"\bstarlight\(")
"""Starlight shows the entries of `docs` at the site's root, without a page of the site's own."""
_YAML_TOKENS = {"id": "slug", "category": "category"}
_SLICE = re.compile(r"\.slice\(\s*0\s*,\s*(\d{1,4})\s*\)")
_FORMATS = {".xml": "rss", ".json": "json"}
_DATE = re.compile(r"\bpubDate\s*:\s*(?:new\s+Date\(\s*)?[\w$]{1,100}\.data\.(\w{1,100})")
_XML_FEED = re.compile(r"(?i)rss|atom|feed")
_JSON_FEED = re.compile(r"jsonfeed|home_page_url|feed_url")
_USUAL_FEED = re.compile(r"(?:.*/)?(?:rss|feed|atom)\.")


@dataclass(frozen=True, slots=True)
class AstroPages:
    """The files of a site that show where its entries are; paths are below `src`/pages.

    `feeds` are those that pages write, the site's own first. `yaml` is the configuration of AstroWind.
    """

    root: Path
    src: str
    settings: Settings
    paths: tuple[str, ...]
    feeds: tuple[str, ...]
    yaml: Settings

    @classmethod
    def read(cls, root: Path, src: str, settings: Settings, yaml: Settings) -> AstroPages:
        """List the pages of a site."""
        top = root / src / "pages"
        found = files_below(top, site=top) if top.is_dir() else ()
        paths = tuple(sorted(found, key=lambda path: (path.count("/"), path)))
        feeds = sorted((p for p in paths if _is_feed(top, p)), key=_rank)
        return cls(root, src, settings, paths, tuple(feeds), yaml)

    def text(self, path: str) -> str:
        """Return the text of a page."""
        return beginning(self.root / self.src / "pages" / path, 100_000)

    @property
    def main_feeds(self) -> tuple[str, ...]:
        """Return the pages of the site's own feeds, one for each format, else of those in folders."""
        top = [path for path in self.feeds if "/" not in path] or self.feeds
        found = {kind: path for path in reversed(top) for kind, _ in places(self, [path])}
        return tuple(path for path in top if path in found.values())

    def date_of(self, collection: Collection) -> str:
        """Return the field that the feed of a collection has as its entries' date, "" for none."""
        path = self.feed_of(collection)
        match = _DATE.search(self.text(path)) if path else None
        return match[1] if match else ""

    def feed_of(self, collection: Collection) -> str:
        """Return the feed that shows a collection, else the feed that names no collection."""
        shown = {path: self.shown(path) for path in self.feeds}
        own = (path for path, names in shown.items() if collection.name in names)
        return next(own, next((path for path, names in shown.items() if not names), ""))

    def shown(self, path: str) -> set[str]:
        """Return the collections that a page shows."""
        return set(_GET.findall(self.text(path)))

    def page_of(self, collection: Collection) -> str:
        """Return the page with a parameter that shows a collection, "" if there is none."""
        found = [path for path in self.paths if path.endswith(".astro") and "[" in path]
        found = [path for path in found if _is_for_entries(path, self.text(path))]
        in_folder = [path for path in found if path.startswith(f"{collection.name}/")]
        named = [path for path in found if collection.name in self.shown(path)]
        return next(iter((*in_folder, *named, *found)), "")


def permalink(pages: AstroPages, collection: Collection, token: str) -> str:
    """Return the pattern of a collection's addresses, from the feed's links or else from its page."""
    never = pages.settings.text_of("trailingSlash") == "never"
    never = never or pages.yaml.table("site").get("trailingSlash") is False
    is_file = pages.settings.table("build").text_of("format") == "file"
    end = ".html" if is_file else "" if never else "/"
    path = _path(pages, collection, token)
    return pages.settings.checked(f"{path.rstrip('/')}{end}", SCHEME, "site")


def _path(pages: AstroPages, collection: Collection, token: str) -> str:
    if collection.of_pages:
        folder = posixpath.relpath(collection.base, f"{pages.src}/pages")
        return posixpath.normpath(f"/{folder}/:page")
    if collection.name == "docs" and _STARLIGHT.search(pages.settings.text):
        return f"/:{token}"
    found = _of_yaml(pages, token) or _of_feed(pages, collection, token)
    return found or _of_page(pages, collection, token) or f"/{collection.name}/:{token}"


def notes(pages: AstroPages, collections: list[Collection]) -> Iterator[str]:
    """Yield what a program of the site makes of its entries' addresses."""
    for collection in collections:
        page = pages.page_of(collection)
        if collection.own_ids:
            yield (
                f"generateId makes the ids of {collection.name}, and is not read: build the site, then run "
                "publish init, which compares them; or write permalink"
            )
        elif page and not (
            _of_yaml(pages, "id")
            or _of_feed(pages, collection, "id")
            or _of_params(pages, page, "id")
        ):
            yield (
                f"{pages.src}/pages/{page} computes addresses of {collection.name}: build the site, then "
                "run publish init, which compares them; or write permalink"
            )


def places(pages: AstroPages, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the format and the place of each feed that some pages write."""
    for path in paths:
        if "[" not in path:
            place = path.rpartition(".")[0]
            is_atom = re.search(r"<feed\b|atom1\(", pages.text(path))
            yield "atom" if is_atom else _FORMATS[posixpath.splitext(place)[1]], place


def limit(pages: AstroPages) -> int:
    """Return how many entries the feed has: all, unless its page slices the list."""
    cut = _SLICE.search(pages.text(pages.feeds[0])) if pages.feeds else None
    return int(cut[1]) if cut else UNLIMITED if pages.feeds else 20


def tag_page(pages: AstroPages) -> str:
    """Return the pattern of the addresses of tags, "" if there are none."""
    for path in pages.paths:
        match = re.fullmatch(r"((?:[\w-]+/)*tags?)/\[(?:\.\.\.)?\w+\](?:/.*)?(?:\.astro)?", path)
        if match:
            return f"{match[1]}/{{slug}}/"
    return ""


def _is_for_entries(path: str, text: str) -> bool:
    """Return whether a page has an address for each entry, and does not list many on each."""
    return bool(_PARAMETER.search(path)) and "paginate(" not in text


def _is_feed(pages: Path, path: str) -> bool:
    """Return whether a page writes a feed, and not some other data."""
    written = re.search(r"\.(xml|json)\.(?:js|ts)$", path)
    if not written or "sitemap" in path:
        return False
    sign = _XML_FEED if written[1] == "xml" else _JSON_FEED
    return bool(sign.search(path + beginning(pages / path, 100_000)))


def _rank(path: str) -> tuple[int, bool, str]:
    """Return the order of feeds: those at the top and with usual names first."""
    return path.count("/"), not _USUAL_FEED.match(path), path


def _of_yaml(pages: AstroPages, token: str) -> str:
    typed = pages.yaml.table("apps").table("blog").table("post").text_of("permalink")
    return re.sub(r"%(\w+)%", lambda m: f":{_YAML_TOKENS.get(m[1], m[1])}", typed).replace(
        ":slug", f":{token}"
    )


def _of_feed(pages: AstroPages, collection: Collection, token: str) -> str:
    text = pages.text(path) if (path := pages.feed_of(collection)) else ""
    match = _LINK.search(text)
    if not match or len(_ENTRY.findall(match[1])) != 1:
        return ""
    path = re.sub(r"^\$\{[^{}]*\}", "", _ENTRY.sub(f":{token}", match[1]))
    return "" if "$" in path else f"/{path.strip('/')}"


def _of_page(pages: AstroPages, collection: Collection, token: str) -> str:
    """Return the address of the page with a parameter that shows a collection."""
    page = pages.page_of(collection)
    if found := _of_params(pages, page, token):
        return found
    place = _PARAMETER.sub(f":{token}", page.removesuffix(".astro"), count=1)
    return "" if not place or "[" in place else "/" + place.removesuffix("/index")


def _of_params(pages: AstroPages, page: str, token: str) -> str:
    return parameters.address(page.removesuffix(".astro"), pages.text(page), token) if page else ""
