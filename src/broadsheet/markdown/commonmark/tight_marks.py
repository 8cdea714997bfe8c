"""Sub- and superscript and insertions as plugins of markdown-it read them.

What holds white space is neither sub- nor superscript.
https://github.com/markdown-it/markdown-it-sub/blob/2.0.0/index.mjs , and likewise markdown-it-sup.
"""

from __future__ import annotations

import re
import unicodedata

from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Span
from broadsheet.markdown.scanning.splices import spliced

_ELEMENTS = {"insert": ("ins", "++"), "subscript": ("sub", "~"), "superscript": ("sup", "^")}
"""An option of comrak → the element that it makes, and the element's mark."""

_SPACE = re.compile(r"(?<!\\)\s")
_MOST_TIMES = 10


def without_spaced(text: str, options: frozenset[str]) -> str:
    """Escape the marks that would begin an element with a space in it, as `好~ 吧~` would.

    Insertions may have spaces, but `++` does not begin one between a letter and punctuation, as in `C++，`,
    where comrak's rules for emphasis among Chinese let it.
    """
    wanted = options & frozenset(_ELEMENTS)
    for _ in range(_MOST_TIMES):
        if not has(text, *(_ELEMENTS[option][1] for option in wanted)):
            break
        starts = _starts(text, wanted)
        if not starts:
            break
        text = spliced(text, ((start, start, "\\") for start in starts))
    return text


def _starts(text: str, wanted: frozenset[str]) -> list[int]:
    scanned = Scan(text, wanted | {"cjk_friendly_emphasis"})
    return sorted(
        span.start
        for name, mark in (_ELEMENTS[option] for option in wanted)
        for span in scanned.elements(name)
        if text.startswith(mark, span.start) and _is_text(text, name, span)
    )


def _is_text(text: str, name: str, span: Span) -> bool:
    """Return whether a mark does not begin the element that comrak makes of it."""
    if name != "ins":
        return _SPACE.search(text, span.start, span.end) is not None
    before, after = text[max(span.start - 1, 0) : span.start], text[span.start + 2]
    is_letter = bool(before.strip()) and not _is_punctuation(before)
    return is_letter and _is_punctuation(after)


def _is_punctuation(character: str) -> bool:
    """Return whether a character is punctuation or a symbol (CommonMark, section 2.1)."""
    return unicodedata.category(character)[0] in "PS"
