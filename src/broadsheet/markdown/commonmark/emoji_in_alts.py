"""Codes of emoji in the words of pictures: comrak 0.0.16 leaves them out, as in `![:star:](/a.png)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.commonmark.comrak_adapter import emoji_named
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice, spliced

_CODE = re.compile(r":([\w+-]+):")


def with_emoji_in_alts(text: str) -> str:
    """Return a text whose pictures have emoji in the place of codes, where comrak knows them."""
    return spliced(text, _splices(text)) if has(text, "![") else text


def _splices(text: str) -> Iterator[Splice]:
    for picture in Scan(text, frozenset()).elements("img"):
        words_end = text.rfind("](", picture.start, picture.end)
        for code in _CODE.finditer(text, picture.start, max(words_end, picture.start)):
            found = emoji_named(code[1])
            if found:
                yield *code.span(), found
