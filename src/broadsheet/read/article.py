"""One file's text → an Article, or the problems that keep it from being one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from broadsheet import dates, urls
from broadsheet.config import values
from broadsheet.config.records import Config
from broadsheet.errors import Problem, Severity
from broadsheet.model import Article, Image, Person
from broadsheet.permalinks.address import Address
from broadsheet.read import fields
from broadsheet.read.assets import Assets, Page, media_type
from broadsheet.read.dialects import Dialect
from broadsheet.read.dialects.dialect import FROM_NAME
from broadsheet.read.document import Document, Inherited, language_in_name
from broadsheet.read.files import Source
from broadsheet.read.front_matter import FrontMatterFault

T = TypeVar("T")

FALLBACK = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for a date at fault; an article with faults is never returned."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# An id is kept as typed, to the byte: readers know it so. Only what no URI may hold is encoded.
_LEGAL = "%:/?#[]@!$&'()*+,;=~"


def read_article(  # noqa: PLR0913, PLR0917 - all that an article depends on, and nothing else
    source: Source,
    text: str,
    inherited: Inherited,
    dialect: Dialect,
    config: Config,
    assets: Assets,
) -> tuple[Article | None, list[Problem]]:
    """Read an article from its file's text and the fields that it inherits.

    Returns None and the faults, all of them, where it is at fault, or no faults where the file is
    no article; warnings may come with either. An article that names no author, on a site that names
    none, has no `authors`.
    """
    try:
        matter = dialect.split(text)
    except FrontMatterFault as fault:
        message = f"front matter {fault}" if not str(fault).startswith("has no") else str(fault)
        return None, [Problem(source.site_path, fault.line, "", message)]
    fields_ = dialect.merge(inherited.fields, matter.fields)
    language = language_in_name(source.path, config.content.languages)
    document = Document(source, matter, fields_, inherited, language)
    reader = _Reader(document, dialect, config, assets)
    article = reader.article()
    return article, reader.problems


class _Reader:
    """Reads the fields of one article and gathers what is wrong with them."""

    def __init__(
        self, document: Document, dialect: Dialect, config: Config, assets: Assets
    ) -> None:
        path = document.source.site_path
        self.problems = [Problem(path, line, key, m) for line, key, m in document.matter.faults]
        self._document = document
        self._dialect = dialect
        self._keys = dialect.keys
        self._config = config
        self._assets = assets

    def article(self) -> Article | None:
        """Return the article, None where there are faults or the file is none."""
        if not self._ask("", self._dialect.is_listed, default=True):
            return None
        title = self._title()
        published = self._published()
        if published is None:
            self.problems = []  # What else is wrong with it is its engine's matter.
            return None
        address = self._address(title, published)
        permalink = self._permalink(address)
        name = address.slug or address.filename
        found = Article(
            source=self._document.source.site_path,
            body_line=self._document.matter.body_line,
            text=partial(str, self._document.matter.body),
            title=title,
            id=self._id(permalink, published, name),
            permalink=permalink,
            slug=name,
            published=published,
            updated=self._first(self._keys.updated, self._dialect.moment, None) or published,
            starts=self._first(self._keys.starts, self._dialect.moment, None),
            expires=self._first(self._keys.expires, self._dialect.moment, None),
            draft=self._ask("draft", self._dialect.is_draft, default=False),
            authors=self._authors(),
            sections=address.sections,
            terms=self._terms(),
            summary=self._summary(),
            image=self._image(permalink),
            language=self._language(),
            lead=self._lead(),
            weight=self._first(("weight",), fields.whole_number, 0),
        )
        return None if any(p.severity is Severity.ERROR for p in self.problems) else found

    def _first(self, names: tuple[str, ...], read: Callable[[Any], T], default: T) -> T:
        """Read the first field given of several names; null counts as not given."""
        name = self._given(names)
        if name is None:
            return default
        try:
            return read(self._document.fields[name])
        except ValueError as error:
            self._fault(name, str(error))
            return default

    def _given(self, names: tuple[str, ...]) -> str | None:
        return next((name for name in names if _says(self._document.fields.get(name))), None)

    def _ask(self, field: str, question: Callable[[Document], T], default: T) -> T:
        """Ask the dialect; what it finds at fault is a problem of a field."""
        try:
            return question(self._document)
        except ValueError as error:
            self._fault(field, str(error))
            return default

    def _fault(self, field: str, message: str, severity: Severity = Severity.ERROR) -> None:
        path, line = self._document.place(field)
        self.problems.append(Problem(path, line, field, message, severity))

    def _title(self) -> str:
        title = self._first(self._keys.title, fields.text, "")
        if not title and self._given(self._keys.title) is None:
            title = self._ask("title", self._dialect.title, "")
            if not title:
                self._fault("title", 'is missing; write e.g. title: "…"')
        return title

    def _published(self) -> datetime | None:
        """Return an article's date; None, and perhaps a fault, where it has none."""
        for name in (*self._keys.date, FROM_NAME):
            in_name = name == FROM_NAME
            found = (
                self._date_in_name()
                if in_name
                else self._first((name,), self._dialect.moment, None)
            )
            if found is not None or self._given((name,)):
                return found or FALLBACK
        if not self._dialect.dates_needed:
            return None
        self._fault("date", f"is missing; write e.g. date: {dates.EXAMPLE}")
        return FALLBACK

    def _date_in_name(self) -> datetime | None:
        name = self._ask("date", self._dialect.date, None)
        try:
            return None if name is None else self._dialect.moment(name)
        except ValueError as error:
            self._fault("date", f"the file's name begins with one, but {error}")
            return FALLBACK

    def _address(self, title: str, published: datetime) -> Address:
        document = self._document
        return Address(
            date=self._dialect.address_date(published),
            title=title,
            filename=document.folders[-1] if document.is_bundle else document.stem,
            slug=self._ask("slug", self._dialect.slug, ""),
            sections=self._dialect.sections(document),
            categories=self._ask("categories", lambda d: self._dialect.terms(d, "categories"), ()),
            path=document.path,
            folders=document.folders[:-1] if document.is_bundle else document.folders,
            language=self._language(),
            author=next((person.name for person in self._authors()), ""),
            fields=document.fields,
        )

    def _permalink(self, address: Address) -> str:
        base = self._config.articles_url
        name = self._given(self._keys.address)
        try:
            path = self._dialect.permalink(self._document, address)
            if name is None:
                return urls.file_url(base, path)
            url = urls.absolute(path, base)
            if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname:
                return url
        except ValueError as error:
            if "; " in str(error):
                self._fault(name or "permalink", str(error))
                return base
        typed = self._document.fields[name] if name else ""
        self._fault(name or "permalink", f'"{typed}" is not an address; write e.g. /essays/feeds/')
        return base

    def _id(self, permalink: str, published: datetime, slug: str) -> str:
        typed = self._first(self._keys.id, fields.text, "")
        if _URI.fullmatch(typed):
            return quote(typed, safe=_LEGAL)
        if typed and not self._keys.engine_ids:
            name = self._given(self._keys.id) or "id"
            self._fault(name, f'"{typed}" is not a URI; write e.g. tag:example.org,2025:{slug}')
        if self._config.feeds.id == "tag":
            host = urlsplit(self._config.articles_url).hostname or ""
            return urls.tag_uri(host, f"{published:%Y-%m-%d}", slug)
        return permalink

    def _authors(self) -> tuple[Person, ...]:
        site = (self._config.site.author,) if self._config.site.author else ()
        name = self._given(self._keys.authors) or ""
        found: tuple[Person, ...] = ()
        if name:
            found = self._first((name,), lambda value: self._dialect.authors(name, value), found)
        return found or site

    def _terms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(
            (name, self._terms_of(taxonomy.field.lower()))
            for name, taxonomy in self._config.taxonomies.items()
        )

    def _terms_of(self, field: str) -> tuple[str, ...]:
        return self._ask(field, lambda document: self._dialect.terms(document, field), ())

    def _language(self) -> str:
        told = self._document.language or self._config.site.language
        return self._first(self._keys.language, values.language, values.language(told))

    def _summary(self) -> str:
        summary = self._first(self._dialect.summary_keys(self._document), fields.text, "")
        return summary or self._dialect.excerpt(self._document)

    def _lead(self) -> bool:
        """`featured` is also a common name for a picture, so only true counts there."""
        featured = str(self._document.fields.get("featured")).lower() == "true"
        return self._first(("lead",), fields.flag, default=False) or featured

    def _image(self, permalink: str) -> Image | None:
        reference, alt = "", ""
        for name in self._keys.image:
            reference, alt = self._first((name,), fields.picture, ("", ""))
            if reference:
                break
        alt = alt or self._first(("image_alt", "featured_image_alt"), fields.text, "")
        return self._measured(name, reference, alt, permalink) if reference else None

    def _measured(self, field: str, reference: str, alt: str, permalink: str) -> Image | None:
        found = self._assets.find(reference, Page(self._document.source.path, permalink))
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


def _says(value: Any) -> bool:
    return value is not None and value != ""
