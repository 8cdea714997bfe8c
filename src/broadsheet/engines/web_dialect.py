"""What engines in JavaScript share: pages may lack a date, dates are JavaScript's, keys the themes'."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from broadsheet.engines.dialect import Dialect
from broadsheet.source import Document, Keys, fields, front_matter, headline, loose_dates

KEYS = Keys(
    date=(
        "date",
        "pubdate",
        "pubdatetime",
        "publishdate",
        "publisheddate",
        "publishedat",
        "publisheddatetime",
        "published_at",
        "published",
        "datepublished",
        "createdat",
        "created_at",
        "created",
    ),
    updated=(
        "updateddate",
        "updatedat",
        "updated_at",
        "updated",
        "moddatetime",
        "modifieddate",
        "modified",
        "dateupdated",
        "lastmod",
        "last_modified_at",
        "lastupdated",
        "lastupdateddate",
    ),
    authors=("authors", "author"),
    image=("image", "heroimage", "cover", "coverimage", "ogimage", "banner", "thumbnail", "hero"),
    address=("permalink",),
    foreign=True,
)
"""What themes call things."""


class WebDialect(Dialect):
    """The dialect of engines in JavaScript."""

    keys = KEYS

    def split(self, text: str) -> front_matter.FrontMatter:
        """Take apart a page, which need not have a header."""
        return front_matter.split(text, needed=False)

    def moment(self, value: Any) -> datetime:
        """Read a date as JavaScript does, on a machine in UTC, where sites are built."""
        return loose_dates.read(value, UTC, loose_dates.JAVASCRIPT)

    @property
    def dates_needed(self) -> bool:
        """A page without a date is no article."""
        return False

    def title(self, document: Document) -> str:
        """Take the first heading, else the first words."""
        return headline(document.matter.body) or self.name(document)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or a text with commas; `category` is another name of `categories`."""
        value = document.fields.get(field)
        if value is None:
            value = document.fields.get({"categories": "category", "tags": "tag"}.get(field, ""))
        labels = [_label(each) for each in value] if isinstance(value, list) else value
        return fields.texts(labels)


def _label(value: Any) -> Any:
    """Return the name of a term that is a table: { label, permalink }, { name, slug }."""
    if not isinstance(value, dict):
        return value
    return value.get("label") or value.get("name") or value.get("title") or ""
