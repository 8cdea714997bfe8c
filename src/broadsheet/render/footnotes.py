"""Footnotes as authors mean them.

Of what Python-Markdown does: ids get the article's own prefix (its UNIQUE_IDS depend on the order
of conversion), numbering is linear (its `unique_ref` is quadratic), notes that the text never
refers to are left out, and the list stands below the heading under which the author put it.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from markdown.extensions.footnotes import FootnoteExtension
from markdown.preprocessors import Preprocessor

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_ANY_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_HEADING = re.compile(r" {0,3}#{1,6}\s")


def id_prefix(slug: str) -> str:
    """Make the prefix of an article's footnote ids: ASCII, and the same on every run."""
    plain = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:40]
    if plain == slug:
        return plain
    return f"{plain}-{hashlib.sha256(slug.encode(errors='surrogatepass')).hexdigest()[:6]}".lstrip(
        "-"
    )


class Footnotes(FootnoteExtension):
    """The extension; set `prefix` before a conversion, read `undefined` after it."""

    def __init__(self) -> None:
        super().__init__(BACKLINK_TITLE="↩ {}")
        self.prefix = ""
        self.undefined: tuple[str, ...] = ()

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 - the parent's name
        return f"fn:{self.prefix}-{id}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, FBT001, FBT002, N802
        return self.unique_ref(f"fnref:{self.prefix}-{id}", found)

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002
        if not found:
            return reference
        count = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        return reference if count == 1 else reference.replace("fnref", f"fnref{count}", 1)

    def makeFootnotesDiv(self, root: ET.Element) -> ET.Element | None:  # noqa: N802
        div = super().makeFootnotesDiv(root)
        if div is not None and self.findFootnotesPlaceholder(root):
            div.remove(div[0])  # The rule: the author's heading sets the notes apart.
        return div


class FootnoteTidier(Preprocessor):
    """Drops unused definitions and marks the place of the list; runs when code is stashed away."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__(None)
        self._footnotes = footnotes

    def run(self, lines: list[str]) -> list[str]:
        """Tidy the lines of a document."""
        self._footnotes.undefined = ()
        if not any("[^" in line for line in lines):
            return lines
        blocks = _definitions(lines)
        inside = {n for start, end, _ in blocks for n in range(start, end)}
        used = _references(line for n, line in enumerate(lines) if n not in inside)
        used |= _reached(used, blocks, lines)
        defined = {name for _, _, name in blocks}
        self._footnotes.undefined = tuple(sorted(used - defined))
        return self._rewrite(lines, blocks, used)

    def _rewrite(
        self, lines: list[str], blocks: list[tuple[int, int, str]], used: set[str]
    ) -> list[str]:
        kept = [line for start, end, name in blocks if name in used for line in lines[start:end]]
        section = _section(lines, blocks)
        inside = {n for start, end, _ in blocks for n in range(start, end)}
        if section and not kept:
            inside |= set(range(*section))
        text = [line for n, line in enumerate(lines) if n not in inside]
        if section and kept:
            place = sum(1 for n in range(section[1]) if n not in inside)
            text[place:place] = ["", self._footnotes.getConfig("PLACE_MARKER"), ""]
        return [*text, "", *kept]


def _definitions(lines: list[str]) -> list[tuple[int, int, str]]:
    """Find definitions: first line, line after the last (indented ones belong to it), and name."""
    blocks = []
    number = 0
    while number < len(lines):
        match = _DEFINITION.match(lines[number])
        start = number
        number += 1
        if match is None:
            continue
        while number < len(lines) and _continues(lines, number):
            number += 1
        blocks.append((start, number, match[1]))
    return blocks


def _continues(lines: list[str], number: int) -> bool:
    """Tell whether a line goes on with the definition above it."""
    line = lines[number]
    if not line.strip():
        following = lines[number + 1] if number + 1 < len(lines) else ""
        return following.startswith("    ") and bool(following.strip())
    if line.startswith("    "):
        return True
    return bool(lines[number - 1].strip()) and not (_DEFINITION.match(line) or _HEADING.match(line))


def _references(lines: Iterable[str]) -> set[str]:
    text = "\n".join(lines)
    return {match[1] for match in _ANY_REFERENCE.finditer(_CODE.sub("", text))}


def _reached(used: set[str], blocks: list[tuple[int, int, str]], lines: list[str]) -> set[str]:
    """Find the notes that used notes refer to, and so on."""
    reached: set[str] = set()
    texts = {name: "\n".join(lines[start:end]).partition("]:")[2] for start, end, name in blocks}
    pending = [name for name in used if name in texts]
    while pending:
        found = _references([texts[pending.pop()]]) - used - reached
        reached |= found
        pending.extend(name for name in found if name in texts)
    return reached


def _section(lines: list[str], blocks: list[tuple[int, int, str]]) -> tuple[int, int] | None:
    """Find the heading below which there is nothing but definitions: its line and the next."""
    if not blocks:
        return None
    above = blocks[0][0] - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return (above, above + 1) if above >= 0 and _HEADING.match(lines[above]) else None
