"""Lektor: a folder with a `contents.lr` is a page, with a `contents+de.lr` also one in German.

https://www.getlektor.com/docs/content/
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from broadsheet import dates
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.lektor import metaformat, pages
from broadsheet.engines.lektor.permalinks import PATTERN, SCHEME
from broadsheet.errors import Problems
from broadsheet.source import (
    Address,
    Document,
    Keys,
    Source,
    fields,
    front_matter,
    inheritance,
)

_NAME = re.compile(r"(?:^|/)contents(?:\+([\w-]+))?\.lr$")


class LektorDialect(Dialect):
    """The dialect of Lektor."""

    scheme = SCHEME
    dates_needed = False  # A page without a date is no article.
    keys = Keys(
        date=("pub_date", "date", "published", "pub_datetime", "publish_date"),
        updated=("mod_date", "updated", "last_modified", "modified"),
        summary=("summary", "abstract", "excerpt", "teaser"),
        image=("image", "cover", "thumbnail", "header_image"),
        address=(),
    )

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return the files `contents.lr`, and those of other languages (`contents+de.lr`)."""
        return [path for path in paths if (found := _NAME.search(path)) and self._is_read(found[1])]

    def _is_read(self, language: str | None) -> bool:
        return not language or language.lower() in self.config.content.languages

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read the pages above others, and the main language of translations."""
        del problems
        return list(pages.rules(sources))

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a file into fields."""
        return metaformat.split(text)

    @staticmethod
    def body(text: str) -> str:
        """Remove the fields after the body."""
        return metaformat.body(text)

    def is_listed(self, document: Document) -> bool:
        """Return False for a page that is hidden, or whose parent is, or that no list shows."""
        hidden = document.fields.get(pages.HIDDEN) or fields.says_yes(
            document.fields.get("_hidden")
        )
        shown = document.fields.get("_discoverable")
        return (
            not hidden
            and not (shown and not fields.says_yes(shown))
            and super().is_listed(document)
        )

    def title(self, document: Document) -> str:
        """Take the folder's name, as Lektor does in its own interface."""
        return self.name(document).replace("-", " ").replace("_", " ").title()

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read lines, or words separated by commas."""
        value = document.fields.get(field)
        return fields.texts(value.replace("\n", ",") if isinstance(value, str) else value)

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders above the page's own."""
        return document.folders[:-1]

    def name(self, document: Document) -> str:
        """Return the page's folder."""
        return document.folders[-1] if document.folders else ""

    def slug(self, document: Document) -> str:
        """Read `_slug`."""
        return fields.text(document.fields.get("_slug")).strip("/")

    def moment(self, value: Any) -> datetime:
        """Read a date; behind it may stand the name of a zone."""
        date, _, name = str(value).rpartition(" ")
        if "/" not in name:
            return super().moment(value)
        try:
            return dates.parse(date, zoneinfo.ZoneInfo(name))
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            return super().moment(value)

    def pattern(self, address: Address) -> str:
        """Return the pattern of the pages that lie directly below a page."""
        content = self.config.content
        own = content.permalinks.get("/".join(address.sections))
        return own or content.permalink or self.scheme.pattern

    def permalink(self, document: Document, address: Address) -> str:
        """Return the parent's address and `_slug`, else the expanded pattern; one with a dot is a file."""
        if self.slug(document):
            path = self.in_language(self.scheme.expand(PATTERN, address), address)
        else:
            path = self.expand(address)
        return path.rstrip("/") if "." in path.rstrip("/").rpartition("/")[2] else path
