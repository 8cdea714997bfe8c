"""Footnotes as authors mean them, in Markdown before it is converted.

Notes that the text never refers to are left out, the others are numbered as the text comes to them
(as GitHub numbers them), and the list stands below the heading under which the author put it.
Pure functions on lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.markdown.scanner import scan
from broadsheet.markdown.signs import signs

_DEFINITION = re.compile(r" {0,3}\[\^([^\[\]\s]+)\]:")
_ANY_REFERENCE = re.compile(r"\[\^([^\[\]\s]+)\]")
_HEADING = re.compile(r" {0,3}#{1,6}\s")

_SPACED = re.compile(r"\[\^([^\[\]\s]+(?:[ \t]+[^\[\]\s]+)+)\]")
_SPACED_DEFINITION = re.compile(rf" {{0,3}}{_SPACED.pattern}:")

MOST_MARKS = 3000
"""With more footnote marks, converters take many seconds."""

_MARK = re.compile(r"\[\^")

_Definition = tuple[int, int, str]
"""The first line of a note, the one after its last, and its name."""


def id_prefix(slug: str) -> str:
    """Make the prefix of an article's footnote ids: ASCII, and the same on every run."""
    plain = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")[:40]
    if plain == slug:
        return plain
    return f"{plain}-{hashlib.sha256(slug.encode(errors='surrogatepass')).hexdigest()[:6]}".lstrip(
        "-"
    )


def has_too_many_notes(text: str) -> bool:
    """Return whether a text has more marks of footnotes than MOST_MARKS."""
    return signs(text).count("[^") > MOST_MARKS and text.count("[^") > MOST_MARKS


def as_typed(text: str) -> str:
    """Return a text whose marks of footnotes are shown as they are typed."""
    return scan(text).sub(_MARK, lambda _: "\\[^")


@dataclass(frozen=True, slots=True)
class Tidied:
    """Lines whose footnotes are in order, and the names of those that are used but not defined."""

    lines: list[str]
    undefined: tuple[str, ...]


def tidy(lines: list[str], place: str) -> Tidied:
    """Drop the definitions that nothing refers to, and put the others at the end in the text's order.

    `place` is the line that marks where the list of notes is to stand: below the heading under
    which the author put them. No line may have code in it: see `Scan.shifted`.
    """
    if not any("[^" in line for line in lines):
        return Tidied(lines, ())
    lines = _with_single_words(lines)
    blocks = _definitions(lines)
    inside = {n for start, end, _ in blocks for n in range(start, end)}
    used = _references([line for n, line in enumerate(lines) if "[^" in line and n not in inside])
    order = {name: n for n, name in enumerate(_with_reached(used, blocks, lines))}
    kept = sorted((block for block in blocks if block[2] in order), key=lambda b: order[b[2]])
    defined = {name for _, _, name in blocks}
    # Without any note only numbers are marks: `[^abc]` is a pattern that the text explains.
    undefined = (name for name in order.keys() - defined if defined or name.isdigit())
    return Tidied(_rewrite(lines, blocks, kept, place), tuple(sorted(undefined)))


def _with_single_words(lines: list[str]) -> list[str]:
    """Write hyphens in the names of notes that have spaces, as Goldmark and pulldown-cmark allow.

    comrak takes the definition of such a note for that of a link, and its text for the address.
    """
    defined = {found[1] for line in lines if (found := _SPACED_DEFINITION.match(line))}
    if not defined:
        return lines

    def hyphened(mark: re.Match[str]) -> str:
        return f"[^{'-'.join(mark[1].split())}]" if mark[1] in defined else mark[0]

    return [_SPACED.sub(hyphened, line) for line in lines]


def _rewrite(
    lines: list[str], blocks: list[_Definition], used: list[_Definition], place: str
) -> list[str]:
    kept = [line for start, end, _ in used for line in lines[start:end]]
    section = _section(lines, blocks)
    inside = {n for start, end, _ in blocks for n in range(start, end)}
    if section and not kept:
        inside |= set(range(*section))
    text = [line for n, line in enumerate(lines) if n not in inside]
    if section and kept:
        below = sum(1 for n in range(section[1]) if n not in inside)
        text[below:below] = ["", place, ""]
    return [*text, "", *kept]


def _definitions(lines: list[str]) -> list[_Definition]:
    """Find the definitions; indented lines belong to them."""
    blocks: list[_Definition] = []
    end = 0
    for start in [number for number, line in enumerate(lines) if "[^" in line]:
        if start >= end and (match := _DEFINITION.match(lines[start])):
            end = start + 1
            while end < len(lines) and _continues(lines, end):
                end += 1
            blocks.append((start, end, match[1]))
    return blocks


def _continues(lines: list[str], number: int) -> bool:
    """Return whether a line continues the definition above it."""
    line = lines[number]
    if not line.strip():
        following = lines[number + 1] if number + 1 < len(lines) else ""
        return following.startswith("    ") and bool(following.strip())
    if line.startswith("    "):
        return True
    return bool(lines[number - 1].strip()) and not (_DEFINITION.match(line) or _HEADING.match(line))


def _references(lines: Iterable[str]) -> list[str]:
    """Return the names that a text refers to, each once, in the order of the text."""
    return list(dict.fromkeys(_ANY_REFERENCE.findall("\n".join(lines))))


def _with_reached(names: list[str], blocks: list[_Definition], lines: list[str]) -> list[str]:
    """Return names, and those that their notes refer to, and so on."""
    texts = {name: "\n".join(lines[start:end]).partition("]:")[2] for start, end, name in blocks}
    reached = dict.fromkeys(names)
    pending = list(reached)
    while pending:
        text = texts.get(pending.pop(0), "")
        if "[^" in text:
            found = [name for name in _references([text]) if name not in reached]
            reached |= dict.fromkeys(found)
            pending.extend(found)
    return list(reached)


def _section(lines: list[str], blocks: list[_Definition]) -> tuple[int, int] | None:
    """Find the heading below which there is nothing but definitions: its line and the next."""
    if not blocks:
        return None
    above = blocks[0][0] - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return (above, above + 1) if above >= 0 and _HEADING.match(lines[above]) else None
