"""Eleventy: data of folders and files, dates in names and in UTC, `permalink` templates.

https://www.11ty.dev/docs/data-cascade/ and https://www.11ty.dev/docs/dates/.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from broadsheet import dates, urls
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.eleventy.data import COMPUTED, data_rules, outranking, pattern_for
from broadsheet.engines.eleventy.layouts import layout_rules, with_layout
from broadsheet.engines.eleventy.permalink_filters import PermalinkFilters, filter_rules
from broadsheet.engines.eleventy.permalink_functions import FUNCTION, made_address
from broadsheet.engines.eleventy.permalinks import SCHEME, expand_template, without_date
from broadsheet.errors import Problems
from broadsheet.source import (
    Address,
    Document,
    Inherited,
    Keys,
    Source,
    fields,
    front_matter,
    heading,
    inheritance,
)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# `dir.includes`, `dir.layouts`, `dir.data` and `dir.output` as they are called by default. Other
# folders that begin with `_` hold templates like any, as Jekyll's `_posts` do after a migration.
_NO_TEMPLATES = frozenset({"_includes", "_layouts", "_data", "_site"})
# What Eleventy takes from the file system or git; neither is the same in two checkouts.
_FROM_SYSTEM = frozenset({"last modified", "created", "git last modified", "git created"})


class EleventyDialect(Dialect):
    """The dialect of Eleventy."""

    scheme = SCHEME
    dates_needed = False  # A template without a date, such as the home page, is no article.
    keys = Keys(address=("permalink", FUNCTION))

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return the templates: no files in the folders of layouts and data, and no README."""
        return [
            path
            for path in paths
            if path.partition("/")[0] not in _NO_TEMPLATES
            and path.rpartition("/")[2].lower() != "readme.md"
        ]

    @cached_property
    def _filters(self) -> PermalinkFilters:
        return PermalinkFilters(self.config.root)

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a template, whose header need not be closed; a date of the file system counts as none."""
        matter = front_matter.split(text, needed=False, closed=False)
        for name in outranking(matter.fields):
            matter.lines[name] = matter.lines.get(COMPUTED, 1)
        if str(matter.fields.get("date")).lower() in _FROM_SYSTEM:
            del matter.fields["date"]
        return self._without_unreadable(matter)

    def _without_unreadable(self, matter: front_matter.FrontMatter) -> front_matter.FrontMatter:
        """Drop unparsable update dates with a warning; Eleventy ignores these fields."""
        for name in matter.fields.keys() & set(self.keys.updated):
            try:
                if matter.fields[name]:
                    self.moment(matter.fields[name])
            except ValueError as error:
                matter = matter.with_warning(name, str(error))
                del matter.fields[name]
        return matter

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read layouts, data files of folders and templates, and what changes with the site's filters."""
        common = (*filter_rules(self.config.root), *layout_rules(self.config, problems))
        return [*common, *data_rules(self.config, sources, problems)]

    def inherit(self, inherited: Inherited, fields: Mapping[str, Any]) -> Inherited:
        """Add the fields of the layout."""
        return with_layout(inherited, fields, self.merge)

    def merge(self, far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
        """Join lists, such as tags; of other values the nearest counts, and computed ones before all."""
        merged = {**far, **near}
        for name in far.keys() & near.keys():
            if name in {"tags", "tag"} or (isinstance(far[name], list) and near[name]):
                merged[name] = list(dict.fromkeys((*_listed(far[name]), *_listed(near[name]))))
            elif name == COMPUTED and isinstance(far[name], dict) and isinstance(near[name], dict):
                merged[name] = far[name] | near[name]
        # A folder's `title` is that of all its pages; each page may have its own under another name.
        if "title" not in near and any(itertools.starmap(_is_title, near.items())):
            merged.pop("title", None)
        return merged | outranking(merged)

    def is_listed(self, document: Document) -> bool:
        """Return False for templates without a page, and for those excluded from collections."""
        excluded = fields.flag(document.fields.get("eleventyexcludefromcollections"))
        written = str(document.fields.get("permalink", "")).lower() != "false"
        if written and "permalink" not in document.fields:
            written = made_address(self.config.root, document) is not False
        return written and not excluded and super().is_listed(document)

    def moment(self, value: Any) -> datetime:
        """Read a date; one without offset is in UTC."""
        return dates.parse(value, UTC)

    def title(self, document: Document) -> str:
        """Return a field that a layout may show (`newstitle`), else the first heading."""
        typed = (fields.text(v) for k, v in document.fields.items() if _is_title(k, v))
        return next(filter(None, typed), "") or heading(document.matter.body)

    def date(self, document: Document) -> str | None:
        """Return the first date in the file's path."""
        match = _DATE.search(document.path)
        return match[0] if match else None

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or a text with commas."""
        return fields.texts(_listed(document.fields.get(field)))

    def slug(self, document: Document) -> str:
        """Return `slug`, else the name without its date."""
        name = document.folders[-1] if document.is_bundle else document.stem
        return super().slug(document) or without_date(name)

    def address_date(self, published: datetime) -> datetime:
        """Convert the date to UTC."""
        return published.astimezone(UTC)

    def permalink(self, document: Document, address: Address) -> str:
        """Expand the `permalink` template, else the site's pattern.

        A pattern of the section comes before the default of a template without a permalink.
        Raises ValueError if the template holds what only a program could tell.
        """
        typed = fields.text(document.fields.get("permalink")) or str(
            made_address(self.config.root, document, address, self._filters.of_article()) or ""
        )
        section = "" if "permalink" in document.matter.fields else next(iter(address.sections), "")
        if section in self.config.content.permalinks:
            typed = ""
        if urls.has_scheme(typed):
            return typed
        try:
            path = (
                expand_template(typed, address, self._filters.of_article())
                if typed
                else self.expand(address)
            )
        except ValueError as error:
            if not section:
                raise
            message = f"{error}, or a pattern into publish.toml: {pattern_for(section)}"
            raise ValueError(message) from error
        return re.sub("/{2,}", "/", re.sub(r"(^|/)index\.html$", r"\1", path)).lstrip("/")


def _is_title(name: str, value: Any) -> bool:
    return name.endswith("title") and name != "subtitle" and isinstance(value, str)


def _listed(value: Any) -> list[Any]:
    """Return a list; one text is split at commas, as in Eleventy."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return value if isinstance(value, list) else []
