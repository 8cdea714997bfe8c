"""What most pages have alike is their theme's, not the articles': menus, lists of new articles, pleas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from broadsheet.comparison.words import BLOCKS, parsed, written

_FEWEST = 5
"""With fewer pages, what two of them have alike may be words of both articles."""


_TAKEN = frozenset({*BLOCKS, "form", "nav", "noscript"})


def without_shared(contents: Sequence[str]) -> list[str]:
    """Return the contents of pages without the blocks that more than half of them have alike.

    Blocks are alike if they have the same texts, addresses and elements.
    """
    if len(contents) < _FEWEST:
        return list(contents)
    count = Counter(said for content in contents for said in {said for _, said in _said(content)})
    shared = frozenset(said for said, pages in count.items() if pages * 2 > len(contents))
    return [_without(content, shared) for content in contents] if shared else list(contents)


def _said(content: str) -> Iterator[tuple[Any, int]]:
    """Yield each element that says something, with a number for what it says, the innermost first."""
    numbers: dict[Any, int] = {}
    root = parsed(content)
    for _, element in etree.iterwalk(root, events=("end",)) if root is not None else ():
        below = [(numbers[child], _squeezed(child.tail)) for child in element]
        own = _squeezed(element.text), element.get("href") or "", element.get("src") or ""
        has_words = any(own) or any(number or tail for number, tail in below)
        numbers[element] = hash((element.tag, *own, *below)) if has_words else 0
        if has_words:
            yield element, numbers[element]


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def _without(content: str, shared: frozenset[int]) -> str:
    root = None
    for element, said in list(_said(content)):
        root = element.getroottree().getroot()
        if said in shared and element.tag in _TAKEN:
            element.tail = f" {element.tail or ''}"
            element.drop_tree()
    return content if root is None else written(root)
