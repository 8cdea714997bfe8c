"""The dialect that engines in JavaScript share: JavaScript's dates, keys of themes, pages without dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from broadsheet.engines.dialect import Dialect
from broadsheet.errors import Severity
from broadsheet.source import Document, Keys, fields, front_matter, heading, loose_dates

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
)
"""The front matter keys of themes."""


class WebDialect(Dialect):
    """The dialect of engines in JavaScript."""

    dates_needed = False  # A page without a date is no article.
    unreadable = Severity.WARNING  # Some programs read headers in their own way.
    keys = KEYS

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a page, which need not have a header.

        A boolean in a date's field is not a date: `lastUpdated: false` hides one. `published: true` is
        read as `publish: true`.
        """
        matter = front_matter.split(text, needed=False)
        found, dates = matter.fields, {*self.keys.date, *self.keys.updated}
        flags = {name: found[name] for name in dates & found.keys() if _is_flag(found[name])}
        if not flags:
            return matter
        rest = {name: value for name, value in found.items() if name not in flags}
        if "published" in flags:
            rest = {"publish": flags["published"], **rest}
        return replace(matter, fields=rest)

    def moment(self, value: Any) -> datetime:
        """Read a date as JavaScript does, on a machine in UTC, where sites are built."""
        return loose_dates.read(value, UTC, loose_dates.JAVASCRIPT)

    def title(self, document: Document) -> str:
        """Return the first heading."""
        return heading(document.matter.body)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or a text with commas; `category` is another name of `categories`."""
        value = document.fields.get(field)
        if value is None:
            value = document.fields.get({"categories": "category", "tags": "tag"}.get(field, ""))
        labels = [_label(each) for each in value] if isinstance(value, list) else value
        return fields.texts(labels)


def _is_flag(value: Any) -> bool:
    return fields.says_yes(value) or fields.says_no(value)


def _label(value: Any) -> Any:
    """Return the name of a term that is a table: { label, permalink }, { name, slug }."""
    if not isinstance(value, dict):
        return value
    return value.get("label") or value.get("name") or value.get("title") or ""
