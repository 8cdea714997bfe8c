"""Footnotes where their lines alone show them: most texts without code end with some of one line each.

To find them, comrak would parse such a text once more: 0.14 of the 3.4 ms that an article takes.
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.spans import FootnoteSpan, Kind, Span

_MARK = re.compile(r"\[\^(?P<name>[^\[\]\n]+)\]:")
# comrak 0.0.16 has the end of a note wrong that is a rule (`---`).
_NOTE = re.compile(r"\[\^[\w.-]+\]: *[^\s*_-]")
_HEADING = re.compile(r"(#{1,6}) ")
_UNDERLINE = " >=-"
"""What lines below headings consist of (CommonMark, section 4.3), also in quotations."""


def note_lines(text: str) -> tuple[FootnoteSpan, ...] | None:
    """Return the footnotes of a text without marks of code or raw HTML.

    Returns None if only a parser can find them: there is one of several lines, in a quote or a list, or
    one that begins or ends amid a paragraph.
    """
    found: list[FootnoteSpan] = []
    for mark in _MARK.finditer(text):
        start, end = mark.start(), text.find("\n", mark.end())
        end = len(text) if end < 0 else end
        is_line = start == 0 or text[start - 1] == "\n"
        follows = bool(found) and found[-1].end == start - 1
        begins = follows or _is_blank(text, text.rfind("\n", 0, max(start - 1, 0)) + 1, start)
        ends = _NOTE.match(text, end + 1) or _is_blank(text, end + 1, text.find("\n", end + 1))
        if not (is_line and begins and ends and _NOTE.match(text, start)):
            return None
        found.append(FootnoteSpan(start, end, mark["name"]))
    return tuple(found)


def _is_blank(text: str, start: int, end: int) -> bool:
    return not text[start : len(text) if end < 0 else end].strip(" \n")


def heading_line(text: str, position: int) -> Span | bool:
    """Return the heading right above a position; True if only a parser can find one, False for none.

    The text must have no marks of code or raw HTML.
    """
    end = len(text[:position].rstrip())
    start = text.rfind("\n", 0, end) + 1
    line = text[start:end]
    if heading := _HEADING.match(line):
        return Span(start, end, Kind.HEADING, level=len(heading[1]))
    return "#" in line or not line.strip(_UNDERLINE)
