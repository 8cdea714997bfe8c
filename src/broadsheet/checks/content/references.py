"""The links and images that stand in a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Parentheses nest once, and spaces are let pass: paths such as `cover (1).png` are common.
# What stands behind [a text][3] belongs to no link.
_LINK = re.compile(
    r"(?<!\])(?P<bang>!?)\[(?P<text>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*)\]"
    r"\((?P<target>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)"
)
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))\s*$")
_IMG = re.compile(r"<img\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image: what it refers to as typed, and where it stands in the body.

    `alt` is the text in brackets; None where an <img> has no such attribute.
    """

    target: str
    alt: str | None
    image: bool
    html: bool
    start: int
    width: int


def references(prose: str) -> tuple[Reference, ...]:
    """Find the links and images of Markdown text whose code is blanked out."""
    found = (
        [one for match in _LINK.finditer(prose) for one in _nested(match)] if "](" in prose else []
    )
    if "<img" in prose or "<IMG" in prose:
        found.extend(_html(match) for match in _IMG.finditer(prose))
    return tuple(found)


def _nested(match: re.Match[str]) -> Iterator[Reference]:
    """Yield a link, and the images that are what one clicks on."""
    yield _markdown(match)
    if not match["bang"] and "![" in match["text"]:
        for image in _LINK.finditer(match["text"]):
            yield _markdown(image, match.start("text"))


def _markdown(match: re.Match[str], before: int = 0) -> Reference:
    target = _TITLE.sub("", match["target"]).strip()
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    width = match.end() - match.start()
    start = before + match.start()
    return Reference(target, match["text"], bool(match["bang"]), False, start, width)


def _html(match: re.Match[str]) -> Reference:
    values = {name.lower(): "".join(rest) for name, *rest in _ATTRIBUTE.findall(match[1])}
    width = match.end() - match.start()
    source = values.get("src", "")
    return Reference(source, values.get("alt"), True, True, match.start(), width)
