"""VitePress and VuePress: pages with a date, in the header or in VuePress' file names, are articles."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from broadsheet.engines.dialect import is_unpublished
from broadsheet.engines.vitepress.permalinks import SCHEME, is_index
from broadsheet.engines.web_dialect import KEYS, WebDialect
from broadsheet.source import Address, Document

_MONTH, _DAY = "(0?[1-9]|1[0-2])", "(0?[1-9]|[12][0-9]|3[01])"
_IN_NAME = re.compile(f"([0-9]{{4}})-{_MONTH}(?:-{_DAY})?-")
_IN_FOLDERS = re.compile(f"([0-9]{{4}})/{_MONTH}(?:/{_DAY})?(?:/|$)")
_DYNAMIC = re.compile(r"\[[^/\[\]]+\]")


class VitePressDialect(WebDialect):
    """The dialect of VitePress."""

    scheme = SCHEME
    keys = replace(KEYS, address=("permalink", "permalinkpattern"))

    def date(self, document: Document) -> str | None:
        """Return the date that VuePress reads in a name, else in folders; the day may be missing."""
        found = _IN_NAME.match(document.stem) or _IN_FOLDERS.search("/".join(document.folders))
        return f"{found[1]}-{found[2]:0>2}-{found[3] or '01':0>2}" if found else None

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, and what themes call it."""
        return super().is_draft(document) or is_unpublished(document)

    def name(self, document: Document) -> str:
        """Return the name of a file; that of an `index.md` or `README.md` is its folder's."""
        return (
            document.folders[-1] if is_index(document.path) and document.folders else document.stem
        )

    def skips(self, document: Document) -> str:
        """Leave out `[name].md`, of which a program makes any number of pages."""
        if not _DYNAMIC.search(document.path):
            return ""
        return "is left out, since a program makes pages of it; write those that are news as files"

    def expand(self, address: Address) -> str:
        """Expand the pattern; a folder's page has no name, so no suffix either."""
        return _of_folder(super().expand(address), address)

    def permalink(self, document: Document, address: Address) -> str:
        """Expand VuePress' `permalink` or `permalinkPattern`, with tokens, else the site's pattern."""
        typed = self.typed_address(document)
        if not typed or urlsplit(typed).scheme:
            return self.expand(address)
        return _of_folder(self.scheme.expand(typed, address), address)


def _of_folder(path: str, address: Address) -> str:
    folder, _, last = path.rpartition("/")
    if not is_index(address.path) or not last.startswith("."):
        return path
    return f"{folder}/" if folder else ""
