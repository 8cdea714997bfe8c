"""Posts of Material's blog: `date: { created, updated }`, authors of .authors.yml, `<!-- more -->`.

https://squidfunk.github.io/mkdocs-material/plugins/blog/
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from broadsheet.engines.author_files import NOBODY, people_rule, read_people
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.mkdocs.permalinks import SCHEME
from broadsheet.engines.slugs import pymdownx_slug
from broadsheet.errors import Problems, Severity
from broadsheet.model import Person
from broadsheet.source import (
    Document,
    Keys,
    Source,
    data_file,
    fields,
    front_matter,
    heading,
    inheritance,
)

_AUTHORS = ".authors.yml"


class MkDocsDialect(Dialect):
    """The dialect of MkDocs."""

    scheme = SCHEME
    dates_needed = False  # A page without a date is no post.
    unreadable = Severity.WARNING  # MkDocs takes such a page for one without a header.
    keys = Keys(
        updated=("updated",),
        summary=("summary",),
        address=(),
        image=("image", "social_image", "cover"),
    )

    _known = NOBODY

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read the authors that posts name by key; articles are read again if these change."""
        del sources
        top = self.config.content.path
        files = [posixpath.join(folder, _AUTHORS) for folder in (top, posixpath.dirname(top))]
        found = (data_file(file, self.config, problems) for file in files)
        people = (read_people(file, "authors") for file in found if file)
        self._known = next(filter(None, people), {})
        return [people_rule(self._known, file) for file in files]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a post; a date may be a table of the days when it was created and updated."""
        matter = front_matter.forgiving(front_matter.split(text, needed=False))
        typed = matter.fields.get("date")
        if not isinstance(typed, dict):
            return matter
        found = {**matter.fields, "date": typed.get("created")}
        if typed.get("updated"):
            found["updated"] = typed["updated"]
            matter.lines["updated"] = matter.lines["date"]
        return replace(matter, fields=found)

    def title(self, document: Document) -> str:
        """Return the first heading, else the file's name, as MkDocs does."""
        return heading(document.matter.body) or _of_file(document)

    def slug(self, document: Document) -> str:
        """Return `slug`, else that of the title as typed, whose marks and attributes are still in it.

        get_markdown_title of mkdocs.utils: a heading with `#` in the first line that is not empty.
        """
        if typed := super().slug(document):
            return typed
        if title := fields.text(document.fields.get("title")):
            return pymdownx_slug(title)
        first = document.matter.body.lstrip().partition("\n")[0]
        return pymdownx_slug(first.lstrip("# ") if first.startswith("# ") else _of_file(document))

    def name(self, document: Document) -> str:
        """Return the name of the file itself, also that of an `index.md`."""
        return document.stem

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read names of the blog's .authors.yml, or tables."""
        names = value if isinstance(value, list) else [value]
        found = [
            each if isinstance(each, dict) else self._known.get(fields.text(each), each)
            for each in names
        ]
        return super().authors(field, found)


def _of_file(document: Document) -> str:
    name = document.stem.replace("-", " ").replace("_", " ")
    return name.capitalize() if name.islower() else name
