"""Where Quartz's links lead.

quartz/plugins/transformers/links.ts and quartz/util/path.ts of Quartz 4.
"""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from urllib.parse import unquote

from broadsheet.engines.links import Links
from broadsheet.engines.obsidian.config import quartz
from broadsheet.engines.obsidian.permalinks import anchor, note, published
from broadsheet.errors import ConfigError

_TAG = "{tag}"
_RELATIVE = re.compile(r"\bmarkdownLinkResolution\s*:\s*[\"']?relative\b")


class QuartzLinks(Links):
    """The addresses of tags, and of files, whether they are there or not."""

    publishes_all = (
        True  # Notes without a date are pages too; a link to one that is not there is a link.
    )

    def address(self, reference: str) -> str | None:
        """Return the path of a tag's page."""
        if not reference.startswith(_TAG):
            return None
        pages = (found.page for found in self.config.taxonomies.values() if found.field == "tags")
        page = next(filter(None, pages), "tags/{note}")
        return page.replace("{note}", note(reference.removeprefix(_TAG)))

    def place(self, path: str, source: str) -> str:
        """Return a file's path below the content folder, whatever folder the note is in.

        A name alone is that of a file in any folder (`shortest`, which Quartz's own template has). If
        the configuration says `relative`, the path is that from the note.
        """
        if self._is_relative and not path.startswith("/"):
            folder = posixpath.dirname(source.removeprefix(f"{self.config.content.path}/"))
            return published(posixpath.normpath(posixpath.join(folder, path)))
        return published("/".join(name for name in path.split("/") if name not in {"", ".", ".."}))

    def fragment(self, fragment: str, path: str) -> str:
        """Return the id of the heading that a fragment names; PDF has fragments of its own."""
        is_pdf = path.lower().endswith(".pdf")
        return fragment if is_pdf else anchor(f"#{unquote(fragment)}").removeprefix("#")

    @cached_property
    def _is_relative(self) -> bool:
        try:
            return _RELATIVE.search(quartz(self.config.root)) is not None
        except ConfigError:
            return False
