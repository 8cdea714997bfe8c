"""The addresses of a collection's entries: what the site's pages, its feed or its theme make of them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from broadsheet.engines.astro import parameters
from broadsheet.engines.astro.collections import Collection, entries_of
from broadsheet.engines.astro.entries import EntryPattern
from broadsheet.engines.astro.pages import PARAMETER, AstroPages
from broadsheet.engines.astro.permalinks import SCHEME

_LINK = re.compile(r"\blink\s*:\s*`(/?[^`]*)`")
_ENTRY = re.compile(r"\$\{[\w.?()]*\.?(?:id|slug)\}")
_STARLIGHT = re.compile(r"\bstarlight\(")
"""Starlight shows the entries of `docs` at the site's root, without a page of the site's own."""
_YAML_TOKENS = {"id": "slug", "category": "category"}
_IDS = re.compile(r":(id|file)\b")
_MAPPED = re.compile(
    r"\b(\w+)\s*+(?::[^=\n]{0,120}+)?=\s*(?:await\s+)?getCollection\(\s*[\"'`]([\w-]+)"
)


@dataclass(frozen=True, slots=True)
class EntryAddresses:
    """The pattern of a collection's addresses, and the fields that an entry's id gives way to.

    `unknown` says what makes the addresses if that cannot be followed.
    """

    pattern: str
    slugs: tuple[str, ...] = ()
    by_language: bool = False
    unknown: str = ""

    @classmethod
    def of(cls, pages: AstroPages, collection: Collection, *, below: bool) -> EntryAddresses:
        """Return those of a collection, which may lie in a folder `below` that of the content."""
        made, unknown = _made(pages, collection)
        path = _IDS.sub(r":\1_in_collection", made.pattern) if below else made.pattern
        pattern = pages.settings.checked(
            f"{path.rstrip('/')}{_end(pages, collection)}", SCHEME, "site"
        )
        return cls(pattern, made.slugs, made.by_language, unknown)

    @property
    def note(self) -> str:
        """Return what people should know, "" if all is known."""
        advice = "build the site, then run publish init, which compares them; or write permalink"
        return f"{self.unknown}: {advice}" if self.unknown else ""


def _end(pages: AstroPages, collection: Collection) -> str:
    """Return what addresses end with; files are named without suffix if the feed does so."""
    if pages.settings.table("build").text_of("format") == "file":
        feed = pages.feed_of(collection)
        return ".html" if not feed or ".html" in pages.text(feed) else ""
    never = pages.settings.text_of("trailingSlash") == "never"
    return "" if never or pages.yaml.table("site").get("trailingSlash") is False else "/"


def _made(pages: AstroPages, collection: Collection) -> tuple[EntryPattern, str]:
    """Return the pattern without end, with `:id` for an entry, and what is not known of it."""
    if collection.of_pages:
        folder = posixpath.relpath(collection.base, f"{pages.src}/pages")
        return EntryPattern(posixpath.normpath(f"/{folder}/:page")), ""
    if collection.name == "docs" and _STARLIGHT.search(pages.settings.text):
        return EntryPattern("/:id"), ""
    page = pages.page_of(collection)
    followed = _of_page(pages, collection, page) if page else None
    is_own = page and pages.is_of(page, collection)
    said = _of_yaml(pages) or (is_own and followed) or _of_feed(pages, collection) or followed
    unknown = f"{pages.src}/pages/{page} computes addresses of {collection.name}"
    made = said or _of_place(page) or EntryPattern(f"/{collection.name}/:id")
    return _with_ids(pages, collection, made, "" if said or not page else unknown)


def _with_ids(
    pages: AstroPages, collection: Collection, made: EntryPattern, unknown: str
) -> tuple[EntryPattern, str]:
    """Put the ids that a function of the site makes into a pattern."""
    if not collection.make_id:
        return made, unknown
    ids = parameters.of_ids(collection.make_id, entries_of(pages.root, collection))
    if ids is None or re.search(r":id\[|:undated|:file", made.pattern):
        return made, f"generateId makes the ids of {collection.name}, and is not read"
    pattern = made.pattern.replace(":id", ids.pattern)
    return EntryPattern(pattern, (*made.slugs, *ids.slugs)), unknown


def _of_yaml(pages: AstroPages) -> EntryPattern | None:
    typed = pages.yaml.table("apps").table("blog").table("post").text_of("permalink")
    pattern = re.sub(r"%(\w+)%", lambda m: f":{_YAML_TOKENS.get(m[1], m[1])}", typed)
    return EntryPattern(pattern.replace(":slug", ":id")) if typed else None


def _of_feed(pages: AstroPages, collection: Collection) -> EntryPattern | None:
    text = pages.text(path) if (path := pages.feed_of(collection)) else ""
    match = _LINK.search(text)
    if not match or len(_ENTRY.findall(match[1])) != 1:
        return None
    path = re.sub(r"^\$\{[^{}]*\}", "", _ENTRY.sub(":id", match[1]))
    return None if "$" in path else EntryPattern(f"/{path.strip('/')}")


def _of_page(pages: AstroPages, collection: Collection, page: str) -> EntryPattern | None:
    """Return what the parameters of a page come to, None if they cannot be followed."""
    text = pages.text(page)
    start = _shown_from(text, collection)
    entries = entries_of(pages.root, collection)
    return parameters.of_page(page.removesuffix(".astro"), text[start:], entries)


def _shown_from(text: str, collection: Collection) -> int:
    """Return where a page of several collections begins to go through the entries of this one."""
    names = [match[1] for match in _MAPPED.finditer(text) if match[2] == collection.name]
    places = (text.find(f"{name}.map(") for name in names)
    return next((place for place in places if place > 0), 0)


def _of_place(page: str) -> EntryPattern | None:
    """Return the address that a page has by its place, with an id for its parameter."""
    place = PARAMETER.sub(":id", page.removesuffix(".astro"), count=1)
    return EntryPattern("/" + place.removesuffix("/index")) if place and "[" not in place else None
