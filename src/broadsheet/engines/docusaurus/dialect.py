"""Docusaurus: posts dated by their names or paths, authors of authors.yml, `truncate`, `unlisted`.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from broadsheet.engines.docusaurus.permalinks import SCHEME, parts
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.errors import UnreadableError
from broadsheet.markdown import scan
from broadsheet.model import Person
from broadsheet.source import Document, fields, front_matter, heading, yaml_text
from broadsheet.walk import beginning

_TRUNCATE = re.compile(r"<!--\s*truncate\s*-->|\{/\*\s*truncate\s*\*/\}")


class DocusaurusDialect(WebDialect):
    """The dialect of Docusaurus."""

    scheme = SCHEME
    keys = replace(KEYS, date=("date",), updated=("updated",), image=("image",), address=())

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out files and folders whose names begin with `_`."""
        return [path for path in paths if not any(p.startswith("_") for p in path.split("/"))]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Take apart a post; `last_update: { date }` says when it was changed."""
        matter = super().split(text)
        update = matter.fields.get("last_update")
        if not isinstance(update, dict) or not update.get("date"):
            return matter
        return replace(matter, fields={**matter.fields, "updated": update["date"]})

    def is_draft(self, document: Document) -> bool:
        """Read `draft`; what is `unlisted` is in no feed."""
        return super().is_draft(document) or fields.says_yes(document.fields.get("unlisted"))

    def date(self, document: Document) -> str | None:
        """Take the one in the file's name or path."""
        _, date, _ = parts(document.path)
        if not date:
            return None
        year, month, day = re.split("[-/]", date)
        return f"{year}-{month:0>2}-{day:0>2}"

    @property
    def dates_needed(self) -> bool:
        """A post without a date gets that of its file or of git, which is not known here."""
        return False

    def title(self, document: Document) -> str:
        """Take the first heading, else the name without its date."""
        return heading(document.matter.body) or parts(document.path)[2]

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read names of authors.yml, or tables."""
        names = value if isinstance(value, list) else [value]
        return tuple(found for each in names for found in self._people(field, each))

    def _people(self, field: str, value: Any) -> tuple[Person, ...]:
        if isinstance(value, dict):
            value = {**self._known.get(str(value.get("key")), {}), **value}
            return super().authors(field, [value])
        return super().authors(field, [self._known.get(fields.text(value), value)])

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the authors of authors.yml by their keys."""
        file = Path(self.config.root, self.config.content.path, "authors.yml")
        try:
            found = yaml_text.load_values(beginning(file, 1_000_000))
        except UnreadableError:
            return {}
        people = found.items() if isinstance(found, dict) else ()
        return {str(key): person for key, person in people if isinstance(person, dict)}

    @staticmethod
    def body(text: str) -> str:
        """Write `truncate` as `more`."""
        return scan(text).sub(_TRUNCATE, lambda _: "<!--more-->") if "truncate" in text else text
