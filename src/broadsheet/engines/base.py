"""The rules that every dialect starts from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from broadsheet import dates, urls
from broadsheet.config.records import Config
from broadsheet.engines.engine import Keys
from broadsheet.engines.permalinks import pattern
from broadsheet.engines.permalinks.address import Address
from broadsheet.engines.schemes import SCHEMES
from broadsheet.errors import Problem
from broadsheet.model import Person
from broadsheet.source import fields, front_matter
from broadsheet.source.document import Document, Inherited
from broadsheet.source.files import Source
from broadsheet.source.front_matter import FrontMatter
from broadsheet.source.inheritance import Rule

MORE = re.compile(r"<!--\s*more\s*-->")


class Plain:
    """Markdown files with a header. Implements `Dialect`."""

    keys = Keys()

    def __init__(self, config: Config) -> None:
        self.config = config
        self.keys = self.keys.configured(config.content.fields)
        self.scheme = SCHEMES[config.content.dialect]

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Choose all but `_index.md`, which describes a section."""
        return [path for path in paths if not path.rpartition("/")[2].startswith("_index.")]

    def split(self, text: str) -> FrontMatter:
        """Take apart a file with a header in YAML, TOML or JSON."""
        return front_matter.split(text)

    def rules(self, sources: Sequence[Source], problems: list[Problem]) -> list[Rule]:
        """Find none: no file speaks for others."""
        del sources, problems
        return []

    def merge(self, far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
        """Let the nearer value stand."""
        return {**far, **near}

    def inherit(self, inherited: Inherited, fields: Mapping[str, Any]) -> Inherited:  # noqa: ARG002
        """Add nothing."""
        return inherited

    def is_listed(self, document: Document) -> bool:
        """List whatever is not `feed: false`."""
        return "feed" not in document.fields or _not_false(document.fields["feed"])

    def skips(self, document: Document) -> str:
        """Do without none."""
        del document
        return ""

    def is_draft(self, document: Document) -> bool:
        """Read `draft`."""
        return fields.flag(document.fields.get("draft"))

    def title(self, document: Document) -> str:
        """Demand one."""
        del document
        return ""

    def date(self, document: Document) -> str | None:
        """Demand one."""
        del document
        return None

    @property
    def dates_needed(self) -> bool:
        """Demand one: nobody else can know."""
        return True

    def moment(self, value: Any) -> datetime:
        """Read a date; one without offset is in the site's zone."""
        return dates.parse(value, self.config.site.timezone)

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read names, or tables; one text is a list set apart by commas or semicolons."""
        del field
        return fields.people(value, nameless=self.keys.foreign)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or a text with commas or semicolons."""
        return fields.texts(document.fields.get(field))

    def summary_keys(self, document: Document) -> tuple[str, ...]:
        """A `<!--more-->` in the body outranks a description, which is often for search engines."""
        more = MORE.search(document.matter.body)
        return self.keys.summary if more else (*self.keys.summary, *self.keys.description)

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the file's folders, but a bundle's own."""
        return document.folders[:-1] if document.is_bundle else document.folders

    def slug(self, document: Document) -> str:
        """Read `slug`."""
        return fields.text(document.fields.get("slug"))

    def address_date(self, published: datetime) -> datetime:
        """Leave it in its author's zone."""
        return published

    def excerpt(self, document: Document) -> str:
        """Find none."""
        del document
        return ""

    @staticmethod
    def body(text: str) -> str:
        """Leave it as it is."""
        return text

    def permalink(self, document: Document, address: Address) -> str:
        """Take the `permalink` or `url` typed, else expand the pattern."""
        typed = self.typed_address(document)
        if typed:
            return typed if urls.has_scheme(typed) else typed.lstrip("/")
        return self.expand(address)

    def engine_id(self, permalink: str, address: Address) -> str:
        """Return the permalink."""
        del address
        return permalink

    def typed_address(self, document: Document) -> str:
        """Return the address that the fields give, "" where they give none."""
        values = (fields.text(document.fields.get(key)) for key in self.keys.address)
        return next(filter(None, values), "")

    def pattern(self, address: Address) -> str:
        """Return the pattern of an article's section, else the site's."""
        patterns = self.config.content.permalinks
        sections = ("/".join(address.sections), *address.sections[:1])
        chosen = next((patterns[name] for name in sections if name in patterns), "")
        return chosen or self.config.content.permalink or self.scheme.pattern

    def expand(self, address: Address) -> str:
        """Expand the pattern of an article, in the folder of its language."""
        scheme = self.scheme
        path = pattern.expand(self.pattern(address), address, scheme.tokens, need=scheme.need)
        return self.in_language(path, address)

    def in_language(self, path: str, address: Address) -> str:
        """Put a path into the folder of an article's language."""
        folder = self.config.content.languages.get(address.language, "")
        return f"{folder}/{path}" if folder else path


def _not_false(value: Any) -> bool:
    try:
        return fields.flag(value)
    except ValueError:
        return True  # Some themes name a picture or a feed's address here.
