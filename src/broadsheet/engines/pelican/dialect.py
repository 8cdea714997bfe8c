"""Pelican: `Key: value` headers, lists at commas or semicolons, `status`, slugs of titles.

https://docs.getpelican.com/en/latest/content.html ; Python-Markdown's extension `meta`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from broadsheet import dates, urls
from broadsheet.engines import rest_header
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.pelican.config import settings_of
from broadsheet.engines.pelican.pages import address_of_page
from broadsheet.engines.pelican.permalinks import OTHER_LANGUAGE, OTHER_LANGUAGE_PATTERN, SCHEME
from broadsheet.engines.settings import Settings
from broadsheet.model import Person
from broadsheet.source import Address, Document, Keys, fields, front_matter, loose_dates

_FIELD = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r" {4,}(?P<value>.*)")
# Of these Pelican reads only the first line (DUPLICATES_DEFINITIONS_ALLOWED in readers.py).
_ONE_LINE = frozenset("tags date modified status category author authors save_as url slug".split())
_OPENS, _CLOSES = "---", ("---", "...")
"""How lines begin that open and close a header: BEGIN_RE and END_RE of the extension `meta`."""
_STATUSES = frozenset({"", "published", "draft", "hidden", "skip"})
_UNLISTED = frozenset({"hidden", "skip"})


class PelicanDialect(Dialect):
    """The dialect of Pelican."""

    scheme = SCHEME
    keys = Keys(
        updated=("modified", "updated", "lastmod"),
        summary=("summary",),
        image=("featured_image", "cover", "image", "header_cover", "og_image", "thumbnail"),
        address=("url", "save_as"),
    )

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a header of `Key: value` lines up to the first empty line; empty values are dropped."""
        if found_rest := rest_header.split(text):
            return found_rest
        lines = text.split("\n")
        found, places, end = _header(lines, int(lines[0].startswith(_OPENS)))
        # Pelican itself reads no date in quotes: the site has a plugin that reads YAML, such as MyST's.
        is_yaml = lines[0].startswith(_OPENS) and found.get("date", "").startswith(("'", '"'))
        if is_yaml or not found:
            return front_matter.split(text, needed=False)
        body = end + 1 if end < len(lines) and _closes(lines[end]) else end
        given = {key: value for key, value in found.items() if value}
        return front_matter.FrontMatter(given, places, "\n".join(lines[body:]), body + 1)

    def is_listed(self, document: Document) -> bool:
        """Return False for hidden and skipped articles."""
        return _status(document) not in _UNLISTED and super().is_listed(document)

    def skips(self, document: Document) -> str:
        """Require a title, a date and a status; without one, Pelican logs an error and skips the file.

        Drafts need no date (pelican/contents.py: theirs is then the last one of all).
        """
        if (status := _status(document)) not in _STATUSES:
            return f'has the status "{status}", so Pelican skips it; write draft or published'
        if not fields.text(document.fields.get("title")):
            return 'has no title, so Pelican skips it; write e.g. title: "…"'
        if document.fields.get("date") or self.date(document) or self.is_draft(document):
            return ""
        # With DEFAULT_DATE = "fs" it uses the file's time, which every checkout changes.
        return f"has no date of its own, so it is left out; write e.g. date: {dates.EXAMPLE}"

    def is_draft(self, document: Document) -> bool:
        """Read `status: draft`."""
        return _status(document) == "draft"

    def date(self, document: Document) -> str | None:
        """Return the date at the beginning of the file's name, as FILENAME_METADATA does by default."""
        return fields.date_in_name(document.stem)

    def moment(self, value: Any) -> datetime:
        """Read a date as dateutil does; one without offset is in the site's zone."""
        return loose_dates.read(value, self.config.site.timezone, loose_dates.DATEUTIL)

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Split `authors` at semicolons, else at commas; `author` is one name, even with commas."""
        names = _listed(value) if field == "authors" else value
        return super().authors(field, names if isinstance(names, list) else [names])

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Split at semicolons, else at commas; a category is one term, even with commas.

        Articles that name no author have the site's.
        """
        if field == "categories":
            return self.terms(document, "category")
        if field == "author":
            return tuple(person.name for person in self._people(document))
        value = document.fields.get(field)
        if field == "category":
            value = [value] if isinstance(value, str) else value
        return fields.texts(_listed(value))

    def _people(self, document: Document) -> tuple[Person, ...]:
        for key in self.keys.authors:
            if value := document.fields.get(key):
                return self.authors(key, value)
        return (self.config.site.author,) if self.config.site.author else ()

    def permalink(self, document: Document, address: Address) -> str:
        """Return `url` or `save_as`, else the expanded pattern of the site."""
        typed = self.typed_address(document)
        if typed:
            return typed if urls.has_scheme(typed) else typed.lstrip("/")
        return self.expand(address)

    def page_address(self, path: str, fields: Mapping[str, Any]) -> str:
        """Return the address of a page, which is no article."""
        return address_of_page(self._settings, path, fields, self.config.site.language)

    @cached_property
    def _settings(self) -> Settings:
        return settings_of(self.config.root)

    def engine_id(self, permalink: str, address: Address) -> str:
        """Return a tag URI of the permalink's path, as feedgenerator's `get_tag_uri` makes it."""
        url = urlsplit(permalink)
        return f"tag:{url.hostname},{address.date:%Y-%m-%d}:{url.path}"

    def pattern(self, address: Address) -> str:
        """Return ARTICLE_LANG_URL for an article in another language than the site's."""
        if address.language.lower() == self.config.site.language.lower():
            return super().pattern(address)
        return self.config.content.permalinks.get(OTHER_LANGUAGE, OTHER_LANGUAGE_PATTERN)


def _listed(value: Any) -> Any:
    """Split a text as Pelican does (`ensure_metadata_list`)."""
    return value.split(";" if ";" in value else ",") if isinstance(value, str) else value


def _status(document: Document) -> str:
    return fields.text(document.fields.get("status")).lower()


def _header(lines: list[str], start: int) -> tuple[dict[str, str], dict[str, int], int]:
    """Read fields from a line on; return their values, their lines (from 1), and the line after them.

    The first of duplicate keys counts; indented lines continue the value above.
    """
    found: dict[str, str] = {}
    places: dict[str, int] = {}
    key = ""
    for number, raw in enumerate(lines[start:], start):
        line = raw.expandtabs(4)
        if match := _FIELD.fullmatch(line):
            key = match["key"].lower()
            if key in found:
                key = ""
                continue
            found[key], places[key] = match["value"].strip(), number + 1
        elif found and (match := _MORE.fullmatch(line)):
            if key and key not in _ONE_LINE:
                found[key] = f"{found[key]} {match['value'].strip()}".strip()
        else:
            return found, places, number
    return found, places, len(lines)


def _closes(line: str) -> bool:
    """Return whether a line closes the header; the one that opens it may be missing."""
    return not line.strip() or line.startswith(_CLOSES)
