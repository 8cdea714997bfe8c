"""Articles as they were read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.language_tags import direction_of
from broadsheet.model.people import Person


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
    """A file to fetch along with an article.

    `length` is in bytes, `duration` of a recording in seconds; each is 0 if it is not known.
    """

    url: str
    media_type: str
    length: int
    duration: int = 0


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
    def direction(self) -> str:
        """Return the direction in which its language is written: `rtl` or `ltr`."""
        return direction_of(self.language)

    @property
    def is_mdx(self) -> bool:
        """Return whether the body is MDX."""
        return self.source.lower().endswith(".mdx")

    @property
    def is_markdoc(self) -> bool:
        """Return whether the body is Markdoc."""
        return self.source.lower().endswith(".mdoc")

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
