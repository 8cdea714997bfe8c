"""Obsidian: notes with wikilinks, whose title is a heading or the file's name.

https://help.obsidian.md/obsidian-flavored-markdown.
"""

from __future__ import annotations

import re

from broadsheet.read import fields
from broadsheet.read.dialects.dialect import Keys
from broadsheet.read.dialects.folder import CODE, LINK, Folder, link, name
from broadsheet.read.document import Document
from broadsheet.read.headline import heading

_CALLOUT = re.compile(
    r"(?m)^(?P<mark>(?:>[ \t]*)+)\[!(?P<kind>[\w-]+)[^\]\n]*\][+-]?[ \t]*(?P<title>.*)$"
)
_MARKS = re.compile(
    rf"{CODE}|{LINK}|%%(?P<comment>.*?)%%|==(?P<marked>[^=\n]+)==|(?m:[ \t]\^(?P<anchor>[\w-]+)$)",
    re.DOTALL,
)


class Obsidian(Folder):
    """The dialect of Obsidian."""

    keys = Keys(
        date=("date", "published", "created", "date created"),
        updated=("updated", "modified", "lastmod", "date modified"),
        image=("cover", "image", "banner", "featured_image", "thumbnail"),
        foreign=True,
    )

    def is_listed(self, document: Document) -> bool:
        """Leave out what is `publish: false`."""
        publish = document.fields.get("publish")
        return (publish is None or fields.flag(publish)) and super().is_listed(document)

    def title(self, document: Document) -> str:
        """Take the first heading, else the file's name."""
        return heading(document.matter.body) or name(document)

    @property
    def dates_needed(self) -> bool:
        """A note without a date is no article."""
        return False

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read `tags` or `tag`, with or without number signs, in a list or set apart by spaces."""
        value = document.fields.get(field)
        if value is None and field == "tags":
            value = document.fields.get("tag")
        names = value.replace(",", " ").split() if isinstance(value, str) else value
        return tuple(name.removeprefix("#") for name in fields.texts(names))

    @staticmethod
    def body(text: str) -> str:
        """Write wikilinks as links to files, callouts as quotations; drop comments and names of blocks."""
        return _MARKS.sub(_common, _CALLOUT.sub(_titled, text))


def _titled(match: re.Match[str]) -> str:
    """Write a callout as a quotation with a title."""
    return f"{match['mark']}**{match['title'].strip() or match['kind'].capitalize()}**  "


def _common(match: re.Match[str]) -> str:
    if match["comment"] is not None:
        return "\n" * match["comment"].count("\n")
    if match["anchor"] is not None:
        return ""
    if match["marked"] is not None:
        return f"<mark>{match['marked']}</mark>"
    return link(match)
