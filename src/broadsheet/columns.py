"""How wide texts are in a terminal or a list, and where to cut them.

Few runs ask, and the expressions take 4 ms to compile.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from broadsheet.late import late_pattern

_WIDE = "\u3001-\u3011\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e"
_NARROW = " -~\u00b7\u2013\u2014\u2018-\u201d\u2026"
_WIDE_LETTER = late_pattern(f"[{_WIDE}]")
_PLAIN = late_pattern(f"[{_WIDE}{_NARROW}]*")
"""Texts of ASCII and East Asian letters, each of which stands for itself; wcwidth takes 17 ms to import."""


@lru_cache(4096)  # A newsletter measures the same few words again and again.
def columns(text: str) -> int:
    """Return how many columns text takes: East Asian letters and emoji two, accents none."""
    if _PLAIN.fullmatch(text):
        return len(text) + len(_WIDE_LETTER.findall(text))
    import wcwidth  # noqa: PLC0415 - most texts are plain

    width = wcwidth.wcswidth(text)
    # It is -1 if there are control characters.
    return width if width >= 0 else sum(max(wcwidth.wcwidth(each), 0) for each in text)


def beginning_of(text: str, most: int) -> str:
    """Return as much of a text as takes at most so many columns, not parting letters and accents."""
    used = end = 0
    for letter in letters(text):
        used += columns(letter)
        if used > most:
            return text[:end]
        end += len(letter)
    return text


def letters(text: str) -> Iterator[str]:
    """Yield the letters of a text, each with its accents, and emoji with all their parts.

    These are the grapheme clusters of Unicode (UAX #29).
    """
    if _PLAIN.fullmatch(text):
        return iter(text)
    import wcwidth  # noqa: PLC0415 - as above

    return wcwidth.iter_graphemes(text)
