"""The pages of an Astro site: which show a collection, and which write feeds."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.engines.astro.collections import Collection
from broadsheet.engines.found import UNLIMITED
from broadsheet.engines.settings import Settings
from broadsheet.walk import beginning, files_below

_GET = re.compile(r"getCollection\(\s*[\"'`]([\w-]+)[\"'`]")
PARAMETER = re.compile(
    r"\[(?:\.\.\.)?(?:(?:slug|id|path|post|entry|article|page|blog)[^\[\]/]*|\w+(?:_slug|Slug|_id|Id))\]"
)
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
        own = [path for path in found if self.is_of(path, collection)]
        in_folder = [path for path in own if path.startswith(f"{collection.name}/")]
        return next(iter((*in_folder, *own, *found)), "")

    def is_of(self, path: str, collection: Collection) -> bool:
        """Return whether a page is for a collection: it is in its folder, or names it."""
        quoted = {f"'{collection.name}'", f'"{collection.name}"'}
        text = self.text(path)
        return path.startswith(f"{collection.name}/") or any(name in text for name in quoted)


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
    return bool(PARAMETER.search(path)) and "paginate(" not in text


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
