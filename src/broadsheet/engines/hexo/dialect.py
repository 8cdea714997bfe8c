"""Hexo: headers that are only closed, JSON headers, dates in the site's zone, `published`.

https://hexo.io/docs/front-matter ; hexo-front-matter and lib/plugins/processor/post.ts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from broadsheet import urls
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.hexo.hiding import Hiding, hiding
from broadsheet.engines.hexo.permalinks import SCHEME, slugize
from broadsheet.engines.hexo.tabs import without_tabs
from broadsheet.errors import UnreadableError
from broadsheet.source import Address, Document, Keys, fields, front_matter, loose_dates, yaml_text

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# js-yaml's timestamps with an offset (lib/type/timestamp.js); `+0800` is none of these.
_TIMESTAMP = re.compile(
    r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?)"
)
_SINGULAR = {"tags": "tag", "categories": "category"}


class HexoDialect(Dialect):
    """The dialect of Hexo."""

    scheme = SCHEME
    keys = Keys(
        updated=("updated", "lastmod", "modified"),
        authors=("author", "authors"),
        summary=("excerpt", "summary"),
        image=("cover", "thumbnail", "banner", "photos", "image", "index_img", "top_img"),
        address=("permalink",),
    )

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return all files except drafts, scaffolds, and those that begin with `_` or end in `~`."""
        return [
            path
            for path in paths
            if not any(part.startswith("_") and part != "_posts" for part in path.split("/"))
            and not path.startswith("scaffolds/")
        ]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a file whose header may lack its first line, or be JSON before `;;;`."""
        return split_header(text)

    def is_draft(self, document: Document) -> bool:
        """Read `published: false`, and what excludes an article from feeds: `draft`, and plugins."""
        published = document.fields.get("published")
        if super().is_draft(document) or (published is not None and not fields.flag(published)):
            return True
        tags = self.terms(document, "tags") if self._hiding.tags else ()
        return self._hiding.hides(document.fields, tags)

    @cached_property
    def _hiding(self) -> Hiding:
        return hiding(self.config.root)

    def moment(self, value: Any) -> datetime:
        """Read a date as `new Date` does, except timestamps of YAML.

        hexo-front-matter reads a timestamp in UTC, and treats its clock as the site's.
        """
        zone = self.config.site.timezone
        quoted = isinstance(value, yaml_text.Quoted)
        if quoted and _DAY.fullmatch(value):
            return loose_dates.read(value, UTC, loose_dates.JAVASCRIPT)
        moment = loose_dates.read(value, zone, loose_dates.JAVASCRIPT)
        if quoted or not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
            return moment
        return moment.astimezone(UTC).replace(tzinfo=zone)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or a list of lists for nested categories; one text is one term."""
        given = document.fields
        value = given.get(field) or given.get(_SINGULAR.get(field, field))
        return fields.texts([value] if isinstance(value, str) else value)

    def date(self, document: Document) -> str | None:
        """Return the date in the file's name (`new_post_name`)."""
        parts = [document.inherited.fields.get(part) for part in ("year", "month", "day")]
        return "-".join(map(str, parts)) if all(parts) else None

    def slug(self, document: Document) -> str:
        """Return the file's path without the date in its name."""
        named = fields.text(document.inherited.fields.get("slug"))
        if named or not self.config.content.path_fields:
            return named or document.path
        return slugize(document.path)  # Hexo treats names that do not fit new_post_name so.

    def address_date(self, published: datetime) -> datetime:
        """Convert the date to the site's zone, as Hexo does."""
        return published.astimezone(self.config.site.timezone)

    def permalink(self, document: Document, address: Address) -> str:
        """Return `permalink`, or else the expanded pattern of the site."""
        typed = self.typed_address(document)
        return (typed if urls.has_scheme(typed) else typed.lstrip("/")) or self.expand(address)


_OPENING = re.compile(r"\s*(?P<fence>-{3,80}|;{3,80})[ \t]*\n")
_FIELD = re.compile(r"\s*[\"\w][^\n:]*:")
_CLOSING = re.compile(r"\n(?P<fence>-{3,}|;{3,})[ \t]*(?:\n|\Z)")
_TAB_OF_ITEM = re.compile(r"(?m)^( *-)\t+")


def split_header(text: str) -> front_matter.FrontMatter:
    """Split an article's text: its header is closed by `---` or `;;;` (JSON), opened or not.

    Raises UnreadableError.
    """
    found = _opened(text) or _closed(text)
    if found is None:
        return front_matter.split(text, needed=False)
    start, end, after, fence = found
    header, body = text[start:end], text[after:]
    if fence.startswith(";"):
        opening, closing = "{", "\n}\n"
    else:
        opening, closing = "---\n", "\n---\n"
        header = _TAB_OF_ITEM.sub(r"\1 ", without_tabs(header))
    shift = text.count("\n", 0, start) - opening.count("\n")
    try:
        matter = front_matter.split(f"{opening}{header}{closing}{body}")
    except UnreadableError as error:
        raise error.advised("", below=shift) from error
    return replace(
        matter,
        lines={name: line + shift for name, line in matter.lines.items()},
        problems=tuple(replace(found, line=found.line + shift) for found in matter.problems),
        body=body,
        body_line=text.count("\n", 0, after) + 1,
    )


def _opened(text: str) -> tuple[int, int, int, str] | None:
    """Return where the header begins and ends, where the body begins, and the fence between fences."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    fence = opening["fence"]
    closing = re.compile(rf"{fence}[ \t]*(?:\n|\Z)").search(text, opening.end())
    if closing is None:
        return None
    end = closing.start()
    has_break = end > opening.end() and text[end - 1] == "\n"
    return opening.end(), end - has_break, closing.end(), fence


def _closed(text: str) -> tuple[int, int, int, str] | None:
    """Return the same for a header that is closed but not opened."""
    first = _FIELD.match(text)
    closing = _CLOSING.search(text, first.end()) if first else None
    return (0, closing.start(), closing.end(), closing["fence"]) if closing else None
