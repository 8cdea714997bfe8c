"""The parts of a note's HTML that other notes may show: a heading with what is below it, or a named block.

The name of a block stands at its end (`Words ^name`), or in a paragraph of its own behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.markdown.html.in_text import words_of
from broadsheet.markdown.scanning.html_tags import VOID, tags

_NAME = re.compile(
    r"(?:<br ?/?>)?\s?(?<![^\s>])\^(?P<name>[\w-]+)(?=\s?(?:</(?:p|li|h[1-6]|t[dh])>|<[uo]l>))"
)
_HEADING = re.compile(r"h([1-6])")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of HTML, from its tag to its end; `depth` is that of the elements around it."""

    name: str
    start: int
    end: int
    depth: int


def without_names(html: str) -> str:
    """Return HTML without the names of its blocks."""
    return (
        _NAME.sub("", html).replace("<p></p>\n", "").replace("<p></p>", "") if "^" in html else html
    )


def part_of(html: str, part: str) -> str:
    """Return the part of a note that a link names (`#heading`, `#^block`), "" if there is none.

    Headings are compared by their letters and digits.
    """
    name = part.removeprefix("#")
    elements = sorted(_elements(html), key=lambda element: element.start)
    if name.startswith("^"):
        return _block(html, elements, name[1:].casefold())
    return _section(html, [element for element in elements if not element.depth], name)


def _elements(html: str) -> Iterator[_Element]:
    opened: list[tuple[str, int]] = []
    for tag in tags(html):
        if not tag.is_end:
            if tag.name not in VOID:
                opened.append((tag.name, tag.start))
            continue
        if opened and opened[-1][0] == tag.name:  # Sanitised HTML is well-formed.
            name, start = opened.pop()
            yield _Element(name, start, tag.end, len(opened))


def _section(html: str, elements: Sequence[_Element], name: str) -> str:
    """Return a heading with all up to the next one that is not below it."""
    wanted, start, level = _plain(name), -1, 0
    for element in elements:
        heading = _HEADING.fullmatch(element.name)
        if heading is None:
            continue
        if start >= 0 and int(heading[1]) <= level:
            return html[start : element.start].strip()
        if start < 0 and _plain(words_of(html[element.start : element.end])) == wanted:
            start, level = element.start, int(heading[1])
    return html[start:].strip() if start >= 0 else ""


def _plain(words: str) -> str:
    return _NO_WORD.sub("", words).casefold()


def _block(html: str, elements: Sequence[_Element], name: str) -> str:
    """Return the paragraph or item that has a name, or the block before a name that stands alone."""
    found = next((n for n in _NAME.finditer(html) if n["name"].casefold() == name), None)
    if found is None:
        return ""
    around = [e for e in elements if e.start < found.start() < e.end and e.name in {"p", "li"}]
    block = around[-1] if around else None
    if block is None:
        return ""
    shown = html[block.start : block.end]
    if not words_of(shown).strip().removeprefix(found[0].strip()):
        before = [e for e in elements if e.end <= block.start and e.depth == block.depth]
        return html[before[-1].start : before[-1].end] if before else ""
    return f"<ul>\n{shown}\n</ul>" if block.name == "li" else shown
