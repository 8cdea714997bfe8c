"""Rules for footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from broadsheet.checks.content.book import ARTICLE
from broadsheet.checks.content.page import Page
from broadsheet.checks.rule import Fault

# Spaces keep a mark from being one, but only authors of marks write letters so: `[^RSS feed]`.
_MARK = re.compile(r"\[\^(\w[^\]\n]{0,200}|[^\]\s]{1,200})\](:?)")
_TEXT = re.compile(r"[\w.!?”’。！？]")
"""What a footnote's mark stands behind, the comma of “such as, [^5]” left aside."""

SHOWN = 5


@ARTICLE.warning(
    "footnote-undefined",
    why="Readers see the bare mark, [^1], in the middle of the sentence.",
    bad="---\nAs others have shown.[^1]",
    good="---\nAs others have shown.[^1]\n\n[^1]: In a book.",
)
def footnote_undefined(page: Page) -> Iterator[Fault]:
    """Find marks of footnotes that are defined nowhere.

    In an article without any note only numbers are marks, from 1 on or right behind a word: `[^abc]`
    is a pattern that it explains.
    """
    marks, notes = _footnotes(page)
    for name, position in marks.items():
        before = page.prose[max(position - 1, 0) : position]
        numbered = name.isdigit() and ("1" in marks or _TEXT.match(before))
        if name not in notes and (notes or numbered):
            message = f"footnote [^{name}] is not defined; write [^{name}]: and its text"
            if " " in name:
                message = f"[^{name}] has a space, so it is no mark; write a mark for each note"
            yield Fault(message, page.at(position, len(name) + 3))


@ARTICLE.warning(
    "footnote-unused",
    why="A note that the text never refers to is left out: readers do not see it.",
    bad="---\nNo mark here.\n\n[^1]: In a book.",
    good="---\nA mark.[^1]\n\n[^1]: In a book.",
)
def footnote_unused(page: Page) -> Iterator[Fault]:
    """Find footnotes that nothing refers to; one finding an article."""
    marks, notes = _footnotes(page)
    unused = [name for name in notes if name not in marks]
    if unused:
        names = ", ".join(f"[^{name}]" for name in unused[:SHOWN])
        more = f" and {len(unused) - SHOWN} more" if len(unused) > SHOWN else ""
        message = f"nothing refers to {names}{more}; write the marks into the text"
        yield Fault(message, page.at(notes[unused[0]], len(unused[0]) + 3))


@lru_cache(maxsize=1)
def _footnotes(page: Page) -> tuple[dict[str, int], dict[str, int]]:
    """Return the positions of the first mark and of the definition of each footnote."""
    marks: dict[str, int] = {}
    notes: dict[str, int] = {}
    if "[^" not in page.prose:
        return marks, notes
    for match in _MARK.finditer(page.prose):
        line = page.prose.rfind("\n", 0, match.start()) + 1
        begins_line = not page.prose[line : match.start()].strip()
        place = notes if match[2] and begins_line else marks
        place.setdefault(match[1], match.start())
    return marks, notes
