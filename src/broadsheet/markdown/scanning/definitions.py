"""Definitions of links: `[label]: address "title"` (CommonMark, section 4.7).

comrak does not say where they stand, but where the words of paragraphs do, which none can interrupt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_DEFINITION = re.compile(
    r"^[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)*"
    r"(?P<all>\[(?P<label>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*+(?:\n[ \t]*+)?"
    r"(?P<address><[^<>\n]*>|[^\s<]\S*)"
    r"(?P<rest>[ \t]*+\n[ \t]*+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))(?=[ \t]*$)|.*))$",
    re.MULTILINE,
)
"""A definition behind the marks of quotes and items; its address and its title may be on the next lines."""


class Definition(NamedTuple):
    """A definition of links, `text[start:end]`: `[label]: address` and `rest`, which is a title or ""."""

    start: int
    end: int
    label: str
    address: str
    rest: str

    @property
    def has_title_alone(self) -> bool:
        """Return whether nothing but a title follows the address, as CommonMark has it."""
        title = self.rest.strip()
        return not title or (len(title) > 1 and title[0] + title[-1] in {'""', "''", "()"})


def definitions(text: str, masked: str, goes_on: Callable[[int], bool]) -> Iterator[Definition]:
    """Yield the definitions of a text; `masked` is the text without its code, of the same length.

    What stands below an empty line or another definition is one. Of others, `goes_on` returns whether they
    are part of what is above them.
    """
    done = -1
    for found in _DEFINITION.finditer(masked):
        line = found.start()
        above = masked[masked.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
        is_apart = line in {0, done + 1} or not above.strip(" \t>\n")
        if is_apart or not goes_on(found.start("all")):
            done = found.end()
            parts = (text[slice(*found.span(name))] for name in ("label", "address", "rest"))
            yield Definition(*found.span("all"), *parts)
