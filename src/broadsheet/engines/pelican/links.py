"""The targets of Pelican's `{tag}`, `{category}`, `{author}` and `{index}`.

https://docs.getpelican.com/en/latest/content.html#linking-to-authors-categories-index-and-tags
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from broadsheet.engines.links import Links
from broadsheet.engines.pelican.permalinks import SCHEME

_MARK = re.compile(r"(?:[{|]|%7B)(tag|category|author|index)(?:[|}]|%7D)(.*)", re.IGNORECASE)
_FIELDS = {"tag": "tags", "category": "category", "author": "author"}


class PelicanLinks(Links):
    """Lists of terms, at the addresses that the taxonomies of publish.toml have for their pages."""

    def address(self, reference: str) -> str | None:
        """Return the path of a term's page, or of the first page of all articles."""
        mark = _MARK.fullmatch(reference)
        if mark is None:
            return None
        kind, name = mark[1].lower(), unquote(mark[2]).strip("/")
        if kind == "index":
            return "index.html"
        pages = (t.page for t in self.config.taxonomies.values() if t.field == _FIELDS[kind])
        page = next(filter(None, pages), f"{kind}/{{slug}}.html")
        for token, slug in SCHEME.terms.items():
            page = page.replace(f"{{{token}}}", slug(name))
        return page
