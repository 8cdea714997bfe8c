"""Obsidian: notes with wikilinks, whose title is a heading or the file's name.

https://help.obsidian.md/obsidian-flavored-markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from operator import itemgetter
from typing import Any

from broadsheet.engines.obsidian.config import has_plugin, quartz
from broadsheet.engines.obsidian.keys import KEYS
from broadsheet.engines.obsidian.permalinks import SCHEME, anchor, first_shown, part_shown
from broadsheet.engines.plain.dialect import LINK, PICTURE, PlainDialect, link, name, with_links
from broadsheet.markdown import remark_formulas, scan
from broadsheet.source import Document, fields, front_matter, heading

_MARKS = re.compile(
    rf"{LINK}|%%(?P<comment>.*?)(?:%%|\Z)|(?<!=)==(?=[^\s=])(?P<marked>[^=\n]*[^\s=])==(?!=)"
    r"|(?P<formula>\$\$(?:[^$]|\$(?!\$))+\$\$|\$(?![\s$])[^$\n]*(?<!\s)\$)",
    re.DOTALL,
)

_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_LINK = re.compile(LINK)
_TAGS = re.compile(rf"{LINK}|%%.*?(?:%%|\Z)|(?<!\S)#(?P<tag>[\w/-]*\w)(?![\w#])", re.DOTALL)


class ObsidianDialect(PlainDialect):
    """The dialect of Obsidian."""

    scheme = SCHEME
    dates_needed = False  # A note without a date is no article.
    reads_published = True
    """`published: true` is what `publish: true` is."""
    keys = KEYS

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a note, whose properties may be links.

        `published: true` is not a date, and means `publish: true`.
        """
        matter = super().split(text)
        found = {name: _unlinked(value) for name, value in matter.fields.items()}
        published = found.get("published")
        if fields.says_yes(published) or fields.says_no(published):
            del found["published"]
            if self.reads_published or not fields.flag(published):
                found = {"publish": published, **found}
        return replace(matter, fields=found)

    def is_listed(self, document: Document) -> bool:
        """Return False for `publish: false`."""
        publish = document.fields.get("publish")
        return (publish is None or fields.flag(publish)) and super().is_listed(document)

    def title(self, document: Document) -> str:
        """Return the first heading that is in no comment, else the file's name."""
        text = document.matter.body
        text = scan(text).sub_words(_MARKS, _uncommented) if "%%" in text else text
        return heading(text) or name(document)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read `tags` or `tag`, with or without `#`, as a list or separated by spaces.

        Tags in the text count as well.
        """
        value = document.fields.get(field)
        if value is None and field == "tags":
            value = document.fields.get("tag")
        names = value.replace(",", " ").split() if isinstance(value, str) else value
        typed = (name.removeprefix("#") for name in fields.texts(names))
        inside = _tags_inside(document.matter.body) if field == "tags" else ()
        return tuple(dict.fromkeys((*typed, *inside)))

    @staticmethod
    def body(text: str) -> str:
        """Write wikilinks as links to files, embeds of notes as pictures of files; drop comments."""
        return with_links(text, _MARKS, _common)


class QuartzDialect(ObsidianDialect):
    """The dialect of a vault that Quartz publishes."""

    reads_published = False

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return all notes: `_index.md` is the page of its folder, as `index.md` is (util/path.ts)."""
        return list(paths)

    def is_listed(self, document: Document) -> bool:
        """Return False for a note that lacks `publish: true` where Quartz asks for it (explicit.ts)."""
        publish = document.fields.get("publish")
        is_public = str(publish).lower() == "true" or not self._is_explicit
        return is_public and super().is_listed(document)

    @cached_property
    def _is_explicit(self) -> bool:
        return has_plugin(quartz(self.config.root), "explicit-publish")

    def title(self, document: Document) -> str:
        """Return the file's name: a heading is none (quartz/plugins/transformers/frontmatter.ts)."""
        return name(document)

    @staticmethod
    def body(text: str) -> str:
        """Write links with Quartz's words and addresses of headings; what is in a formula is none."""
        # Comments are taken out first, from code too (quartz/plugins/transformers/ofm.ts).
        text = _COMMENT.sub("", text) if "%%" in text else text
        formulas = remark_formulas(text) if "[[" in text else []

        def written(found: re.Match[str]) -> str:
            number = bisect_right(formulas, found.start(), key=itemgetter(0))
            if number and found.start() < formulas[number - 1][1]:
                return found[0]
            return link(found, _quartzs_words, anchor, first_shown)

        return with_links(text, _LINK, written)


def _quartzs_words(target: str, part: str, label: str) -> str:
    """Return the label, the heading or the note's name, and only what follows a slash (`prettyLinks`).

    Of links within the note all is shown.
    """
    words = label or part.lstrip("#") or target
    return words.rstrip("/").rpartition("/")[2] if target else words


def _unlinked(value: Any) -> Any:
    """Return the words of a property that is a link, or the path if it is a picture."""
    if isinstance(value, list):
        return [_unlinked(item) for item in value]
    match = _LINK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    target = match["target"].strip()
    return target if PICTURE.search(target) else match["label"] or target.rpartition("/")[2]


def _tags_inside(text: str) -> Iterator[str]:
    """Yield the tags in a text: after a space, not in code, links or comments, and not only digits."""
    if "#" in text:
        found = (match["tag"] for match in _TAGS.finditer(scan(text).masked_addresses))
        yield from (tag for tag in found if tag and not tag.isdecimal())


def _uncommented(match: re.Match[str]) -> str:
    return match[0] if match["comment"] is None else ""


def _common(match: re.Match[str]) -> str:
    if match["comment"] is not None:
        is_closed = match.end("comment") < match.end()
        # The renderer removes the sign of one without end, with a warning.
        return "%%" * (not is_closed) + "\n" * match["comment"].count("\n")
    if match["marked"] is not None:
        return f"<mark>{match['marked']}</mark>"
    return match["formula"] or link(match, embedded=part_shown)
