"""Nikola: headers of `.. key: value` lines, in a comment in Markdown and HTML; `status`; TEASER_END.

https://getnikola.com/handbook.html ; nikola/metadata_extractors.py
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from broadsheet.engines import rest_header
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.nikola.links import MARK
from broadsheet.engines.nikola.permalinks import SCHEME
from broadsheet.errors import Problems
from broadsheet.markdown import scan
from broadsheet.model import Person
from broadsheet.source import (
    Address,
    Document,
    Keys,
    Source,
    data_file,
    fields,
    front_matter,
    inheritance,
    loose_dates,
)
from broadsheet.walk import beginning

_FIELD = re.compile(r"\.\. ([A-Za-z_][\w-]*):[ \t]*(.*)")
_TEASER = re.compile(r"<!--\s*TEASER_END(?:\s*|:[^<>]*)-->")
_REST_TEASER = re.compile(r"(?m)^\.\. TEASER_END\b[^\n]*$")
_HIDDEN = {"draft", "private"}
_YES = {"true", "yes"}
_ENDS = ("/index.html", "/", ".html")
"""What addresses end with, by PRETTY_URLS and STRIP_INDEXES."""


class NikolaDialect(Dialect):
    """The dialect of Nikola."""

    scheme = SCHEME
    dates_needed = False  # A page without a date is no post.
    keys = Keys(
        updated=("updated",),
        summary=("summary",),
        image=("previewimage", "image"),
        address=(),
        id=("guid",),
    )

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a post: `.. key: value` lines, within a comment of HTML or not.

        Without them, a header of YAML or TOML, or docutils' own fields (USE_REST_DOCINFO_METADATA).
        """
        lines = text.split("\n")
        start = next((n for n, line in enumerate(lines) if line.strip()), 0)
        fenced = lines[start].strip() == "<!--"
        number = start + fenced
        found: dict[str, Any] = {}
        places: dict[str, int] = {}
        while number < len(lines) and (match := _FIELD.fullmatch(lines[number].rstrip())):
            if match[2]:
                found[match[1].lower()], places[match[1].lower()] = match[2].strip(), number + 1
            number += 1
        if not found and not fenced:
            return rest_header.split(text) or front_matter.split(text, needed=False)
        if fenced:
            while number < len(lines) and "-->" not in lines[number]:
                number += 1
            number += 1
        return front_matter.FrontMatter(found, places, "\n".join(lines[number:]), number + 1)

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read `post.meta` beside each post that has one: the header in a file of its own."""
        places = ((source.path, _meta(source.site_path)) for source in sources)
        return [
            inheritance.FieldRule(inheritance.only_for(path, header.fields), place, header.lines)
            for path, place in places
            if (file := data_file(place, self.config, problems))
            and (header := self.split(beginning(file)))
        ]

    def is_draft(self, document: Document) -> bool:
        """Read `status`, else the tags that said so in earlier versions (USE_TAG_METADATA)."""
        status = fields.text(document.fields.get("status")).lower()
        return status in _HIDDEN if status else bool(_HIDDEN & set(self.terms(document, "tags")))

    def moment(self, value: Any) -> datetime:
        """Read a date as dateutil does; one without offset is in the site's zone."""
        return loose_dates.read(value, self.config.site.timezone, loose_dates.DATEUTIL)

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read `author` as one name, even with commas."""
        return super().authors(field, value if isinstance(value, list) else [value])

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list separated by commas; a category is one."""
        if field == "categories":
            field = "category"
        value = document.fields.get(field)
        if field == "category":
            return fields.texts([value] if isinstance(value, str) else value)
        return fields.texts(value)

    @staticmethod
    def body(text: str) -> str:
        """Write TEASER_END as `more`, and `link://` as what `NikolaLinks` resolves."""
        text = text.replace("link://", MARK)
        if "TEASER_END" not in text:
            return text
        text = scan(text).sub(_TEASER, lambda _: "<!--more-->")
        return scan(text).sub(_REST_TEASER, lambda _: ".. more")

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return all folders: a folder's `index` is a post like others."""
        return document.folders

    def name(self, document: Document) -> str:
        """Return the file's name."""
        return document.stem

    def pattern(self, address: Address) -> str:
        """Return the pattern of an article's folder and language, else that of its folder."""
        patterns = self.config.content.permalinks
        names = (f"{section}:{address.language}" for section in (*address.sections[:1], ""))
        found = next((patterns[name] for name in names if name in patterns), "")
        return found or super().pattern(address)

    def permalink(self, document: Document, address: Address) -> str:
        """Expand the pattern. `pretty_url` says whether a post is a folder; an index is its folder's page.

        nikola/post.py: has_pretty_url, permalink.
        """
        pattern = self.pattern(address)
        end = next((each for each in _ENDS if pattern.endswith(each)), "")
        stem = self.expand(replace(address, folders=document.folders)).removesuffix(end)
        typed = str(document.fields.get("pretty_url", "")).lower()
        if (stem == "index" or stem.endswith("/index")) and typed not in _YES:
            return stem.removesuffix("index") + ("index.html" if end == _ENDS[0] else "")
        is_pretty = typed in _YES if typed else end != ".html"
        return stem + ((end if end != ".html" else "/") if is_pretty else ".html")


def _meta(path: str) -> str:
    return f"{posixpath.splitext(path)[0]}.meta"
