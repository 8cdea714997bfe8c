"""Sub- and superscript as plugins of markdown-it read them: what holds white space is text.

https://github.com/markdown-it/markdown-it-sub/blob/2.0.0/index.mjs , and likewise markdown-it-sup.
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import spliced

_ELEMENTS = {"subscript": ("sub", "~"), "superscript": ("sup", "^")}
"""An option of comrak → the element that it makes, and the element's mark."""

_SPACE = re.compile(r"(?<!\\)\s")
_MOST_TIMES = 10


def without_spaced(text: str, options: frozenset[str]) -> str:
    """Escape the marks that would begin an element with a space in it, as `好~ 吧~` would."""
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
    scanned = Scan(text, wanted)
    return sorted(
        span.start
        for name, mark in (_ELEMENTS[option] for option in wanted)
        for span in scanned.elements(name)
        if text.startswith(mark, span.start) and _SPACE.search(text, span.start, span.end)
    )
