"""Where a theme has put the article in its pages, beside its date, its terms and other articles.

A theme puts an article's HTML in one place, so the element around it has the same classes in all pages of a
kind, is there once, and holds most of their words. What stands in it before and behind the article, in most
pages, is the theme's too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from broadsheet.comparison.words import parsed, written

_FEWEST = 5
"""With fewer pages of a kind, nothing tells a theme's elements from the articles'."""

_MOST = 0.5
"""The share of the words of all pages that have the element, or of pages that have a part of it."""

_BYLINE = 60
"""Letters of what stands before an article in most pages; more may be a summary of its author's."""

_TAGS = ("div", "section", "article")
_PLAIN = frozenset("p ul ol h2 h3 blockquote pre".split())

_Signature = tuple[str, str]


def articles_in(contents: Sequence[str]) -> list[str]:
    """Return the HTML of each page's article; the whole page where no element is sure to be it."""
    roots = [parsed(content) for content in contents]
    candidates = [dict(_once(root)) for root in roots]
    held: dict[_Signature, list[float]] = defaultdict(list)
    for root, found in zip(roots, candidates, strict=True):
        whole = _length(root) if found else 0
        for signature, element in found.items():
            held[signature].append(_length(element) / whole if whole else 0.0)
    sure = {
        signature
        for signature, shares in held.items()
        if len(shares) >= _FEWEST and sum(shares) > _MOST * len(shares)
    }
    chosen = [_chosen(root, found, sure) for root, found in zip(roots, candidates, strict=True)]
    kinds: dict[_Signature | None, list[Any]] = defaultdict(list)
    for element in chosen:
        if element is not None:
            kinds[_signature(element)].append(element)
    for elements in kinds.values():
        _drop_what_is_around(elements)
    return ["" if element is None else written(element) for element in chosen]


def _chosen(root: Any, candidates: Mapping[_Signature, Any], sure: Container[_Signature]) -> Any:
    """Return the innermost element that is sure to hold the article, else the whole, None of nothing."""
    if root is None:
        return None
    found = (candidates[signature] for signature in reversed([*candidates]) if signature in sure)
    return next(found, root.find("body"))


def _once(root: Any) -> Iterator[tuple[_Signature, Any]]:
    """Yield the elements with classes that no other element of the page has, the outermost first."""
    found: dict[_Signature, list[Any]] = defaultdict(list)
    for element in root.iter(*_TAGS) if root is not None else ():
        if signature := _signature(element):
            found[signature].append(element)
    for signature, elements in found.items():
        # An element around a single block of code, or a box, has no texts of an article of its own.
        if len(elements) == 1 and any(_is_plain(child) for child in elements[0]):
            yield signature, elements[0]


def _signature(element: Any) -> _Signature | None:
    classes = (element.get("class") or "").split()
    return (element.tag, " ".join(classes)) if classes else None


def _is_plain(element: Any) -> bool:
    return element.tag in _PLAIN and not element.get("class")


def _length(element: Any) -> int:
    return sum(len("".join(text.split())) for text in element.itertext())


def _drop_what_is_around(pages: Sequence[Any]) -> None:
    """Remove from the pages of a kind what most of them have before their articles' texts, and behind."""
    for is_end in (False, True):
        around = [list(_before_text(page, is_end=is_end)) for page in pages]
        count = Counter(_signature(each) for found in around for each in found)
        for each in (each for found in around for each in found):
            if len(pages) >= _FEWEST and count[_signature(each)] > _MOST * len(pages):
                each.drop_tree()


def _before_text(page: Any, *, is_end: bool) -> Iterator[Any]:
    longest = max(page, key=_length, default=None)
    for child in page[::-1] if is_end else page[:]:
        has_text = (child.tail or "").strip() or (not is_end and _length(child) > _BYLINE)
        if child is longest or not isinstance(child.tag, str) or not _signature(child) or has_text:
            return
        yield child
