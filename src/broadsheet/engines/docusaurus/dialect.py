"""Docusaurus: posts dated by their names or paths, authors of authors.yml, `truncate`, `unlisted`.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.engines.docusaurus.permalinks import SCHEME, parts
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.errors import Problems, UnreadableError
from broadsheet.markdown import scan
from broadsheet.model import Person
from broadsheet.source import (
    Document,
    Source,
    fields,
    front_matter,
    heading,
    inheritance,
    yaml_text,
)
from broadsheet.walk import beginning

_AUTHORS = "authors.yml"
_TRUNCATE = re.compile(r"<!--\s*truncate\s*-->|\{/\*\s*truncate\s*\*/\}")


class DocusaurusDialect(WebDialect):
    """The dialect of Docusaurus."""

    scheme = SCHEME
    keys = replace(KEYS, date=("date",), updated=("updated",), image=("image",), address=())

    _known: Mapping[str, Mapping[str, Any]] = {}

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read the authors that posts name by key; articles are read again if these change."""
        del sources, problems
        file = posixpath.join(self.config.content.path, _AUTHORS)
        self._known = _people_of(Path(self.config.root, file))
        text = json.dumps(self._known, default=str, sort_keys=True)
        return [inheritance.FieldRule(lambda _: {":authors": text}, file)] if self._known else []

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out files and folders whose names begin with `_`."""
        return [path for path in paths if not any(p.startswith("_") for p in path.split("/"))]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a post; `last_update: { date }` says when it was changed."""
        matter = super().split(text)
        update = matter.fields.get("last_update")
        if not isinstance(update, dict) or not update.get("date"):
            return matter
        return replace(matter, fields={**matter.fields, "updated": update["date"]})

    def is_draft(self, document: Document) -> bool:
        """Read `draft`; an `unlisted` post is in no feed."""
        return super().is_draft(document) or fields.says_yes(document.fields.get("unlisted"))

    def date(self, document: Document) -> str | None:
        """Return the date in the file's name or path."""
        _, date, _ = parts(document.path)
        if not date:
            return None
        year, month, day = re.split("[-/]", date)
        return f"{year}-{month:0>2}-{day:0>2}"

    @property
    def dates_needed(self) -> bool:
        """A post without a date gets the date of its file or of git, which is not known here."""
        return False

    def title(self, document: Document) -> str:
        """Return the first heading, else the name without its date."""
        return heading(document.matter.body) or parts(document.path)[2]

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read names that authors.yml lists, or tables."""
        names = value if isinstance(value, list) else [value]
        return tuple(found for each in names for found in self._people(field, each))

    def _people(self, field: str, value: Any) -> tuple[Person, ...]:
        if isinstance(value, dict):
            value = {**self._known.get(str(value.get("key")), {}), **value}
            return super().authors(field, [value])
        return super().authors(field, [self._known.get(fields.text(value), value)])

    @staticmethod
    def body(text: str) -> str:
        """Write `truncate` as `more`."""
        return scan(text).sub(_TRUNCATE, lambda _: "<!--more-->") if "truncate" in text else text


def _people_of(file: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the authors in a file by their keys, none if it cannot be read."""
    try:
        found = yaml_text.load_values(beginning(file, 1_000_000))
    except UnreadableError:
        return {}
    people = found.items() if isinstance(found, dict) else ()
    return {str(key): person for key, person in people if isinstance(person, dict)}
