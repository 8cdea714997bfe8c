"""Hugo's own pages of sections and terms: `_index.md` may give them titles and addresses.

https://gohugo.io/content-management/page-bundles/#branch-bundles
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from broadsheet.engines.found import FoundFeed
from broadsheet.engines.hugo.permalinks import name_slug, typed_name_slug
from broadsheet.engines.settings import Settings
from broadsheet.source import headers
from broadsheet.walk import files_below, glob_pattern


@dataclass(frozen=True, slots=True)
class ContentPages:
    """The pages of a site's main language: their folders below the content, and the fields of each.

    `dated` are the sections that articles of any language are in: folders at the top, and others with an
    `_index.md`. `foreign` are titles of sections in other languages.
    """

    indexes: Mapping[str, Mapping[str, Any]]
    dated: Collection[str]
    foreign: Mapping[str, str]

    def text_of(self, folder: str, *names: str) -> str:
        """Return the first of several fields of a folder's page that is a text; "" if none."""
        values = (self.indexes.get(folder, {}).get(name) for name in names)
        return next((value for value in values if isinstance(value, str) and value), "")

    def section_feeds(
        self, settings: Settings, taxonomies: Collection[str], *, by_language: bool
    ) -> dict[str, FoundFeed]:
        """Return the feeds of sections, to which people are subscribed; some have none."""
        site = settings.text_of("title")
        places = settings.table("permalinks").table("section")
        slug_of = typed_name_slug if settings.get("disablePathToLower") is True else name_slug
        nested = {folder for folder in self.dated if "/" in folder}
        tops = {folder.partition("/")[0] for folder in self.dated} - {""}
        found = {}
        for folder in sorted(tops | nested):
            top = folder.partition("/")[0]
            if name_slug(top) in taxonomies or not self._has_feed(folder, settings):
                continue
            place = self.text_of(folder, "url") or (places.text_of(top) if folder == top else "")
            place = place or self._by_slugs(folder)
            # A bare name stands for folders of that name wherever they are.
            exact = any(top in other.split("/") for other in nested)
            if exact and folder not in self.dated:
                continue
            title = self.text_of(folder, "title") or self.foreign.get(folder, "")
            found[folder] = FoundFeed(
                f"{title or posixpath.basename(folder)} · {site}".strip(" ·"),
                {"sections": (f"/{folder}" if exact else folder,)},
                (place if ":" not in place else "").strip("/") or slug_of(folder),
                by_language=by_language,
            )
        return found

    def _by_slugs(self, folder: str) -> str:
        """Return a folder's path with the slugs of sections in it, "" if none has one."""
        names = folder.split("/")
        paths = accumulate(names, lambda above, name: f"{above}/{name}")
        slugs = [self.text_of(path, "slug") for path in paths]
        if not any(slugs):
            return ""
        return "/".join(name_slug(slug or name) for slug, name in zip(slugs, names, strict=True))

    def _has_feed(self, folder: str, settings: Settings) -> bool:
        page = self.indexes.get(folder, {})
        outputs = page.get("outputs", settings.table("outputs").get("section"))
        has_none = isinstance(outputs, list) and "rss" not in (
            str(name).lower() for name in outputs
        )
        return not has_none and str(page.get("draft")).lower() != "true"

    def terms(self, taxonomy: str) -> Iterator[tuple[str, str, str]]:
        """Yield the terms that have a page: their names, titles and slugs, "" if it gives none."""
        for folder in self.indexes:
            top, _, term = folder.partition("/")
            if name_slug(top) == name_slug(taxonomy) and term:
                above, _, name = self.text_of(folder, "url").strip("/").rpartition("/")
                slug = self.text_of(folder, "slug") or (name if above == taxonomy else "")
                yield term, self.text_of(folder, "title"), slug


def read_pages(
    content: Path,
    folders: Mapping[str, str],
    language: str,
    dates: tuple[str, ...],
    exclude: tuple[str, ...] = (),
) -> ContentPages:
    """Read the pages of sections and terms below a content folder, except files to `exclude`.

    `folders` are those of languages, where each has one; `language` is the main one; `dates` are the
    keys of dates that the site has besides Hugo's own.
    """
    excluded = glob_pattern(exclude)
    indexes: dict[str, Mapping[str, Any]] = {}
    foreign: dict[str, Mapping[str, Any]] = {}
    dated: set[str] = set()
    tops = {f"{folder}/": name for name, folder in folders.items()} or {"": language}
    for path in sorted(files_below(content, site=content)) if content.is_dir() else ():
        top = max((top for top in tops if path.startswith(top)), key=len, default=None)
        is_page = path.endswith((".md", ".markdown", ".html"))
        if top is None or not is_page or (exclude and excluded.fullmatch(path)):
            continue
        folder, name = posixpath.split(path.removeprefix(top))
        stem, _, told = name.rpartition(".")[0].partition(".")
        if stem == "_index":
            fields = headers.header_fields(content / path)
            if (told or tops[top]) == language:
                indexes[folder] = fields
            else:
                foreign.setdefault(folder, fields)
        elif headers.is_dated(content / path, dates):
            dated.add(posixpath.dirname(folder) if stem == "index" else folder)
    sections = {_section(folder, {**foreign, **indexes}) for folder in dated}
    titles = {
        folder: str(fields["title"]) for folder, fields in foreign.items() if "title" in fields
    }
    return ContentPages(indexes, sections, titles)


def _section(folder: str, indexes: Collection[str]) -> str:
    """Return the section that a folder's pages are in."""
    while "/" in folder and folder not in indexes:
        folder = posixpath.dirname(folder)
    return folder
