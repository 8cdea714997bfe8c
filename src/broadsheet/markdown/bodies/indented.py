"""Text whose engine has no indented code: indented lines are paragraphs.

Some engines turn the rule off (https://www.11ty.dev/docs/languages/markdown/#indented-code-blocks).
markdown-it then takes no such line for the beginning of any other block.
"""

from __future__ import annotations

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.spans import Kind

_MARK = "\ue07d"
"""Begins a line that begins no block."""


def as_paragraphs(text: str) -> str:
    """Remove the indentation that would make code; `unmarked` must be applied to the HTML."""
    if "    " not in text and "\t" not in text:
        return text
    parts, done = [], 0
    for span in scan(text).code:
        line = text.rfind("\n", 0, span.start) + 1
        if span.kind is Kind.INDENTED and not text[line : span.start].strip():
            parts += [text[done:line], _outdented(text[line : span.end], span.start - line)]
            done = span.end
    return "".join([*parts, text[done:]])


def _outdented(block: str, column: int) -> str:
    """Keep only the indentation that belongs to the list around the block."""
    around = " " * max(column - 4, 0)
    lines = (line.strip() for line in block.split("\n"))
    return "\n".join(f"{around}{_MARK}{line}" if line else "" for line in lines)


def unmarked(html: str) -> str:
    """Remove the marks from HTML, or from other text made of the source."""
    return html.replace(_MARK, "") if _MARK in html else html
