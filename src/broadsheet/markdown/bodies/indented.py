"""Text whose engine has no indented code: indented lines are paragraphs.

Some engines turn the rule off (https://www.11ty.dev/docs/languages/markdown/#indented-code-blocks).
markdown-it then takes no such line for the beginning of any other block.
"""

from __future__ import annotations

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.spans import Kind

_TAB = 4
_MARK = "\ue07d"
"""Begins a line that begins no block."""


def as_paragraphs(text: str) -> str:
    """Remove the indentation that would make code; `unmarked` must be applied to the HTML."""
    if "    " not in text and "\t" not in text:
        return text
    parts, done = [], 0
    for span in scan(text).code:
        line = text.rfind("\n", 0, span.start) + 1
        if span.kind is Kind.INDENTED and not text[line : span.start].strip("> \t"):
            parts += [text[done:line], _outdented(text[line : span.end], span.start - line)]
            done = span.end
    return "".join([*parts, text[done:]])


def _outdented(block: str, column: int) -> str:
    """Keep only the marks of the quotation and the indentation of the list around the block.

    Code begins four columns behind the list's. A tab goes to the next multiple of four: code may begin
    amid one.
    """
    quoted = block.rfind(">", 0, column) + 1
    width = len(block[:column].expandtabs(_TAB)) - quoted
    is_amid = block.startswith("\t", column)
    around = " " * max(width - (0 if is_amid else _TAB) - bool(quoted), 0)
    return "\n".join(_paragraph(line, column, around) for line in block.split("\n"))


def _paragraph(line: str, column: int, around: str) -> str:
    quoted = line.rfind(">", 0, column) + 1 if not line[:column].strip("> \t") else 0
    words = line[quoted:].strip()
    marks = f"{line[:quoted]} " if quoted else ""
    return f"{marks}{around}{_MARK}{words}" if words else marks.rstrip()


def unmarked(html: str) -> str:
    """Remove the marks from HTML, or from other text made of the source."""
    return html.replace(_MARK, "") if _MARK in html else html
