"""Where both kramdown and CommonMark take a mark for the same: the beginning, the end, or text.

Source: lib/kramdown/parser/kramdown/emphasis.rb of kramdown 2.4; CommonMark 0.31, section 6.2.
"""

from __future__ import annotations

import re

from broadsheet.markdown.kramdown.tags import SPACE

_SPACES = frozenset(SPACE)
_IN_URL = re.compile(r"https?://[^\s<>]*\Z")
_LONGEST_URL = 500


def may_begin(text: str, at: int, mark: str) -> bool:
    """Return whether kramdown looks for the end of a mark at all."""
    before = text[max(at - 2, 0) : at].removesuffix("-")
    is_inside = mark[0] == "_" and before[-1:].isalpha()
    return not is_inside and text[at + len(mark) : at + len(mark) + 1] not in _SPACES


def ends_here(text: str, at: int, mark: str) -> bool:
    """Return whether a mark that began before ends at a place to kramdown."""
    after = text[at + len(mark) : at + len(mark) + 1]
    is_strong = len(mark) == 1 and text.startswith(mark * 2, at) and text[at + 2 : at + 3] != mark
    is_inside = mark[0] == "_" and after.isalnum()
    is_end = text.startswith(mark, at) and text[at - 1] not in _SPACES
    return is_end and not (is_strong or is_inside)


def opens_to_both(text: str, at: int, mark: str) -> bool:
    """Return whether CommonMark takes a mark for the beginning of emphasis too, if it is in no other."""
    before, after = _around(text, at, mark)
    is_whole = mark[0] not in {before, after}
    return is_whole and after.isalnum() and (mark[0] == "*" or not before.isalnum())


def closes_to_both(text: str, at: int, mark: str) -> bool:
    """Return whether CommonMark takes a mark for the end of emphasis too."""
    before, after = _around(text, at, mark)
    is_whole = mark[0] not in {before, after}
    return is_whole and before.isalnum() and (mark[0] == "*" or not after.isalnum())


def is_text_to_both(text: str, at: int, mark: str) -> bool:
    """Return whether CommonMark takes a mark for text too.

    In a bare URL, which is a link in a feed, a backslash before it would be part of the address.
    """
    before, after = _around(text, at, mark)
    is_apart = not before.strip(SPACE) and not after.strip(SPACE)
    is_inside = mark == "_" and before.isalnum() and after.isalnum()
    return is_apart or is_inside or bool(_IN_URL.search(text[max(at - _LONGEST_URL, 0) : at]))


def _around(text: str, at: int, mark: str) -> tuple[str, str]:
    return text[max(at - 1, 0) : at], text[at + len(mark) : at + len(mark) + 1]
