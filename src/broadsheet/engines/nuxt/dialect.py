"""Nuxt Content: documents are articles if they have a date.

https://content.nuxt.com/docs/files/markdown
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from broadsheet.engines.dialect import is_unpublished
from broadsheet.engines.nuxt.permalinks import SCHEME
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.source import Document


class NuxtDialect(WebDialect):
    """The dialect of Nuxt Content."""

    scheme = SCHEME
    keys = replace(KEYS, address=("path", "permalink"))

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out files and folders whose names begin with `_`, and partials, which begin with `-`."""
        return [p for p in paths if not any(part[:1] in "_-" for part in p.split("/"))]

    def title(self, document: Document) -> str:
        """Return the first heading, else the words of the file's name."""
        return super().title(document) or self.name(document).replace("-", " ").title()

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, what themes call it, and the suffix `.draft.md`."""
        named = document.source.path.rpartition(".")[0].endswith(".draft")
        return named or super().is_draft(document) or is_unpublished(document)
