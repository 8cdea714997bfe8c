"""One file's text → an Article, or the problems that keep it from being one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from broadsheet import dates, permalinks, urls
from broadsheet.config import values
from broadsheet.config.records import Config
from broadsheet.errors import Problem, Severity
from broadsheet.model import Article, Image, Person
from broadsheet.read import fields
from broadsheet.read.assets import Assets, Page, media_type
from broadsheet.read.files import Source
from broadsheet.read.front_matter import FrontMatter, FrontMatterFault, split

T = TypeVar("T")

UPDATED = ("lastmod", "updated", "modified", "last_modified_at")
EXPIRES = ("expirydate", "expires")
AUTHORS = ("authors", "author")
IMAGES = ("featured_image", "images", "image", "cover")
LANGUAGE = ("lang", "language")
ADDRESS = ("permalink", "url")
ID = ("id", "guid")

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# An id is kept as typed, to the byte: readers know it so. Only what no URI may hold is encoded.
_LEGAL = "%:/?#[]@!$&'()*+,;=~"
_MORE = re.compile(r"<!--\s*more\s*-->")


def read_article(
    source: Source, text: str, config: Config, assets: Assets
) -> tuple[Article | None, list[Problem]]:
    """Read an article from its file's text.

    Returns None and the faults, all of them, where it is at fault; warnings may come with either.
    An article that names no author, on a site that names none, has no `authors`.
    """
    try:
        matter = split(text)
    except FrontMatterFault as fault:
        message = f"front matter {fault}" if not str(fault).startswith("has no") else str(fault)
        return None, [Problem(source.site_path, fault.line, "", message)]
    reader = _Reader(source, matter, config, assets)
    article = reader.article()
    return article, reader.problems


class _Reader:
    """Reads the fields of one article and gathers what is wrong with them."""

    def __init__(self, source: Source, matter: FrontMatter, config: Config, assets: Assets) -> None:
        self.problems = [Problem(source.site_path, line, key, m) for line, key, m in matter.faults]
        self._source = source
        self._matter = matter
        self._config = config
        self._assets = assets

    def article(self) -> Article | None:
        """Return the article, None where there are faults."""
        title = self._required("title", fields.text, "")
        published = self._required("date", self._date, datetime(2000, 1, 1, tzinfo=self._zone))
        address = self._address(title, published)
        permalink = self._permalink(address)
        found = Article(
            source=self._source.site_path,
            body_line=self._matter.body_line,
            text=partial(str, self._matter.body),
            title=title,
            id=self._id(permalink, published, address.name),
            permalink=permalink,
            slug=address.name,
            published=published,
            updated=self._first(UPDATED, self._date, None) or published,
            expires=self._first(EXPIRES, self._date, None),
            draft=self._first(("draft",), fields.flag, default=False),
            authors=self._authors(),
            sections=address.sections,
            terms=self._terms(),
            summary=self._summary(),
            image=self._image(permalink),
            language=self._first(LANGUAGE, values.language, self._config.site.language),
            lead=self._lead(),
            weight=self._first(("weight",), fields.whole_number, 0),
        )
        return None if any(p.severity is Severity.ERROR for p in self.problems) else found

    @property
    def _zone(self) -> Any:
        return self._config.site.timezone

    def _date(self, value: Any) -> datetime:
        return dates.parse(value, self._zone)

    def _first(self, names: tuple[str, ...], read: Callable[[Any], T], default: T) -> T:
        """Read the first field given of several names; null counts as not given."""
        for name in names:
            value = self._matter.fields.get(name)
            if value is None or value == "":
                continue
            try:
                return read(value)
            except ValueError as error:
                self._fault(name, str(error))
                return default
        return default

    def _required(self, name: str, read: Callable[[Any], T], default: T) -> T:
        value = self._matter.fields.get(name)
        if value is not None and value != "":
            return self._first((name,), read, default)
        example = dates.EXAMPLE if name == "date" else '"…"'
        self._fault(name, f"is missing; write e.g. {name}: {example}")
        return default

    def _fault(self, field: str, message: str, severity: Severity = Severity.ERROR) -> None:
        line = self._matter.lines.get(field, 1)
        self.problems.append(Problem(self._source.site_path, line, field, message, severity))

    def _address(self, title: str, published: datetime) -> permalinks.Address:
        *sections, name = self._source.path.split("/")
        stem = Path(name).stem
        if stem == "index" and sections:
            stem = sections.pop()
        return permalinks.Address(
            date=published,
            title=title,
            filename=stem,
            slug=self._first(("slug",), fields.text, ""),
            sections=tuple(sections),
            categories=self._first(("categories",), fields.texts, ()),
        )

    def _permalink(self, address: permalinks.Address) -> str:
        base = self._config.articles_url
        typed = self._first(ADDRESS, fields.text, "")
        if not typed:
            return urls.file_url(base, permalinks.expand(self._config.content.permalink, address))
        try:
            url = urls.absolute(typed if urls.has_scheme(typed) else typed.lstrip("/"), base)
            if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname:
                return url
        except ValueError:
            pass
        name = next(name for name in ADDRESS if self._matter.fields.get(name))
        self._fault(name, f'"{typed}" is not an address; write e.g. /essays/feeds/')
        return base

    def _id(self, permalink: str, published: datetime, slug: str) -> str:
        typed = self._first(ID, fields.text, "")
        if typed:
            if _URI.fullmatch(typed):
                return quote(typed, safe=_LEGAL)
            name = next(name for name in ID if self._matter.fields.get(name))
            self._fault(name, f'"{typed}" is not a URI; write e.g. tag:example.org,2025:{slug}')
        if self._config.feeds.id == "tag":
            host = urlsplit(self._config.articles_url).hostname or ""
            return urls.tag_uri(host, f"{published:%Y-%m-%d}", slug)
        return permalink

    def _authors(self) -> tuple[Person, ...]:
        site = (self._config.site.author,) if self._config.site.author else ()
        return self._first(AUTHORS, fields.people, ()) or site

    def _terms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(
            (name, self._first((taxonomy.field.lower(),), fields.texts, ()))
            for name, taxonomy in self._config.taxonomies.items()
        )

    def _summary(self) -> str:
        """A `<!--more-->` in the body outranks a description, which is often for search engines."""
        names: tuple[str, ...] = ("summary", "excerpt")
        if not _MORE.search(self._matter.body):
            names = (*names, "description")
        return self._first(names, fields.text, "")

    def _lead(self) -> bool:
        """`featured` is also a common name for a picture, so only true counts there."""
        featured = str(self._matter.fields.get("featured")).lower() == "true"
        return self._first(("lead",), fields.flag, default=False) or featured

    def _image(self, permalink: str) -> Image | None:
        reference, alt = "", ""
        for name in IMAGES:
            reference, alt = self._first((name,), fields.picture, ("", ""))
            if reference:
                break
        alt = alt or self._first(("image_alt", "featured_image_alt"), fields.text, "")
        return self._measured(name, reference, alt, permalink) if reference else None

    def _measured(self, field: str, reference: str, alt: str, permalink: str) -> Image | None:
        found = self._assets.find(reference, Page(self._source.path, permalink))
        if found is None:
            return self._remote(field, reference, alt)
        url, file = found
        facts = self._assets.facts(file)
        if facts is None:
            message = f'"{reference}" is not an image; replace the file or the name'
            self._fault(field, message, Severity.WARNING)
            return None
        path = file.relative_to(self._config.root).as_posix()
        return Image(url, alt, facts.media_type, facts.length, facts.width, facts.height, path)

    def _remote(self, field: str, reference: str, alt: str) -> Image | None:
        """An image that is not on this disk: themes take its path from the site's root."""
        try:
            url = urls.absolute(
                reference if urls.has_scheme(reference) else reference.removeprefix("/"),
                self._config.articles_url,
            )
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in {"http", "https"}:
            if self._assets.should_be_here(reference):
                self._fault(field, f'"{reference}" does not exist; mend the path', Severity.WARNING)
            return Image(url, alt, media_type(parts.path))
        message = f'"{reference}" is not the address of an image; write a path or an https URL'
        self._fault(field, message, Severity.WARNING)
        return None
