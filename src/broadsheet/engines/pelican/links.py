"""The targets of Pelican's `{tag}`, `{category}`, `{author}`, `{index}` and of its marks of files.

https://docs.getpelican.com/en/latest/content.html#linking-to-internal-content
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import unquote

from broadsheet.engines.links import Links
from broadsheet.engines.pelican.config import page_of_term, settings_of
from broadsheet.engines.pelican.permalinks import SCHEME
from broadsheet.engines.settings import Settings

_MARK = re.compile(r"(?:[{|]|%7B)(tag|category|author|index)(?:[|}]|%7D)(.*)", re.IGNORECASE)
_FILE = re.compile(r"(?:[{|]|%7B)(filename|static|attach)(?:[|}]|%7D)", re.IGNORECASE)
_FIELDS = {"tag": "tags", "category": "category", "author": "author"}


class PelicanLinks(Links):
    """Lists of terms, at the addresses that the taxonomies of publish.toml have for their pages.

    Where it has none (the site may want no feeds of its tags), they are those of pelicanconf.py.
    """

    @cached_property
    def _settings(self) -> Settings:
        return settings_of(self.config.root)

    def address(self, reference: str) -> str | None:
        """Return the path of a term's page, or of the first page of all articles."""
        mark = _MARK.fullmatch(reference)
        if mark is None:
            return None
        kind, name = mark[1].lower(), unquote(mark[2]).strip("/")
        if kind == "index":
            return self._settings.text_of("INDEX_SAVE_AS") or "index.html"
        page = self._page(kind)
        for token, slug in SCHEME.terms.items():
            page = page.replace(f"{{{token}}}", slug(name))
        return page

    def plain(self, reference: str) -> tuple[str, bool]:
        """Return the path behind `{filename}`, `{static}` or `{attach}`.

        An attached file is moved to where the article's page is (`Static.attach_to` in contents.py); one
        from the content folder on, or above the article's, stays where it is here.
        """
        mark = _FILE.match(reference)
        if mark is None:
            return reference, False
        path = reference[mark.end() :]
        is_near = not path.startswith("/") and ".." not in path
        return path, is_near and mark[1].lower() == "attach"

    def _page(self, kind: str) -> str:
        pages = (t.page for t in self.config.taxonomies.values() if t.field == _FIELDS[kind])
        typed = next(filter(None, pages), "") or page_of_term(self._settings, kind)
        return typed or f"{kind}/{{slug}}.html"
