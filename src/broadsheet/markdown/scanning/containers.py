"""The blocks that hold others, and tables, by the lines they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.markdown.scanning.spans import PLACE

_CONTAINER = re.compile(rf"<(li|[uo]l|blockquote|dd|table){PLACE}( id=\"fn-)?")
_LISTS = frozenset({"ol", "ul"})


class Container(NamedTuple):
    """An element of HTML from one place to another: lines and columns count from 1, columns in bytes.

    Its name is "note" if it is a footnote.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    name: str
    begins_list: bool

    @property
    def last(self) -> int:
        """Return the last line of it; of one that ends in column 0 nothing stands there."""
        line, column = self.end
        return line if column else line - 1


def containers(html: str) -> Iterator[Container]:
    """Yield what stands in HTML with places, in order."""
    begins_list = False
    for found in _CONTAINER.finditer(html):
        name, *place, note = found.groups()
        if name not in _LISTS:
            line, column, last_line, last_column = map(int, place)
            name = "note" if note else name
            yield Container((line, column), (last_line, last_column), name, begins_list)
        begins_list = name in _LISTS
