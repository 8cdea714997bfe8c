"""What a dialect is: the habits of one site engine, as far as articles show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Protocol

from broadsheet.config.records import Config
from broadsheet.engines.permalinks.address import Address
from broadsheet.errors import Problem
from broadsheet.model import Person
from broadsheet.source.document import Document, Inherited
from broadsheet.source.files import Source
from broadsheet.source.front_matter import FrontMatter
from broadsheet.source.inheritance import Rule

FROM_NAME = ":filename"
"""Stands in `Keys.date` for the date that the file's name begins with, which else comes last."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Front matter keys, in lower case, by what they mean; of several the first given counts.

    `starts` hides an article until then, whatever its `date`. `description` is read where a body
    has no `<!--more-->`: it is often written for search engines. `foreign` keys are an
    engine's: an id that is no URI and an author without a name are some theme's, and left alone.
    """

    title: tuple[str, ...] = ("title",)
    date: tuple[str, ...] = ("date",)
    starts: tuple[str, ...] = ()
    updated: tuple[str, ...] = ("lastmod", "updated", "modified", "last_modified_at")
    expires: tuple[str, ...] = ("expirydate", "expires")
    authors: tuple[str, ...] = ("authors", "author")
    summary: tuple[str, ...] = ("summary", "excerpt")
    description: tuple[str, ...] = ("description",)
    image: tuple[str, ...] = ("featured_image", "images", "image", "cover")
    language: tuple[str, ...] = ("lang", "language")
    address: tuple[str, ...] = ("permalink", "url")
    id: tuple[str, ...] = ("id", "guid")
    foreign: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Return all of them."""
        values = (getattr(self, field.name) for field in fields(self))
        return frozenset(key for keys in values if isinstance(keys, tuple) for key in keys)

    def configured(self, given: Mapping[str, tuple[str, ...]]) -> Keys:
        """Return the keys as `[content.fields]` changes them."""
        changed: dict[str, Any] = dict(given)
        return replace(self, **changed)


class Dialect(Protocol):
    """How one site engine lays out, writes and addresses articles.

    To add one: a class with these methods in a module of its own (derive it from `Plain` and change
    what differs), a line in `DIALECTS`, one in `engines.ENGINES`, and its tokens in `permalinks/`.
    Methods raise ValueError with "what is wrong; what to write instead".
    """

    keys: Keys

    def __init__(self, config: Config) -> None: ...

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Choose the articles among the files below the content folder, by their paths."""
        ...

    def split(self, text: str) -> FrontMatter:
        """Take apart an article's text. Raises FrontMatterFault."""
        ...

    def rules(self, sources: Sequence[Source], problems: list[Problem]) -> list[Rule]:
        """Return the fields that files of folders give to articles, the farthest first.

        `sources` are all files below the content folder; faults are added to `problems`.
        """
        ...

    def merge(self, far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
        """Put nearer fields over farther ones."""
        ...

    def inherit(self, inherited: Inherited, fields: Mapping[str, Any]) -> Inherited:
        """Add what an article has because of what its own and inherited `fields` say, as of its layout."""
        ...

    def is_listed(self, document: Document) -> bool:
        """Tell whether the engine lists a page at all; one that it does not list is no article."""
        ...

    def skips(self, document: Document) -> str:
        """Say why the engine itself does without a file that should be an article, "" where it does not."""
        ...

    def is_draft(self, document: Document) -> bool:
        """Tell whether an article is not to be published yet."""
        ...

    def title(self, document: Document) -> str:
        """Return the title of an article whose fields name none, "" where it has none."""
        ...

    def date(self, document: Document) -> str | None:
        """Return the date of an article whose fields name none, None where it has none."""
        ...

    @property
    def dates_needed(self) -> bool:
        """Tell whether a page without a date is at fault, rather than no article."""
        ...

    def moment(self, value: Any) -> datetime:
        """Read a date as typed."""
        ...

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read the authors that a field names."""
        ...

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read the terms of a taxonomy from its front matter field, in the author's order."""
        ...

    def summary_keys(self, document: Document) -> tuple[str, ...]:
        """Return the keys of an article's summary; none where its body says what it is."""
        ...

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders an article belongs to."""
        ...

    def slug(self, document: Document) -> str:
        """Return what names an article among its neighbours, "" where it names nothing itself."""
        ...

    def address_date(self, published: datetime) -> datetime:
        """Return an article's date as tokens show it: some engines take it to the site's zone."""
        ...

    def excerpt(self, document: Document) -> str:
        """Return what the body marks as its summary, if by other marks than `<!--more-->`."""
        ...

    @staticmethod
    def body(text: str) -> str:
        """Return a body with the engine's own marks made common ones, on the same lines.

        It is called long after reading, by processes that know nothing but the text.
        """
        ...

    def permalink(self, document: Document, address: Address) -> str:
        """Return an article's path below the site's URL, not percent-encoded, or its whole URL."""
        ...

    def engine_id(self, permalink: str, address: Address) -> str:
        """Return the id that the engine's own feeds give an article."""
        ...
