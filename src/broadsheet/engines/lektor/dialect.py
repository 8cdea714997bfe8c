"""Lektor: `contents.lr`, fields separated by lines `---`, each `key: value` or `key:` and lines below.

https://www.getlektor.com/docs/content/files/ ; lektor/metaformat.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from broadsheet.engines.dialect import Dialect
from broadsheet.engines.lektor.permalinks import SCHEME
from broadsheet.errors import UnreadableError
from broadsheet.source import Address, Document, Keys, fields, front_matter

_END = re.compile(r"(?m)^---[ \t]*$")
_BLOCK = re.compile(
    r"(?ms)^(?!---[ \t]*$)(?:\s*^(?P<key>[\w-]+):[ \t]*(?P<value>.*?)|.+?)(?=^---[ \t]*$|\Z)"
)
_BODIES = ("body", "content", "text", "markdown")
_NAME = re.compile(r"(?:^|/)contents(?:\+([\w-]+))?\.lr$")


class LektorDialect(Dialect):
    """The dialect of Lektor."""

    scheme = SCHEME
    keys = Keys(
        date=("pub_date", "date", "published", "pub_datetime", "publish_date"),
        updated=("mod_date", "updated", "last_modified", "modified"),
        summary=("summary", "abstract", "excerpt", "teaser"),
        image=("image", "cover", "thumbnail", "header_image"),
        address=(),
        foreign=True,
    )

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return the files `contents.lr`; those of other languages (`contents+de.lr`) are read beside."""
        return [path for path in paths if (match := _NAME.search(path)) and not match[1]]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a file. The body begins where the first field does that usually holds one."""
        found: dict[str, Any] = {}
        places: dict[str, int] = {}
        start, body_line = len(text), text.count("\n") + 1
        line, done = 1, 0
        for match in _BLOCK.finditer(text):
            if not match[0].strip():
                continue
            begin = match.start("key") if match["key"] else match.start()
            line, done = line + text.count("\n", done, begin), begin
            if not match["key"]:
                raise UnreadableError(line, "is no field", "write e.g. title: and its value")
            key = match["key"].lower()
            if key in _BODIES and start == len(text):
                start, body_line = match.start("value"), line
            elif key not in _BODIES and match["value"].strip():
                found[key], places[key] = _unescaped(match["value"]).strip(), line
        return front_matter.FrontMatter(found, places, text[start:], body_line)

    @staticmethod
    def body(text: str) -> str:
        """Remove the fields after the body."""
        return _unescaped(_END.split(text, 1)[0]).strip("\n") + "\n"

    def is_listed(self, document: Document) -> bool:
        """Return False for a page that is hidden, or not discoverable in its parent's list."""
        hidden = fields.says_yes(document.fields.get("_hidden"))
        shown = document.fields.get("_discoverable")
        return (
            not hidden
            and not (shown and not fields.says_yes(shown))
            and super().is_listed(document)
        )

    @property
    def dates_needed(self) -> bool:
        """A page without a date is no article."""
        return False

    def title(self, document: Document) -> str:
        """Take the folder's name, as Lektor does in its own interface."""
        return self.name(document).replace("-", " ").replace("_", " ").title()

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read lines, or words separated by commas."""
        value = document.fields.get(field)
        return fields.texts(value.replace("\n", ",") if isinstance(value, str) else value)

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders above the page's own."""
        return document.folders[:-1]

    def name(self, document: Document) -> str:
        """Return the page's folder."""
        return document.folders[-1] if document.folders else ""

    def slug(self, document: Document) -> str:
        """Read `_slug`."""
        return fields.text(document.fields.get("_slug")).strip("/")

    def permalink(self, document: Document, address: Address) -> str:
        """Return the parent's folder and `_slug`, else the expanded pattern."""
        if slug := self.slug(document):
            return "/".join((*self.sections(document), slug, ""))
        return self.expand(address)


def _unescaped(value: str) -> str:
    """Return a value in which a line of more than three hyphens has one less, as Lektor reads it."""
    return re.sub(r"(?m)^-(-{3,})[ \t]*$", r"\1", value)
