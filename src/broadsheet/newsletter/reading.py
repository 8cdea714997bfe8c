"""How long an article takes to read. Pure."""

from __future__ import annotations

import re

WORDS_A_MINUTE = 238
"""Adults reading English silently (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

CHARACTERS_A_MINUTE = 400
"""Chinese, Japanese and Korean are counted by characters; Medium counts 500, Chinese apps 300."""

_NOT_READ = re.compile(r"\]\([^)\s]*\)|<[^<>]*>|https?://\S+")
# Without the rare ideographs beyond U+FFFF, which would make matching four times slower.
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def reading_minutes(markdown: str) -> int:
    """Return the minutes that a body takes, rounded up; 0 where there is nothing to read."""
    text = _NOT_READ.sub(" ", markdown)
    rest, runs = _CJK.subn(" ", text)
    characters = len(text) - len(rest) + runs
    words = len(_WORD.findall(rest))
    return -int(-(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE) // 1)
