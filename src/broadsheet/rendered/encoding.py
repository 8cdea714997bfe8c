"""The encoding of an HTML page: its byte order mark, its `meta`, UTF-8.

libxml2 would guess at the first letter that is not ASCII, which may be in a `title` above the `meta`.
"""

from __future__ import annotations

import codecs
import re

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE
)
_HEAD = 20_000
"""Bytes in which the declaration is looked for; browsers read on beyond the standard's 1,024."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Python's name of a declared encoding → the one that browsers take (https://encoding.spec.whatwg.org/#names-and-labels)."""


def decoded(page: bytes) -> str:
    """Return the text of a page; bytes that are no text in its encoding become U+FFFD.

    Rule: https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding,
    with UTF-8 for a page that declares none or an unknown one.
    """
    for mark, name in _MARKS.items():
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    return page.decode(_declared(page[:_HEAD]), "replace")


def _declared(head: bytes) -> str:
    found = _META.search(head)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
        "".encode(name)  # Not every codec is one of text.
    except (LookupError, UnicodeError):
        return "utf-8"
    return _READ_AS.get(name, name)
