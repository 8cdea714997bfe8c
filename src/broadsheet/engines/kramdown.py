"""Marks of kramdown that CommonMark has not; Jekyll and Bridgetown write Markdown with it.

https://kramdown.gettalong.org/syntax.html
"""

from __future__ import annotations

import re

from broadsheet.markdown import scan

_CONTENTS = re.compile(r"(?m)^(?:[-*+]|\d+\.)[ \t][^\n]*\n\{:\s*toc\b[^{}\n]*\}")
ATTRIBUTES = re.compile(r"\{::?(?=[\s#.:/\w])[^{}]{0,500}\}")
_COMMENT = re.compile(r"\{::comment\}(?:(?!\{::comment).)*?\{:/(?:comment)?\}", re.DOTALL)
_END_OF_BLOCK = re.compile(r"(?m)^\^[ \t]*$")


def plain(text: str) -> str:
    """Drop comments, tables of contents and attributes, but not ends of blocks."""
    if "{:" in text:
        text = scan(text).sub(_COMMENT, lambda _: "")
        text = scan(scan(text).sub(_CONTENTS, lambda _: "\n")).sub(ATTRIBUTES, lambda _: "")
    return scan(text).sub(_END_OF_BLOCK, lambda _: "\n<!-- -->\n") if "\n^" in text else text
