"""The records that pass between the stages, one family a stage.

    files ──read──▶ Article ──site──▶ Channel ──render──▶ Entry ──feeds──▶ OutputFile ──output──▶ out/

All are frozen: a stage makes new records and never changes those it was given. All text is Unicode
without control characters; all URLs are absolute and percent-encoded; all datetimes are aware.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """An author or sender; `email` and `url` may be ""."""

    name: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of an article.

    `file` is its path relative to the site's folder, "" if it is not on this machine; `length` (bytes),
    `width` and `height` (pixels) are None then. If it is `turned`, its EXIF data says to rotate it:
    browsers do, and width and height are those after rotation; Outlook on Windows does not.
    """

    url: str
    alt: str = ""
    media_type: str | None = None
    length: int | None = None
    width: int | None = None
    height: int | None = None
    file: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to fetch along with an article; `length` is in bytes, 0 if it is not known."""

    url: str
    media_type: str
    length: int


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One value of a taxonomy, e.g. the tag 微软.

    `slug` is the folder below out/<taxonomy>/; equal slugs within a taxonomy mean the same term.
    """

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its file has it; the body is still Markdown, or HTML in a file named `.html`.

    `source` is the file, relative to the site's folder, with slashes. `body_line` is the line (from 1)
    of that file where the body begins. `text` returns the body when called: most runs need few bodies.
    `terms` has pairs of a taxonomy's name and the terms as typed, in the author's order.

    `external_url` is the page elsewhere that the article is about, "" for none. If the article is
    `untitled`, as notes are, `title` is how its text begins: lists and newsletters need a line for it.

    An article is visible from `starts` (from `published` if that is None) until `expires`. `summary` is
    plain text or inline Markdown as typed, "" if the front matter has none. `lead` and `weight` choose
    the lead story of a newsletter issue. `version` is a digest of all fields and of the whole file:
    anything made from another version is out of date.
    """

    source: str
    body_line: int
    text: Callable[[], str] = field(compare=False, repr=False)
    title: str
    id: str
    permalink: str
    slug: str
    published: datetime
    updated: datetime
    expires: datetime | None
    draft: bool
    authors: tuple[Person, ...]
    sections: tuple[str, ...]
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    summary: str
    image: Image | None
    language: str
    lead: bool = False
    weight: int = 0
    version: str = ""
    starts: datetime | None = None
    enclosures: tuple[Enclosure, ...] = ()
    external_url: str = ""
    untitled: bool = False

    @property
    def body(self) -> str:
        """Return the body, read again each time. Raises ContentError if the file has changed."""
        return self.text()

    @property
    def is_mdx(self) -> bool:
        """Return whether the body is MDX."""
        return self.source.lower().endswith(".mdx")

    @property
    def is_html(self) -> bool:
        """Return whether the body is HTML, as posts imported from another program are."""
        return self.source.lower().endswith((".html", ".htm"))

    @property
    def is_rst(self) -> bool:
        """Return whether the body is reStructuredText."""
        return self.source.lower().endswith((".rst", ".rest"))

    @property
    def is_markdown(self) -> bool:
        """Return whether the body is Markdown."""
        return not (self.is_html or self.is_rst)


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed, in every format: the site's, a term's, or a custom one.

    `path` is its folder below out/, "" for the site's own, without slashes at either end. `home` is the
    page that the feed belongs to. `members` are all its articles, visible and ordered; `articles` are
    those in its feed, already cut to the limit. `paths` has, by format, the paths below out/ of feeds
    that are not in the folder. `language` is "" if it is the site's.
    """

    path: str
    title: str
    description: str
    home: str
    articles: tuple[Article, ...]
    term: Term | None = None
    members: tuple[Article, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A term as a feed shows it: `scheme` is the taxonomy's URL."""

    term: Term
    scheme: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as feeds show it, rendered.

    `title` and `summary` are plain text, never markup. If the entry is `untitled`, `title` is how its
    text begins, for formats that require one. `content` is a sanitised HTML fragment with
    absolute URLs, "" if feeds have summaries only. `published` and `updated` have the author's offset,
    without fractions of a second. The image is a file to fetch along, too, if it `encloses_image`.
    """

    id: str
    permalink: str
    title: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    summary: str
    content: str
    categories: tuple[Category, ...]
    image: Image | None
    language: str
    enclosures: tuple[Enclosure, ...] = ()
    encloses_image: bool = True
    external_url: str = ""
    untitled: bool = False


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write: `path` below out/, with slashes, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LazyFile:
    """A file that is only made if an earlier run did not leave it in the same state.

    `signature` is a digest of all that its bytes depend on; `make` returns them.
    """

    path: str
    signature: str
    make: Callable[[], bytes]


Progress = Callable[[str, int, int], None]
"""Called as work goes on: what is done, how much of it, and how much there is in all."""


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""
