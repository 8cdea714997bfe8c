"""Zola: TOML headers with `[taxonomies]` and `[extra]`, dates in names, `path`.

https://www.getzola.org/documentation/content/page/ ; components/content/src/page.rs.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from broadsheet import dates
from broadsheet.attempt import tried
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.zola.escapes import as_text
from broadsheet.engines.zola.permalinks import SCHEME
from broadsheet.errors import Problems
from broadsheet.source import (
    Address,
    Document,
    Keys,
    Source,
    fields,
    front_matter,
    heading,
    inheritance,
)

_NAME = re.compile(
    r"(?P<date>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?)(?:\s?[_-](?P<slug>.+))?"
)


_OWN = {"date", "updated", "draft", "render", "slug", "path", "weight"}
_IN_DRAFT = ":draft"
"""The field that pages of a draft section inherit."""

_DATED_PATH = re.compile(r"(?:^|/)(\d{4})/(\d\d)/(\d\d)/")


class ZolaDialect(Dialect):
    """The dialect of Zola."""

    scheme = SCHEME
    dates_needed = False  # A page without a date is in no feed of Zola's.
    keys = Keys(
        updated=("updated",),
        summary=("summary",),
        image=(
            "image",
            "cover",
            "banner",
            "thumbnail",
            "og_image",
            "cover_image",
            "featured_image",
            "local_image",
            "remote_image",
            "social_media_card",
        ),
        language=(),
        address=("path",),
    )

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Return rules that mark all pages in draft sections as drafts."""
        rules = []
        for source in sources:
            if posixpath.basename(source.path).startswith("_index."):
                with tried(source.site_path, problems):
                    matter = front_matter.read_header(source, problems)
                    if matter and str(matter.fields.get("draft")).lower() == "true":
                        given = inheritance.below(posixpath.dirname(source.path), {_IN_DRAFT: True})
                        rules.append(inheritance.FieldRule(given, source.site_path))
        return rules

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, also of the section."""
        return super().is_draft(document) or _IN_DRAFT in document.fields

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a page; taxonomies and extra fields count like those beside them.

        An extra field with the name of one of Zola's fields is left out.
        """
        matter = front_matter.lifted(front_matter.split(text, needed=False), "taxonomies")
        extra = front_matter.lifted(matter, "extra")
        own = {n: v for n, v in extra.fields.items() if n not in _OWN or n in matter.fields}
        return replace(extra, fields=own)

    def is_listed(self, document: Document) -> bool:
        """Return False for a page that is not rendered (`render = false`)."""
        rendered = "render" not in document.fields or fields.flag(document.fields["render"])
        return rendered and super().is_listed(document)

    def moment(self, value: Any) -> datetime:
        """Read a date; one without offset is in UTC."""
        return dates.parse(value, UTC)

    def title(self, document: Document) -> str:
        """Return the first heading; Zola requires no title."""
        return heading(document.matter.body)

    def date(self, document: Document) -> str | None:
        """Return the date at the beginning of the name, or of a bundle's folder.

        Zola knows no other; sites with their own feed template may have a date in the `path`.
        """
        match = _NAME.match(self.name(document))
        typed = _DATED_PATH.search(fields.text(document.fields.get("path")))
        return match["date"] if match else "-".join(typed.groups()) if typed else None

    @staticmethod
    def body(text: str) -> str:
        """Write shortcodes that are shown, not called (`{{/* x() */}}`), as text."""
        return as_text(text)

    def slug(self, document: Document) -> str:
        """Return `slug`, else the rest of the name after the date."""
        match = _NAME.match(self.name(document))
        return super().slug(document) or (match and match["slug"]) or self.name(document)

    def permalink(self, document: Document, address: Address) -> str:
        """Return `path`, else the folders and the slug."""
        typed = fields.text(document.fields.get("path")).strip("/")
        return f"{typed}/" if typed else self.expand(address)
