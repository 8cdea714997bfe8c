"""The marks of footnotes (`[^1]`), whether their notes exist or not.

comrak finds marks of notes that exist. Another one is a mark if comrak finds it once the text has such a
note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import FootnoteSpan

_MARK = re.compile(r"\[\^([^\[\]\s]+)\]")
_BEFORE, _BEHIND = ("\\", "!", "["), ("(", "[", ":")
"""What may make another thing of a mark."""
_IN_ADDRESS = frozenset("\"'(")
_MOST_LOOKED_AT = 200
"""Of more marks, all of the paragraph before each is not read; they are left to comrak."""
_MOST_NAMES = 1000
"""With more notes that do not exist, whatever looks like a mark is taken for one."""


def note_marks(
    text: str,
    shown: str,
    notes: Sequence[FootnoteSpan],
    parse: Callable[[str], set[int]],
) -> tuple[FootnoteSpan, ...]:
    """Return the marks of footnotes in a text, in their order; `notes` are the text's.

    `shown` is the text without its code, of the same length; `parse` returns where comrak finds marks.
    """
    begun = {note.start for note in notes}
    marks = tuple(mark for mark in _alike(shown) if mark.start not in begun)
    are_few = len(marks) <= _MOST_LOOKED_AT and not has(text, "<")
    if are_few and all(_is_plain(text, mark) for mark in marks):
        return marks
    lacking = {mark.name for mark in marks} - {note.name for note in notes}
    if len(lacking) > _MOST_NAMES:
        return marks
    found = parse("\n\n".join((text, *(f"[^{name}]: x" for name in sorted(lacking)))))
    if not found <= {mark.start for mark in marks}:
        return marks  # comrak 0.0.16 loses count of lines below link definitions.
    return tuple(mark for mark in marks if mark.start in found)


def _alike(shown: str) -> Iterator[FootnoteSpan]:
    for mark in _MARK.finditer(shown):
        yield FootnoteSpan(mark.start(), mark.end(), mark[1])


def _is_plain(text: str, mark: FootnoteSpan) -> bool:
    """Return whether what looks like a mark is one in any text without code and raw HTML.

    It is one if neither a backslash nor brackets are beside it, and no link's address or title before it
    in its paragraph can hold it.
    """
    if text.startswith(_BEHIND, mark.end) or text.endswith(_BEFORE, 0, mark.start):
        return False
    paragraph = text.rfind("\n\n", 0, mark.start) + 1
    if text.rfind("]:", paragraph, mark.start) >= 0:
        return False
    address = text.rfind("](", paragraph, mark.start)
    end = text.find(")", address, mark.start)
    return address < 0 or (end >= 0 and _IN_ADDRESS.isdisjoint(text[address + 2 : end]))
