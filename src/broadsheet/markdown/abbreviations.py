"""Abbreviations (`*[HTML]: Hyper Text Markup Language`) as kramdown and PHP Markdown Extra have them.

https://kramdown.gettalong.org/syntax.html#abbreviations
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from broadsheet.markdown.html.in_text import CODE, in_text
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind

_MOST = 300
_MOST_ADDED = 1_000_000
"""Characters of all explanations together; with more, no abbreviation is explained."""


def taken(text: str) -> tuple[str, Mapping[str, str]]:
    """Return a text without the definitions, and the explanations by abbreviation."""
    if not has(text, "*["):
        return text, {}
    found: dict[str, str] = {}
    parts, done = [], 0
    for block in scan(text).blocks:
        if block.kind is Kind.PARAGRAPH and text.startswith("*[", block.start):
            kept = [
                line for line in text[block.start : block.end].split("\n") if not _add(line, found)
            ]
            parts += [text[done : block.start], "\n".join(kept)]
            done = block.end
    return "".join([*parts, text[done:]]), found


def _add(line: str, found: dict[str, str]) -> bool:
    """Add the definition on a line; returns whether there is one."""
    name, colon, meaning = line.strip().removeprefix("*[").partition("]:")
    if not colon or not line.strip().startswith("*[") or not name:
        return False
    if len(found) < _MOST:
        found[name] = meaning.strip()
    return True


def explained(html: str, meanings: Mapping[str, str]) -> str:
    """Put an `<abbr>` around each abbreviation that is a word of its own, outside of code."""
    added = sum(html.count(name) * len(meaning) for name, meaning in meanings.items())
    if not meanings or added > _MOST_ADDED:
        return html
    names = sorted(meanings, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(escape(n, quote=False)) for n in names)})(?!\w)"
    )
    written = {
        escape(
            name, quote=False
        ): f'<abbr title="{escape(meaning)}">{escape(name, quote=False)}</abbr>'
        for name, meaning in meanings.items()
    }
    return in_text(
        html,
        lambda text: pattern.sub(lambda name: written[name[0]], text),
        without=CODE | {"abbr"},
    )
