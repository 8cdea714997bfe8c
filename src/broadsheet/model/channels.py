"""Which articles each feed has, and what it shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.model.articles import Article, Enclosure, Image
from broadsheet.model.people import Person


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One value of a taxonomy, e.g. the tag 微软.

    `slug` is the folder below out/<taxonomy>/; equal slugs within a taxonomy mean the same term.
    """

    taxonomy: str
    slug: str
    name: str


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
