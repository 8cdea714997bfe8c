"""The tags of HTML, one after another, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)"
    r"(?P<attributes>[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*)>"
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")

_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements that have no end."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in HTML: `html[start:end]`."""

    name: str
    start: int
    end: int
    is_end: bool
    attributes: Mapping[str, str]

    @property
    def is_hidden(self) -> bool:
        """Return whether a page does not show the element."""
        hidden = self.attributes.get("hidden")
        is_hidden = hidden is not None and hidden != "until-found"
        is_closed = self.name == "dialog" and "open" not in self.attributes
        return (
            is_hidden or is_closed or _HIDING.search(self.attributes.get("style", "")) is not None
        )


def tags(html: str, position: int = 0) -> Iterator[Tag]:
    """Yield the tags of HTML, up to one without `>`: to browsers, everything after it is part of it."""
    while (start := html.find("<", position)) >= 0:
        match = _TAG.match(html, start)
        if match:
            found = _ATTRIBUTE.findall(match["attributes"])
            attributes = {name.lower(): unescape("".join(values)) for name, *values in found}
            name = match["name"].lower()
            yield Tag(name, start, match.end(), bool(match["end"]), attributes)
            position = match.end()
        elif html.startswith("<!--", start):
            position = html.find("-->", start) + 1 or len(html)
        elif html[start + 1 : start + 2].isalpha() or html.startswith("</", start):
            return
        else:
            position = start + 1


def ends_of(found: Sequence[Tag]) -> Mapping[int, int]:
    """Return the closing tag of each opening one, by number; elements that are never closed have none."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for number, tag in enumerate(found):
        if tag.is_end and opened.get(tag.name):
            ends[opened[tag.name].pop()] = number
        elif not tag.is_end and tag.name not in VOID:
            opened.setdefault(tag.name, []).append(number)
    return ends
