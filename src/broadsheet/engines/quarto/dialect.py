"""Quarto: documents in Markdown, `_metadata.yml` of folders, categories, dates in words.

https://quarto.org/docs/websites/website-blog.html
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from broadsheet.engines.quarto import cells
from broadsheet.engines.quarto.permalinks import SCHEME
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.errors import Problems, UnreadableError
from broadsheet.model import Person
from broadsheet.parsing import as_typed
from broadsheet.source import (
    Document,
    Source,
    data_file,
    fields,
    front_matter,
    inheritance,
    loose_dates,
    yaml_text,
)
from broadsheet.walk import beginning

_TODAY = {"today", "now", "last-modified"}
"""Dates that Quarto computes when it runs."""

_NAMES = ("_metadata.yml", "_metadata.yaml")


class QuartoDialect(WebDialect):
    """The dialect of Quarto."""

    scheme = SCHEME
    keys = replace(
        KEYS,
        date=("date",),
        updated=("date-modified",),
        image=("image",),
        address=(),
        summary=("abstract",),
    )

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out files and folders whose names begin with `_`, and files about the folder."""
        return [
            path
            for path in paths
            if not any(part.startswith("_") for part in path.split("/"))
            and posixpath.basename(path) not in {"README.md", "README.qmd"}
        ]

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read _metadata.yml of every folder, which gives fields to all pages below it."""
        return [
            inheritance.FieldRule(inheritance.below(folder, found), origin)
            for folder in inheritance.folders_of(source.path for source in sources)
            for origin, found in self._metadata(folder, problems)
        ]

    def _metadata(self, folder: str, problems: Problems) -> Iterable[tuple[str, Mapping[str, Any]]]:
        for name in _NAMES:
            origin = posixpath.join(self.config.content.path, folder, name)
            file = data_file(origin, self.config, problems)
            try:
                data = yaml_text.load_values(beginning(file, 1_000_000)) if file else None
            except UnreadableError as error:
                problems.add(error.advised("correct it").problem(origin))
                continue
            if isinstance(data, dict):
                found = {str(key).lower(): as_typed(value) for key, value in data.items()}
                yield origin, _without_today(found)

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a page; a modification date that Quarto computes is dropped."""
        matter = super().split(text)
        return replace(matter, fields=_without_today(matter.fields))

    @staticmethod
    def body(text: str) -> str:
        """Show cells of code as Quarto does when it does not run them."""
        return cells.shown(text)

    def skips(self, document: Document) -> str:
        """Return why a page is left out whose date changes with each run of Quarto."""
        typed = str(document.fields.get("date")).strip().lower()
        if typed not in _TODAY:
            return ""
        return (
            f'is left out, since only Quarto knows the date "{typed}"; write e.g. date: 2025-06-17'
        )

    def moment(self, value: Any) -> datetime:
        """Read a date, in words too; one without offset is in the site's zone."""
        return loose_dates.read(value, self.config.site.timezone, loose_dates.JAVASCRIPT)

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read names, or tables whose name may have the parts given and family."""
        listed = value if isinstance(value, list) else [value]
        return super().authors(field, [_person(each) for each in listed])

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list, or one text."""
        value = document.fields.get(field)
        return fields.texts([value] if isinstance(value, str) else value)

    def is_listed(self, document: Document) -> bool:
        """Return False for pages that list others, such as `index.qmd`, unless they are posts."""
        return "listing" not in document.fields and super().is_listed(document)


def _without_today(found: Mapping[str, Any]) -> dict[str, Any]:
    changed = str(found.get("date-modified")).strip().lower()
    return {k: v for k, v in found.items() if k != "date-modified" or changed not in _TODAY}


def _person(value: Any) -> Any:
    name = value.get("name") if isinstance(value, dict) else None
    if isinstance(name, dict):
        parts = (name.get("literal"), name.get("given"), name.get("family"))
        return {**value, "name": " ".join(str(part) for part in parts if part)}
    return value
