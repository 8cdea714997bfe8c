"""Directives without a body, and components of MDC → links, texts and containers.

    ::github{repo="a/b"}      a leaf on a line of its own (remark-directive), a link where it names one
    :badge[Text]{color=red}   within a line: its text
    ::alert{title="x"} … ::   a block of MDC, which becomes a container, `:::`

https://github.com/remarkjs/remark-directive, the package remark-mdc
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

LEAVES, MDC = "leaves", "mdc"
"""The families of directives, as `Flavour.directives` names them."""

_NAME = r"[A-Za-z][\w-]{0,60}"
_LABEL = r"(?:\[(?P<label>[^\]\n]{0,200})\])?"
_ATTRIBUTES = r"\{(?P<attributes>[^{}\n]{0,500})\}"
_LEAF = re.compile(rf"(?m)^[ \t]{{0,20}}::(?P<name>{_NAME}){_LABEL}{_ATTRIBUTES}[ \t]{{0,20}}$")
_WITHIN = re.compile(rf"(?<![\w:]):(?P<name>{_NAME}){_LABEL}{_ATTRIBUTES}")
_BLOCK = re.compile(
    rf"(?P<indent> {{0,20}})(?P<colons>:{{2,9}})(?P<name>{_NAME})?{_LABEL}(?:{_ATTRIBUTES})?[ \t]*"
)
_ADDRESS = re.compile(r"=[\"']?(https?://[^\s\"'{}]+)")
_REPOSITORY = re.compile(r"\brepo=[\"“]?([\w.-]{1,100}/[\w.-]{1,100})")
_SLOT = re.compile(r" {0,20}#[\w-]{1,60}(?:\{[^{}\n]{0,500}\})?[ \t]*")


def without_leaves(text: str, directives: frozenset[str]) -> str:
    """Return Markdown without directives that have no body; code stays as it is."""
    if MDC in directives and has(text, "::"):
        text = "\n".join(_as_containers(text))
    if directives & {LEAVES, MDC} and has(text, ":") and has(text, "{"):
        text = scan(text).sub(_LEAF, _shown)
        text = scan(text).sub_words(_WITHIN, lambda found: found["label"] or "")
    return text


def _shown(leaf: re.Match[str]) -> str:
    """Return the link that a leaf is, else its text."""
    repository = _REPOSITORY.search(leaf["attributes"])
    address = _ADDRESS.search(leaf["attributes"])
    url = f"https://github.com/{repository[1]}" if repository else address[1] if address else ""
    label = leaf["label"] or (repository[1] if repository else "")
    return f"[{label}]({url})" if url and label else f"<{url}>" if url else label


def _as_containers(text: str) -> Iterator[str]:
    """Yield the lines of a text whose blocks of MDC are containers, without properties and slots."""
    lines, masked = text.split("\n"), scan(text).masked.split("\n")
    ends = _ends(masked)
    properties = frozenset(_properties(masked, ends))
    inside = 0
    for number, line in enumerate(lines):
        if number in ends or number in ends.values():
            inside += 1 if number in ends else -1
            yield re.sub("::+", ":::", line, count=1)
        elif number not in properties and not (inside and _SLOT.fullmatch(masked[number])):
            yield line


def _ends(masked: list[str]) -> dict[int, int]:
    """Return the lines on which blocks end by those on which they begin."""
    ends: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    for number, line in enumerate(masked):
        found = _BLOCK.fullmatch(line) if "::" in line else None
        if found and found["name"]:
            opened.append((number, found["colons"]))
        elif found and any(colons == found["colons"] for _, colons in opened):
            while opened:  # What was opened later is not closed.
                start, colons = opened.pop()
                if colons == found["colons"]:
                    ends[start] = number
                    break
    return ends


def _properties(masked: list[str], ends: dict[int, int]) -> Iterator[int]:
    """Yield the lines of the properties in YAML that blocks may begin with."""
    for start, end in ends.items():
        if masked[start + 1].strip() == "---":
            closing = (n for n in range(start + 2, end) if masked[n].strip() == "---")
            last = next(closing, None)
            yield from range(start + 1, last + 1) if last else ()
