"""The targets of Nikola's `link://`: posts by their slugs or files, lists of terms.

https://getnikola.com/path_handlers.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from broadsheet.engines.links import Links
from broadsheet.engines.nikola.permalinks import slugify

MARK = "/:link/"
"""Stands for `link://`, which would be another site's address."""

_TERM = re.compile(rf"{MARK}(tag|category)/(.+)")
_POST = re.compile(rf"{MARK}(?:slug|filename)/(.+)")


class NikolaLinks(Links):
    """Posts by their names; a post whose slug is another one is found by its file only."""

    @property
    def in_text(self) -> bool:
        """Return True: plain links name pages so."""
        return True

    def names(self, path: str) -> Iterator[str]:
        """Yield a post's path, and its name without suffix as a slug."""
        yield path
        yield slugify(posixpath.splitext(posixpath.basename(path))[0])

    def wanted(self, kind: str, typed: str, source: str, language: str = "") -> Iterator[str]:
        """Yield the names that `link://slug/…` or `link://filename/…` means."""
        del kind, source, language
        if match := _POST.fullmatch(unquote(typed)):
            yield match[1]

    def address(self, reference: str) -> str | None:
        """Return the path of a term's page."""
        match = _TERM.fullmatch(unquote(reference))
        if match is None:
            return None
        field = {"tag": "tags"}.get(match[1], match[1])
        pages = (t.page for t in self.config.taxonomies.values() if t.field == field)
        return next(filter(None, pages), "").replace("{slug}", slugify(match[2])) or None
