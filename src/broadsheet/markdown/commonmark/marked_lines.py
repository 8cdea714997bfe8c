r"""Lines that marked reads otherwise than CommonMark: wide white space behind `#`, and empty items.

JavaScript's `\s`, which ends the marks of a heading, is a full-width space, too; and a list does not begin
with an item that has nothing but spaces, which the end of an article no longer has (`block.heading` and
`block.list` in src/rules.ts of marked 15.0.12, and in src/rules.js of 4.3.0; older lists had no such rule).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice, spliced

_WIDE = "\u00a0\u1680\u202f\u205f\u3000\ufeff\u2000-\u200a"
_HEADING = re.compile(
    r"(?m)^((?:[ ]{0,3}(?:>|[-+*][ ]|[0-9]{1,9}[.)][ ]))*[ ]{0,3}#{1,6})[" + _WIDE + "]+"
)
_HAS_WIDE = re.compile(f"#[{_WIDE}]")
_EMPTY = re.compile(r"[ \t]*(?:[0-9]{1,9})?(?P<sign>[-+*.)])(?:[ ]+\n|[ ]*\Z)")
_MAY_BE_EMPTY = ("- \n", "* \n", "+ \n", ". \n", ") \n")
_SIGNS = frozenset("-*+.)")
_FIRST_WITHOUT_EMPTY = (4, 0)


def with_plain_lines(text: str, version: tuple[int, int]) -> str:
    """Write headings with wide spaces, and lists without an empty beginning, for CommonMark."""
    if has(text, "#") and _HAS_WIDE.search(text):
        text = scan(text).sub(_HEADING, lambda marks: f"{marks[1]} ")
    may_be_empty = has(text, *_MAY_BE_EMPTY) or text.rstrip(" ")[-1:] in _SIGNS
    may_be_empty = may_be_empty and version >= _FIRST_WITHOUT_EMPTY
    return spliced(text, _escapes(scan(text))) if may_be_empty else text


def _escapes(scanned: Scan) -> Iterator[Splice]:
    """Yield backslashes before the marks of the empty items with which lists begin."""
    lists = sorted((*scanned.elements("ul"), *scanned.elements("ol")))
    done = -1
    for each in lists:
        at = each.start
        while at > done and (found := _EMPTY.match(scanned.text, at)):
            done = found.start("sign")
            yield done, done, "\\"
            at = found.end()
