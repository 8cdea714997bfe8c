"""Finds the files that articles name: on this disk, and their addresses on the web."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import unquote, urlsplit

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.images import ImageFacts, image_facts
from broadsheet.language_tags import language_in_name
from broadsheet.stamps import FILE, FOLDER, Stamps
from broadsheet.walk import files_below, leads_out


@dataclass(frozen=True, slots=True)
class Page:
    """Where references are resolved from: `path` of the article's file below content/."""

    path: str
    permalink: str
    shared: str = ""
    """The URL at which the files of a bundle of several languages are; "" if it is not known."""

    @property
    def folder(self) -> str:
        """Return the article's folder below content/, "" for content/ itself."""
        return posixpath.dirname(self.path)

    @property
    def is_bundle(self) -> bool:
        """Return whether files beside the article are published beside its page (`index.md`)."""
        return posixpath.basename(self.path).startswith("index.")

    @property
    def asset_folder(self) -> str:
        """Return the folder of the article's own name, in which some engines keep its files."""
        return posixpath.splitext(self.path)[0]


class Assets:
    """Finds the files of a site; `stamps` remembers which ones an article depends on."""

    def __init__(self, config: Config, stamps: Stamps | None = None) -> None:
        self.stamps = stamps or Stamps(config.root, 0)
        self._base = config.articles_url
        self._root = config.root
        self._content = config.content.path
        self._static = config.content.static
        self._may_lead_out = config.content.follow_links
        engine = engine_of(config)
        self.place = partial(engine.file_path, config=config)
        self._has_asset_folders = engine.has_asset_folders
        self._has_bundles = engine.has_bundles
        self._languages = config.content.languages if engine.has_bundles else {}
        self._facts: dict[str, ImageFacts | None] = {}
        self._folder_leads_out = cache(partial(leads_out, site=config.root))

    def find(self, reference: str, page: Page) -> tuple[str, str] | None:
        """Find the URL of a reference, and its file's path below the site; None if it is not on this disk.

        A path is looked up beside the article, in content/, in static/ and, there, beside the
        article's page, as typed and percent-decoded; one with a leading slash not beside anything, but
        in a bundle if it is nowhere else: themes look for a page's own files so. A path that leads from
        content/ to static/ on this disk counts too.
        Files in the article's asset folder count as beside it.
        """
        if not urls.is_path(reference):
            return None
        typed = urlsplit(reference).path
        names = (name for name in dict.fromkeys((reference, typed, unquote(typed))) if name)
        return next((found for name in names if (found := self._look_up(name, page))), None)

    def _look_up(self, name: str, page: Page) -> tuple[str, str] | None:
        if self._languages and page.is_bundle and (found := self._translated(name, page)):
            return found
        if not name.startswith("/"):
            for folder in (page.folder, *([page.asset_folder] if self._has_asset_folders else ())):
                beside = posixpath.normpath(posixpath.join(folder, name))
                if file := self._file(self._content, beside):
                    return self._url_beside(beside, page), file
                if beside.startswith("../") and (found := self._above(beside)):
                    return found
        path = posixpath.normpath(name.lstrip("/"))
        file = self._file(self._content, path) or self._file(self._static, path)
        if not file and not name.startswith("/") and page.permalink.startswith(self._base):
            address = unquote(urlsplit(page.permalink[len(self._base) :]).path)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(address), name))
            file = self._file(self._static, path)
        if not file and name.startswith("/") and self._has_bundles and page.is_bundle:
            beside = posixpath.normpath(posixpath.join(page.folder, path))
            file = self._file(self._content, beside)
            return (self._url_beside(beside, page), file) if file else None
        return (self._url(path), file) if file else None

    def _above(self, path: str) -> tuple[str, str] | None:
        """Find a file of static/ by its path from content/, as editors' previews do (`../images/x.png`)."""
        place = posixpath.normpath(posixpath.join(self._content, path))
        name = place.removeprefix(f"{self._static}/")
        file = self._file(self._static, name) if name != place else ""
        return (self._url(name), file) if file else None

    def _translated(self, name: str, page: Page) -> tuple[str, str] | None:
        """Find the file of a bundle that is for the page's language: `cover.de.png` for `cover.png`."""
        stem, suffix = posixpath.splitext(name.lstrip("/"))
        language = language_in_name(page.path, self._languages) or next(iter(self._languages))
        beside = f"{stem}.{language}{suffix}"
        file = self._file(self._content, posixpath.normpath(posixpath.join(page.folder, beside)))
        return (urls.file_url(page.permalink, posixpath.normpath(beside)), file) if file else None

    def _url_beside(self, path: str, page: Page) -> str:
        if page.is_bundle and path.startswith(f"{page.folder}/"):
            is_own = language_in_name(path, self._languages) == language_in_name(
                page.path, self._languages
            )
            place = page.permalink if is_own else self._bundle(page)
            return urls.file_url(place, path[len(page.folder) + 1 :])
        if self._has_asset_folders and path.startswith(f"{page.asset_folder}/"):
            place = re.sub(r"\.html?$", "/", page.permalink)
            return urls.file_url(place, path[len(page.asset_folder) + 1 :])
        return self._url(path)

    def _url(self, path: str) -> str:
        return urls.file_url(self._base, self.place(path))

    def _bundle(self, page: Page) -> str:
        """Return the URL of a bundle's files; those of translations (`index.de.md`) are there once."""
        if page.shared:
            return page.shared
        told = posixpath.splitext(page.path)[0].rpartition(".")[2]
        start = urls.folder_url(self._base, self._languages.get(told, ""))
        main = next(iter(self._languages), "")
        shared = any(
            self._file(self._content, f"{page.folder}/index{m}.md") for m in ("", f".{main}")
        )
        return self._base + page.permalink.removeprefix(start) if shared else page.permalink

    def _file(self, folder: str, path: str) -> str:
        """Return the path of a file in one of the site's folders; "" if it is not there."""
        if path.startswith(("../", "/")) or "\0" in path:
            return ""
        place = f"{folder}/{path}" if folder else path
        if self.stamps.kind(place) != FILE or (not self._may_lead_out and self._leads_out(place)):
            return ""
        return place

    def _leads_out(self, place: str) -> bool:
        """Return whether symbolic links on the way to a file lead out; its folder is looked at once."""
        file = f"{self._root}/{place}"
        if os.path.islink(file):  # noqa: PTH114 - called for the pictures of all articles
            return leads_out(file, self._root)
        return self._folder_leads_out(posixpath.dirname(file))

    def should_be_here(self, reference: str, page: Page) -> bool:
        """Return whether a path leads into a folder of content/ or static/, so that its file is missing.

        A bare name, and one that begins with a dot, leads beside the article. Sites that keep their
        images elsewhere, on a CDN or in a theme, have no such folder.
        """
        if not urls.is_path(reference) or reference.startswith("{"):
            return False
        path = unquote(urlsplit(reference).path)
        folder = posixpath.dirname(path.lstrip("/"))
        if not path.startswith("/") and folder.partition("/")[0] in {"", ".", ".."}:
            return self._is_folder(self._content, posixpath.join(page.folder, folder))
        return any(self._is_folder(base, folder) for base in (self._content, self._static))

    def is_there(self, path: str) -> bool:
        """Return whether there is a file or folder of this path below the site's folder."""
        path = posixpath.normpath(path)
        return not path.startswith("..") and "\0" not in path and bool(self.stamps.kind(path))

    def is_file(self, path: str) -> bool:
        """Return whether there is a file, and no folder, of this path below the site's folder."""
        return bool(self._file("", posixpath.normpath(path)))

    def _is_folder(self, base: str, path: str) -> bool:
        path = posixpath.normpath(path or ".")
        if path.startswith("..") or "\0" in path:
            return False
        return self.stamps.kind(posixpath.normpath(posixpath.join(base, path))) == FOLDER

    def others(self, *, notes: bool = False) -> dict[str, str]:
        """Return the URLs of all files below the content folder by their paths, of notes only if asked."""
        site = None if self._may_lead_out else self._root
        paths = files_below(self._root / self._content, site=site)
        return {p: self._url(p) for p in paths if notes or not p.endswith(".md")}

    def size(self, file: str) -> int:
        """Return the bytes of a file, by its path below the site's folder."""
        self.stamps.of(file)
        return (self._root / file).stat().st_size

    def facts(self, file: str) -> ImageFacts | None:
        """Measure an image, by its path below the site's folder; None if the file is no image."""
        self.stamps.of(file)
        if file not in self._facts:
            self._facts[file] = image_facts(self._root / file)
        return self._facts[file]
