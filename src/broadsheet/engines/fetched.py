"""How the files of `publish fetch` are read, for sites of any engine.

A header in JSON has the entry's fields; the body is its HTML.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from broadsheet import dates
from broadsheet.columns import beginning_of
from broadsheet.config import Config, records
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.registry import PLAIN, engine_of
from broadsheet.model import Enclosure
from broadsheet.source import Document, Keys, fields

_COLUMNS = 60
_MARK_UP = re.compile(r"([!-/:-@\[-`{-~])")


class FetchedDialect(Dialect):
    """The dialect of entries of feeds. Nothing in publish.toml changes what their fields mean."""

    scheme = PLAIN.scheme
    keys = Keys(
        updated=("updated",),
        expires=(),
        authors=("authors",),
        summary=(),
        description=(),
        image=("image",),
        language=("language",),
        address=("permalink",),
        id=(),
    )

    def __init__(self, config: Config) -> None:
        self.config = config

    def moment(self, value: Any) -> Any:
        """Read a date, which always has an offset."""
        return dates.parse(value, records.UTC)

    def beginning(self, document: Document) -> str:
        """Return how the summary or the text begins."""
        shown = fields.text(document.fields.get("summary")) or _plain(document.matter.body)
        beginning = beginning_of(shown, _COLUMNS)
        return shown if beginning == shown else f"{beginning.rstrip()}…"

    def identity(self, document: Document) -> str:
        """Return the entry's id, unchanged, since readers know it."""
        return fields.text(document.fields.get("id"))

    def excerpt(self, document: Document) -> str:
        """Return the summary; it is plain text, so Markdown in it is escaped."""
        return _MARK_UP.sub(r"\\\1", fields.text(document.fields.get("summary")))

    def enclosures(self, document: Document) -> tuple[Enclosure, ...]:
        """Return the files that come with the entry."""
        return tuple(
            Enclosure(each["url"], each["type"], int(each["length"]))
            for each in document.fields.get("enclosures") or ()
        )

    @staticmethod
    def body(text: str) -> str:
        """Escape braces, which are never shortcodes here."""
        return re.sub(r"\{(?=[{%#])", "&#123;", text)


def _plain(body: str) -> str:
    import nh3  # noqa: PLC0415 - few entries have no title

    text = nh3.clean(body, tags=set(), clean_content_tags={"script", "style"})
    return " ".join(unescape(text).split()) or "…"


def is_fetched(config: Config, path: str) -> bool:
    """Return whether a file, by its path below the site's folder, is an entry of a feed."""
    return bool(config.content.feed) and path.startswith(f"{records.FETCHED}/")


def dialect_for(config: Config, path: str) -> Dialect:
    """Return the reader of an article, by the path of its file below the site's folder."""
    return FetchedDialect(config) if is_fetched(config, path) else engine_of(config).dialect(config)
