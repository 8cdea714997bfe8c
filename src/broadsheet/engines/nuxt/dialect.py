"""Nuxt Content: documents are articles if they have a date.

https://content.nuxt.com/docs/files/markdown
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from broadsheet.engines.dialect import is_unpublished
from broadsheet.engines.nuxt.permalinks import SCHEME, name_of
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.source import Address, Document


class NuxtDialect(WebDialect):
    """The dialect of Nuxt Content."""

    scheme = SCHEME
    keys = replace(KEYS, address=("path", "permalink"))

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out files and folders whose names begin with `_`, and partials, which begin with `-`."""
        return [p for p in paths if not any(part[:1] in "_-" for part in p.split("/"))]

    def title(self, document: Document) -> str:
        """Return the first heading, else the words of the file's name, each in pascal case."""
        words = re.split(r"[\s-]", name_of(self.name(document)))
        return super().title(document) or " ".join(map(_pascal_case, words))

    def pattern(self, address: Address) -> str:
        """Return the pattern of the deepest folder that has one."""
        folder = address.path.rpartition("/")[0] + "/"
        patterns = self.config.content.permalinks
        found = max((n for n in patterns if folder.startswith(f"{n}/")), key=len, default="")
        return patterns[found] if found else super().pattern(address)

    def expand(self, address: Address) -> str:
        """Expand the pattern; a prefix alone, of an index, has no slash at its end."""
        path = super().expand(address)
        return path if self.pattern(address).endswith("/") else path.rstrip("/")

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, what themes call it, and the suffix `.draft.md`."""
        named = document.source.path.rpartition(".")[0].endswith(".draft")
        return named or super().is_draft(document) or is_unpublished(document)


def _pascal_case(word: str) -> str:
    """Write `no_heading` as `NoHeading`, as the library scule does."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_/.]", word))
