"""Definition lists as Goldmark and kramdown have them, where comrak differs.

Each line above a definition is a term, and a definition may have several paragraphs of which the first
stands by itself. comrak 0.0.16 takes the lines for one term, and runs the paragraphs of a definition right
below its term together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.spans import Kind
from broadsheet.markdown.scanning.splices import Splice, spliced

_MARK = "\ue07f"
"""Begins the first paragraph of a definition that stands right below its term."""

_TERMS = re.compile(r"<dt>((?:(?!</?d[dt]>).)*\n(?:(?!</?d[dt]>).)*)</dt>", re.DOTALL)
_FIRST = f"<dd>\n<p>{_MARK}"
_TAG = re.compile(r"<(/?)([a-z]+[1-6]?)\b[^<>]*>")
_VOID = frozenset({"br", "img", "input", "wbr"})


def set_apart(scanned: Scan) -> str:
    """Return a text with an empty line above each definition that has none, and with a mark in it."""
    return spliced(scanned.text, sorted(_splices(scanned)))


def _splices(scanned: Scan) -> Iterator[Splice]:
    text = scanned.text
    for definition in scanned.elements("dd"):
        line = text.rfind("\n", 0, definition.start) + 1
        above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
        if not above.strip(" >\n"):
            continue
        yield line, line, text[line : definition.start].rstrip() + "\n"
        if definition.kind is not Kind.CONTAINER:
            behind = text[definition.start + 1 : definition.end]
            words = definition.end - len(behind.lstrip())
            yield words, words, _MARK


def as_engines(html: str, *, has_long_terms: bool = False) -> str:
    """Rewrite the lists that comrak made of marked definitions as site engines write them.

    With `has_long_terms`, the lines above a definition are one term, as pulldown-cmark has them.
    """
    if "<dl>" not in html:
        return html.replace(_MARK, "")
    if "\n" in html and not has_long_terms:
        html = _TERMS.sub(_separate, html)
    first, *others = html.split(_FIRST)
    shown = [first]
    for other in others:
        inline, _, rest = other.partition("</p>")
        shown += ["<dd>", inline, rest.removeprefix("\n") if rest.startswith("\n</dd>") else rest]
    return "".join(shown).replace(_MARK, "")


def _separate(terms: re.Match[str]) -> str:
    """Make each line a term, unless an element spans lines."""
    lines = [line.removesuffix("<br />") for line in terms[1].split("\n")]
    if not all(map(_is_balanced, lines)):
        return terms[0]
    return "\n".join(f"<dt>{line}</dt>" for line in lines)


def _is_balanced(line: str) -> bool:
    depth = sum(-1 if end else 1 for end, name in _TAG.findall(line) if name not in _VOID)
    return depth == 0
