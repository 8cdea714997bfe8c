"""Posts of Material's blog: `date: { created, updated }`, authors of .authors.yml, `<!-- more -->`.

https://squidfunk.github.io/mkdocs-material/plugins/blog/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from broadsheet import dates
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.mkdocs.permalinks import SCHEME
from broadsheet.errors import UnreadableError
from broadsheet.model import Person
from broadsheet.source import Document, Keys, fields, front_matter, heading, yaml_text
from broadsheet.walk import beginning


class MkDocsDialect(Dialect):
    """The dialect of MkDocs."""

    scheme = SCHEME
    keys = Keys(
        updated=("updated",),
        summary=("summary",),
        address=(),
        image=("image", "social_image", "cover"),
        foreign=True,
    )

    def split(self, text: str) -> front_matter.FrontMatter:
        """Take apart a post; a date may be a table of the days when it was created and updated."""
        matter = front_matter.split(text, needed=False)
        typed = matter.fields.get("date")
        if not isinstance(typed, dict):
            return matter
        found = {**matter.fields, "date": typed.get("created")}
        if typed.get("updated"):
            found["updated"] = typed["updated"]
            matter.lines["updated"] = matter.lines["date"]
        return replace(matter, fields=found)

    def moment(self, value: Any) -> datetime:
        """Read a date; one without offset is in the site's zone."""
        return dates.parse(value, self.config.site.timezone)

    @property
    def dates_needed(self) -> bool:
        """A page without a date is no post."""
        return False

    def title(self, document: Document) -> str:
        """Take the first heading, else the file's name, as MkDocs does."""
        name = document.stem.replace("-", " ").replace("_", " ")
        return heading(document.matter.body) or (name.capitalize() if name.islower() else name)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list."""
        return fields.texts(document.fields.get(field))

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read names of the blog's .authors.yml."""
        names = value if isinstance(value, list) else [value]
        found = [self._known.get(fields.text(each), each) for each in names]
        return super().authors(field, found)

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the blog's authors by their keys."""
        top = Path(self.config.root, self.config.content.path)
        for folder in (top, top.parent):
            try:
                found = yaml_text.load_values(beginning(folder / ".authors.yml", 1_000_000))
            except UnreadableError:
                continue
            people = found.get("authors") if isinstance(found, dict) else None
            if isinstance(people, dict):
                return {str(key): each for key, each in people.items() if isinstance(each, dict)}
        return {}
