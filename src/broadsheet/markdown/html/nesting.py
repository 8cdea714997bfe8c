"""Defuses HTML that would keep a parser busy: elements nested too deeply, or left open too often."""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.html_tags import VOID, Tag, tags

_FORMATTING_NAMES = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_FORMATTING = re.compile(
    rf"</?(?:{'|'.join(sorted(_FORMATTING_NAMES))})(?=[\s/>])[^>]*>", re.IGNORECASE
)
_BLOCK = re.compile(r"<[A-Za-z]")
_MOST_REBUILT = 100_000
"""How often a parser may reopen formatting elements that were left open: takes 100 MB of memory."""

_FEW_TAGS = 2000
_DEEPEST = 200
_MOST_STEPS = 20_000_000
_STEPS_OF_FORMATTING = 15
"""The cost of such an element in steps: a parser compares its attributes with those of all open ones."""

_ROOTS = frozenset({"body", "html"})
_ROOT_STEPS = 10_000
_ENDED_BY_THE_NEXT = frozenset("dd dt li option p tbody td th tr".split())


def without_bombs(html: str) -> tuple[str, int]:
    """Return HTML without the formatting elements that would make a parser reopen them endlessly.

    HTML (section 13.2.4.3) opens formatting elements that were left open again in each block that
    follows. Returns also how many such tags were taken out, 0 for sound HTML.
    """
    most = html.count("<")
    if most * most <= _MOST_REBUILT:  # So few tags of any kind do no harm.
        return html, 0
    count = len(_FORMATTING.findall(html))
    if count * len(_BLOCK.findall(html)) <= _MOST_REBUILT or _rebuilt(html) <= _MOST_REBUILT:
        return _shallow(html)
    flat, more = _shallow(_FORMATTING.sub("", html))
    return flat, count + more


def _shallow(html: str) -> tuple[str, int]:
    """Return HTML without the tags that lie too deep, and how many these are.

    A parser looks through all elements that are open whenever another is opened. So tags are counted
    only where there are thousands, and a text that is sound is never changed.
    """
    if html.count("<") < _FEW_TAGS:
        return html, 0
    nesting = _Nesting()
    too_deep = [tag for tag in tags(html) if nesting.is_too_deep(tag)]
    if nesting.steps <= _MOST_STEPS:
        return html, 0
    parts, done = [], 0
    for tag in too_deep:
        parts.append(html[done : tag.start])
        done = tag.end
    return "".join((*parts, html[done:])), len(too_deep)


class _Nesting:
    """The open elements at a position of HTML; `steps` counts the parser's work for them."""

    def __init__(self) -> None:
        self.steps = 0
        self._opened: list[str] = []
        self._counts: dict[str, int] = {}
        self._formatting = 0

    def is_too_deep(self, tag: Tag) -> bool:
        """Take the next tag; return whether it is nested too deeply, or a root element within a text."""
        if tag.name in _ROOTS:
            self.steps += len(tag.attributes) * _ROOT_STEPS
            return True
        depth = len(self._opened)
        if not tag.is_end:
            self.steps += depth + _STEPS_OF_FORMATTING * (
                self._formatting if tag.name in _FORMATTING_NAMES else 0
            )
            if tag.name not in VOID and not (depth and self._follows(tag.name)):
                self._open(tag.name)
        elif self._counts.get(tag.name):
            while self._close() != tag.name:
                pass
            depth = len(self._opened)
        return depth >= _DEEPEST

    def _follows(self, name: str) -> bool:
        """Return whether an element ends the one before it, whose end tag may be left out."""
        return name in _ENDED_BY_THE_NEXT and self._opened[-1] == name

    def _open(self, name: str) -> None:
        self._opened.append(name)
        self._counts[name] = self._counts.get(name, 0) + 1
        self._formatting += name in _FORMATTING_NAMES

    def _close(self) -> str:
        name = self._opened.pop()
        self._counts[name] -= 1
        self._formatting -= name in _FORMATTING_NAMES
        return name


def _rebuilt(html: str) -> int:
    """Return how often a parser would open an element again, at most."""
    opened: list[str] = []
    counts: dict[str, int] = {}
    formatting = left = rebuilt = 0
    for tag in tags(html):
        is_formatting = tag.name in _FORMATTING_NAMES
        if not tag.is_end:
            rebuilt += (left + formatting) * (not is_formatting)
            if tag.name not in VOID:
                opened.append(tag.name)
                counts[tag.name] = counts.get(tag.name, 0) + 1
                formatting += is_formatting
        elif is_formatting and (not opened or opened[-1] != tag.name):
            left += 1
        elif counts.get(tag.name):
            closed = ""
            while closed != tag.name:
                closed = opened.pop()
                counts[closed] -= 1
                if closed in _FORMATTING_NAMES:
                    formatting -= 1
                    left += closed != tag.name
        if rebuilt > _MOST_REBUILT:
            break
    return rebuilt
