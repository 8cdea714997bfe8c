"""The addresses of tags, and of files that are nowhere, as Quartz makes them.

quartz/plugins/transformers/links.ts and quartz/util/path.ts of Quartz 4.
"""

from __future__ import annotations

from broadsheet.engines.links import Links
from broadsheet.engines.obsidian.permalinks import note

_TAG = "{tag}"


class QuartzLinks(Links):
    """What Quartz makes of links that lead to no note or attachment."""

    @property
    def publishes_all(self) -> bool:
        """Notes without a date are pages too."""
        return True

    def address(self, reference: str) -> str | None:
        """Return the path of a tag's page."""
        if not reference.startswith(_TAG):
            return None
        pages = (found.page for found in self.config.taxonomies.values() if found.field == "tags")
        page = next(filter(None, pages), "tags/{note}")
        return page.replace("{note}", note(reference.removeprefix(_TAG)))

    def unfound(self, path: str) -> str | None:
        """Return the path below the content folder, whatever folder the note is in (`shortest`)."""
        names = (name for name in path.split("/") if name not in {"", ".", ".."})
        return note("/".join(names).removesuffix(".md"))
