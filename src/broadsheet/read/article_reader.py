"""The fields of a document → an Article: what each one means, by the rules of the site's engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, urlsplit

from broadsheet import dates, urls
from broadsheet.config import FILE_NAME, values
from broadsheet.engines import Dialect, engine_of
from broadsheet.errors import Problem, Problems, Severity
from broadsheet.markdown import without_author_notes
from broadsheet.model import Article, Enclosure, Image, Person
from broadsheet.read.assets import Assets, Page
from broadsheet.read.cover import cover
from broadsheet.read.field_reader import FieldReader
from broadsheet.read.recording import recording
from broadsheet.source import Address, Document, Keys, fields

NO_DATE = 'has no date; begin it with three lines: "---", "date: 2025-06-17", "---"'

_NO_FIELD = "is missing; write e.g. date: "

FALLBACK = datetime(2000, 1, 1, tzinfo=UTC)
"""Used in place of a date that cannot be read; an article with errors is never returned."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# An id is kept as typed, to the byte: readers know it so. Only what no URI may hold is encoded.
_LEGAL = "%:/?#[]@!$&'()*+,;=~"


FIELDS = "content.fields"


def without_git(reason: str) -> str:
    """Return the message that git cannot date articles."""
    return f'":git" asks git for dates, but {reason}'


def says_undated(problem: Problem) -> bool:
    """Return whether a problem is that a file has no date."""
    return problem.message == NO_DATE or (
        problem.field == "date" and problem.message.startswith(_NO_FIELD)
    )


class ArticleReader(FieldReader):
    """Makes an `Article` from a document's fields."""

    def __init__(self, document: Document, dialect: Dialect, assets: Assets) -> None:
        super().__init__(document)
        self._document = document
        self._dialect = dialect
        self._keys = dialect.keys
        self._config = dialect.config
        self._assets = assets
        self.address: Address | None = None

    def article(self) -> Article | None:
        """Return the article; None if there are errors, or if the file is not an article."""
        if not self.ask("", self._dialect.is_listed, default=True):
            return None
        if reason := self.ask("", self._dialect.skips, ""):
            self.report("", reason, Severity.WARNING)
            return None
        published = self._published()
        if published is None:
            # Other problems of a file without a date are not reported: it is not an article.
            self.problems = Problems(p for p in self.problems if p.message == NO_DATE)
            return None
        title = self._title()
        address = self.address = self._address(title, published)
        permalink = self._permalink(address)
        found = Article(
            source=self._document.source.site_path,
            body_line=self._document.matter.body_line,
            text=partial(str, self._document.matter.body),
            title=self._shown(title, has_ends=True) or self._beginning(),
            id=self._id(permalink, address, published),
            permalink=permalink,
            slug=address.slug or address.filename,
            published=published,
            updated=self.first(self._keys.updated, self._dialect.moment, None) or published,
            starts=self.first(self._keys.starts, self._dialect.moment, None),
            expires=self.first(self._keys.expires, self._dialect.moment, None),
            draft=self._draft(),
            authors=self._authors,
            sections=address.sections,
            terms=self._terms(),
            summary=self._shown(self._summary()),
            image=self._image(permalink),
            language=address.language,
            lead=self._lead(),
            weight=self.first(("weight",), fields.whole_number, 0),
            external_url=self._external_url(),
            untitled=not title,
            enclosures=self._enclosures(permalink),
        )
        return None if any(p.severity is Severity.ERROR for p in self.problems) else found

    def page(self) -> str:
        """Return a page's address; "" if it depends on the date."""
        if not self.ask("", self._dialect.is_listed, default=True) or self._draft():
            return ""
        dates = (FALLBACK, FALLBACK.replace(year=2001, month=2, day=3))
        found = {self._permalink(self._address(self._title(), date)) for date in dates}
        return found.pop() if len(found) == 1 and not self.problems else ""

    def _title(self) -> str:
        """Return the title, "" if the article has none; `title: ""` says so.

        Other empty values are titles that nobody has written yet.
        """
        names = self._keys.title
        name = self.given(names) or next((n for n in names if n in self._document.fields), None)
        if name is None or (self._keys.foreign and self._document.fields[name] is None):
            return self.ask("title", self._dialect.title, "")
        title = self.first((name,), fields.text, "")
        is_blank = self._document.fields[name] != "" and not title
        if is_blank and not self._keys.foreign and not any(p.field == name for p in self.problems):
            self.report(
                name, 'is missing; write e.g. title: "…", or title: "" for a note without one'
            )
        return title

    def _beginning(self) -> str:
        """Return how the text begins; the name of the file if the text has no words."""
        return self._dialect.beginning(self._document) or self._dialect.name(self._document)

    def _published(self) -> datetime | None:
        """Return an article's date; None, perhaps with an error, if it has none.

        Drafts need none: few writers date what is not done.
        """
        for name in (*self._keys.date, Keys.FROM_NAME):
            in_name = name == Keys.FROM_NAME
            found = (
                self._date_in_name() if in_name else self.first((name,), self._dialect.moment, None)
            )
            if found is not None or self.given((name,)):
                return found or FALLBACK
        if Keys.FIRST_COMMIT in self._keys.date:
            return self._not_committed()
        if not self._dialect.dates_needed or self._draft():
            return None
        if not self._document.matter.lines:
            path = self._document.source.site_path
            self.problems = Problems([Problem(path, 1, "", NO_DATE, self._dialect.headerless)])
            if self._dialect.headerless is Severity.WARNING:
                return None
        else:
            # The file name may begin with a date that the engine does not use.
            example = fields.date_in_name(self._document.stem) or dates.EXAMPLE
            self.report("date", f"{_NO_FIELD}{example}")
        return FALLBACK

    def _not_committed(self) -> datetime | None:
        """Return None for a file that is in no commit; report, once for all files, that git is missing."""
        reason = self._document.fields.get(Keys.NO_COMMITS)
        if reason is None:
            return None
        self.problems = Problems([Problem(FILE_NAME, 0, FIELDS, without_git(reason))])
        return FALLBACK

    def _date_in_name(self) -> datetime | None:
        name = self.ask("date", self._dialect.date, None)
        try:
            return None if name is None else self._dialect.moment(name)
        except ValueError as error:
            self.report("date", f"the file's name begins with one, but {error}")
            return FALLBACK

    def _address(self, title: str, published: datetime) -> Address:
        document = self._document
        return Address(
            date=self._dialect.address_date(published),
            title=title or self._dialect.name(document),
            filename=self._dialect.name(document),
            slug=self.ask("slug", self._dialect.slug, ""),
            sections=self._dialect.sections(document),
            categories=self.ask("categories", lambda d: self._dialect.terms(d, "categories"), ()),
            path=document.path,
            folders=document.folders[:-1] if document.is_bundle else document.folders,
            language=self._language(),
            author=next((person.name for person in self._authors), ""),
            fields=document.fields,
        )

    def _permalink(self, address: Address) -> str:
        base = self._config.articles_url
        name = self.given(self._keys.address)
        try:
            path = self._dialect.permalink(self._document, address)
            if name is None:
                return urls.file_url(base, path)
            url = urls.absolute(path, base)
            if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname:
                return url
        except ValueError as error:
            if "; " in str(error):
                self.report(name or "permalink", str(error))
                return base
        typed = self._document.fields[name] if name else ""
        self.report(name or "permalink", f'"{typed}" is not an address; write e.g. /essays/feeds/')
        return base

    def _id(self, permalink: str, address: Address, published: datetime) -> str:
        if kept := self._dialect.identity(self._document):
            return kept
        slug = address.slug or address.filename
        typed = self.first(self._keys.id, fields.text, "")
        if _URI.fullmatch(typed):
            return quote(typed, safe=_LEGAL)
        if typed and not self._keys.foreign:
            name = self.given(self._keys.id) or "id"
            example = f"tag:example.org,2025:{slug}"
            message = f'"{typed}" is not a URI, so it is not the id; write e.g. {example}'
            self.report(name, message, Severity.WARNING)
        if self._config.feeds.id == "engine":
            return self._dialect.engine_id(self._config.identity(permalink), address)
        if self._config.feeds.id == "tag":
            host = urlsplit(self._config.identity(self._config.articles_url)).hostname or ""
            return urls.tag_uri(host, f"{published:%Y-%m-%d}", slug)
        return self._config.identity(permalink)

    def _enclosures(self, permalink: str) -> tuple[Enclosure, ...]:
        page = Page(self.document.source.path, permalink)
        own = recording(self._document.fields, page, self._config.articles_url, self._assets)
        return self.ask("enclosures", self._dialect.enclosures, ()) or own

    def _external_url(self) -> str:
        """Read the address of the page that a link post is about; an invalid one is left out."""
        typed = self.first(self._keys.external_url, fields.text, "")
        try:
            return values.web_url(typed) if typed else ""
        except ValueError as error:
            self.report(self.given(self._keys.external_url) or "", str(error), Severity.WARNING)
            return ""

    def _draft(self) -> bool:
        field = self.given(("draft", "published")) or "draft"
        return self.ask(field, self._dialect.is_draft, default=False)

    @cached_property
    def _authors(self) -> tuple[Person, ...]:
        site = (self._config.site.author,) if self._config.site.author else ()
        name = self.given(self._keys.authors) or ""
        found: tuple[Person, ...] = ()
        if name:
            found = self.first((name,), lambda value: self._dialect.authors(name, value), found)
        return tuple(self._with_address(name, person) for person in found) or site

    def _with_address(self, field: str, author: Person) -> Person:
        """Make the URL of an author's page absolute; drop one that is not a URL, with a warning."""
        if not author.url:
            return author
        try:
            url = values.web_url(urls.absolute(author.url, self._config.articles_url))
        except ValueError:
            message = f'"{author.url}" is not an address; write e.g. https://example.org/'
            self.report(field, message, Severity.WARNING)
            url = ""
        return replace(author, url=url)

    def _terms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(
            (name, self._terms_of(taxonomy.field.lower()))
            for name, taxonomy in self._config.taxonomies.items()
        )

    def _terms_of(self, field: str) -> tuple[str, ...]:
        return self.ask(field, lambda document: self._dialect.terms(document, field), ())

    def _language(self) -> str:
        """Read the article's language; an unknown one is a warning, as it may be a programming language."""
        told = self._document.language.replace("_", "-") or self._config.site.language
        found = self.first(self._keys.language, self._language_tag, told, Severity.WARNING)
        return self._languages.get(found.lower(), found)

    def _language_tag(self, value: Any) -> str:
        typed = str(value).lower()
        return typed if typed in self._languages else fields.language(value)

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        """Return the site's languages as configured, by their lower-case form."""
        return {name.lower(): name for name in self._config.content.languages}

    def _summary(self) -> str:
        summary = self.first(self._dialect.summary_keys(self._document), fields.text, "")
        return summary or self._dialect.excerpt(self._document)

    def _image(self, permalink: str) -> Image | None:
        image = cover(self, self._keys.image, permalink, self._config, self._assets)
        return replace(image, alt=self._shown(image.alt, has_ends=True)) if image else None

    def _shown(self, typed: str, *, has_ends: bool = False) -> str:
        """Return a text for readers, without its author's notes to oneself."""
        flavour = engine_of(self._config).flavour
        return without_author_notes(typed, flavour, has_ends=has_ends)

    def _lead(self) -> bool:
        """Return whether an article may lead an issue.

        In other programs `featured` may be a picture and `lead` a paragraph: only true counts there.
        """
        if len(str(self._document.fields.get("lead")).split()) > 1:
            return False
        loose = ("featured", "lead") if self._keys.foreign else ("featured",)
        if any(fields.says_yes(self._document.fields.get(name)) for name in loose):
            return True
        return not self._keys.foreign and self.first(("lead",), fields.flag, default=False)
