"""Astro: Markdown and MDX in collections; fields have the names of their schemas.

https://docs.astro.build/en/guides/content-collections/
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from broadsheet.config import Config
from broadsheet.engines.astro.permalinks import SCHEME
from broadsheet.engines.dialect import is_unpublished
from broadsheet.engines.web_dialect import WebDialect
from broadsheet.source import Document

_IMPORTS = re.compile(
    r"\A(?:[ \t]*\n)*(?:import[ \t][^\n]{1,300}[ \t]from[ \t]+[\"'][^\"'\n]{1,300}[\"'];?[ \t]*\n)+"
)


class AstroDialect(WebDialect):
    """The dialect of Astro."""

    scheme = SCHEME

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        slugs = self.keys.slug  # What is a part of addresses here is no whole address.
        whole = tuple(key for key in self.keys.address if key not in slugs)
        self.keys = replace(self.keys, address=whole)

    @staticmethod
    def body(text: str) -> str:
        """Drop imports at the beginning, which Markdown had when its components were Astro's."""
        return _IMPORTS.sub("", text)

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Leave out files and folders whose names begin with `_`."""
        return [path for path in paths if not any(p.startswith("_") for p in path.split("/"))]

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, and what themes call it."""
        return super().is_draft(document) or is_unpublished(document)
