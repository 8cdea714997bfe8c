"""Docusaurus: posts dated by their names or paths, authors of authors.yml, `truncate`, `unlisted`.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from broadsheet.engines.author_files import NOBODY, people_rule, read_people
from broadsheet.engines.docusaurus.permalinks import SCHEME, parts
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.errors import Problems
from broadsheet.markdown import scan
from broadsheet.model import Person
from broadsheet.source import (
    Document,
    Source,
    data_file,
    fields,
    front_matter,
    heading,
    inheritance,
)

_AUTHORS = "authors.yml"
_TRUNCATE = re.compile(r"<!--\s*truncate\s*-->|\{/\*\s*truncate\s*\*/\}")


class DocusaurusDialect(WebDialect):
    """The dialect of Docusaurus.

    A post without a date gets the date of its file or of git, which is not known here.
    """

    scheme = SCHEME
    keys = replace(KEYS, date=("date",), updated=("updated",), image=("image",), address=())

    _known = NOBODY

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read the authors that posts name by key; articles are read again if these change."""
        del sources
        # A site of several blogs has a pattern of addresses for the folder of each.
        content = self.config.content
        tops = dict.fromkeys(("", *content.language_folders.values()))
        folders = [posixpath.join(top, name) for top in tops for name in ("", *content.permalinks)]
        paths = [posixpath.join(content.path, folder, _AUTHORS) for folder in folders]
        files = [data_file(path, self.config, problems) for path in paths]
        found = [read_people(file) for file in files if file]
        self._known = {key: person for people in found for key, person in people.items()}
        return [people_rule(self._known, path) for path in paths]

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out names that begin with `_`, and posts that exist in another language alone."""
        shown = {path for path in paths if not any(p.startswith("_") for p in path.split("/"))}
        content = self.config.content
        tops = [f"{folder}/" for folder in content.language_folders.values() if folder]

        def is_shown(path: str) -> bool:
            top = next((top for top in tops if path.startswith(top)), "")
            _, _, below = path.removeprefix(top).partition("/")
            return not top or any(f"{blog}/{below}" in shown for blog in content.permalinks)

        return sorted(path for path in shown if is_shown(path))

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folder of the blog, which may be a deeper one, and those below it."""
        folder = "/".join(super().sections(document))
        blogs = (
            name for name in self.config.content.permalinks if f"{folder}/".startswith(f"{name}/")
        )
        blog = max(blogs, key=len, default="")
        below = folder.removeprefix(blog).strip("/")
        return tuple(filter(None, (blog, *below.split("/"))))

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
