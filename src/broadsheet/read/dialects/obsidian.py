"""Obsidian: notes with wikilinks, whose title is a heading or the file's name.

https://help.obsidian.md/obsidian-flavored-markdown.
"""

from __future__ import annotations

import re

from broadsheet.read import fields, front_matter
from broadsheet.read.dialects.dialect import Keys
from broadsheet.read.dialects.plain import Plain
from broadsheet.read.document import Document
from broadsheet.read.front_matter import FrontMatter

_HEADING = re.compile(r"(?m)^#[ \t]+(.+?)[ \t]*#*$")
_CODE_OR_MARK = re.compile(
    r"(?P<code>(?m:^)(?P<fence> {0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:\n(?P=fence)|\Z)"
    r"|(?P<ticks>`+)[^`\n]+?(?P=ticks))"
    r"|(?P<embed>!?)\[\[(?P<target>[^\[\]|#^\n]*)(?P<part>[#^][^\[\]|\n]*)?(?:\|(?P<label>[^\[\]\n]*))?\]\]"
    r"|%%(?P<comment>.*?)%%"
    r"|==(?P<marked>[^=\n]+)==",
    re.DOTALL,
)
_PICTURE = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$")


class Obsidian(Plain):
    """The dialect of Obsidian."""

    keys = Keys(
        date=("date", "published", "created", "date created"),
        updated=("updated", "modified", "lastmod", "date modified"),
        image=("cover", "image", "banner", "featured_image", "thumbnail"),
        engine_ids=True,
    )

    def split(self, text: str) -> FrontMatter:
        """Take apart a note; most have no header."""
        return front_matter.split(text, needed=False)

    def is_listed(self, document: Document) -> bool:
        """Leave out what is `publish: false`."""
        publish = document.fields.get("publish")
        return (publish is None or fields.flag(publish)) and super().is_listed(document)

    def title(self, document: Document) -> str:
        """Take the first heading, else the file's name."""
        match = _HEADING.search(document.matter.body)
        return match[1] if match else document.stem

    def date(self, document: Document) -> str | None:
        """Take the one that the name begins with, as daily notes do."""
        return fields.date_in_name(document.stem)

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
        """Write wikilinks as links to files, which are found by name; drop comments."""
        return _CODE_OR_MARK.sub(_common, text)


def _common(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return match[0]
    if match["comment"] is not None:
        return "\n" * match["comment"].count("\n")
    if match["marked"] is not None:
        return f"<mark>{match['marked']}</mark>"
    target, part, label = match["target"].strip(), match["part"] or "", match["label"]
    if match["embed"] and _PICTURE.search(target):
        alt = "" if label is None or re.fullmatch(r"\d+(?:x\d+)?", label) else label
        return f"![{alt}](<{target}>)"
    shown = label or (target + part.replace("#", " > ") if target else part.lstrip("#^"))
    if not target:
        return shown
    return f"[{shown}](<{target if target.endswith('.md') else target + '.md'}>)"
