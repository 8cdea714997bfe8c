"""Bridgetown: files below `_posts` whose names begin with a date, or that have one in their header.

https://www.bridgetownrb.com/docs/resources
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from broadsheet.engines import kramdown
from broadsheet.engines.bridgetown.permalinks import SCHEME
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.permalinks import expand
from broadsheet.source import Address, Document, Keys, fields, front_matter, loose_dates

_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}[-_]")
_SINGULAR = {"tags": "tag", "categories": "category"}


class BridgetownDialect(Dialect):
    """The dialect of Bridgetown."""

    scheme = SCHEME
    dates_needed = (
        False  # A post without a date gets the time of the build, which no reader should see.
    )
    keys = Keys(
        updated=("last_modified_at", "updated", "modified"),
        image=("image", "cover", "thumbnail"),
        address=("permalink",),
    )

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Choose the files below `_posts`."""
        inside = self.config.content.path.rpartition("/")[2] == "_posts"
        return [path for path in paths if inside or "_posts" in path.split("/")[:-1]]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a post, which need not have a header."""
        return front_matter.forgiving(front_matter.split(text, needed=False))

    def is_draft(self, document: Document) -> bool:
        """Read `draft: true` and `published: false`."""
        said = document.fields.get("published")
        return super().is_draft(document) or (said is not None and not fields.flag(said))

    def date(self, document: Document) -> str | None:
        """Return the date at the beginning of the file's name."""
        return fields.date_in_name(document.stem)

    def moment(self, value: Any) -> datetime:
        """Read a date as Ruby does; one without offset is in the site's zone."""
        return loose_dates.read(value, self.config.site.timezone, loose_dates.RUBY)

    def title(self, document: Document) -> str:
        """Make a title of the file's name."""
        words = re.split(r"[-_ ]", _DATED.sub("", document.stem))
        return " ".join(word.capitalize() for word in words if word)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read lists, or words; `tag` and `category` name one."""
        found = fields.words(document.fields.get(field))
        return found or fields.texts(document.fields.get(_SINGULAR.get(field, "")))

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders below `_posts`."""
        folders = document.folders
        return folders[folders.index("_posts") + 1 :] if "_posts" in folders else folders

    def name(self, document: Document) -> str:
        """Return the file's name without its date."""
        return _DATED.sub("", document.stem)

    @staticmethod
    def body(text: str) -> str:
        """Drop the marks of kramdown that CommonMark has not."""
        return kramdown.plain(text)

    def permalink(self, document: Document, address: Address) -> str:
        """Expand `permalink`, which may hold tokens, or else the site's pattern."""
        typed = self.typed_address(document)
        return expand(typed, address, self.scheme.tokens) if typed else self.expand(address)
