"""Blocks where CommonMark has them, written as Python-Markdown reads them.

The scanner says where items, quotes, tables, definitions and notes are. Python-Markdown wants 4 spaces
for each item, where CommonMark takes as many as the parent's marker has, and blank lines around blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter

from broadsheet.markdown.scanning.containers import Container
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import signs
from broadsheet.markdown.scanning.spans import Kind

_MARKS = ("\n-", "\n*", "\n+", "\n.", "\n)", "\n>", "|-", "-|", "|:", ":|")
"""The signs of a text that has an item, a quote or a table have one of these."""

_INDENT = "    "
_IN_QUOTE = "  "
"""The indentation of a quotation's lines that begins an item: with more, Python-Markdown ends it."""

_DEEPER = "      "
"""The least indentation of code in an item."""
_CODE = "code"
_QUOTE = "> "
_APART = frozenset({"blockquote", "table"})
_WIDEST = 4
"""More spaces than these behind an item's marker are those of indented code (CommonMark, section 5.2)."""


@dataclass(slots=True)
class _Part:
    """A block that holds others, or a table: its element in HTML, its lines, and the blocks in it.

    `excess` is how many spaces less its text is indented in the source than Python-Markdown wants.
    """

    name: str
    first: int
    last: int
    begins_list: bool = False
    parts: list[_Part] = field(default_factory=list)
    excess: int = 0

    @property
    def begins_with_quote(self) -> bool:
        """Return whether a quotation begins in its first line."""
        inner = self.parts[0] if self.parts else self
        return inner.name == "blockquote" and inner.first == self.first


def normalise(text: str) -> str:
    """Indent what is in list items by four spaces a level, and set blocks apart by blank lines."""
    found = f"\n{signs(text)}"
    has_parts = any(mark in found for mark in _MARKS)
    if not has_parts and "\x02" not in found:
        return text
    lines = text.split("\n")
    return "\n".join(_written(lines, _tree(text, lines) if has_parts else _Part("", 1, len(lines))))


def _tree(text: str, lines: list[str]) -> _Part:
    """Return the document with its parts."""
    # Kept blocks end a paragraph, as headings do.
    scanned = scan(text.replace("\x02w", "# "))
    root = _Part("", 1, len(lines))
    opened = [((len(lines) + 1, 0), root)]
    found = sorted((*scanned.containers(), *_code(scanned, lines)), key=itemgetter(0))
    for each in found:
        while opened[-1][0] < each.start:
            opened.pop()
        if each.name == _CODE:
            for _, part in opened:
                part.last = max(part.last, each.last)
            continue
        last = min(each.last, opened[-1][1].last)
        part = _Part(each.name, each.start[0], last, each.begins_list)
        opened[-1][1].parts.append(part)
        opened.append((each.end, part))
    return root


def _code(scanned: Scan, lines: list[str]) -> Iterator[Container]:
    """Yield indented code: comrak 0.0.16 ends an item with the first line of code that is last in it."""
    if _DEEPER not in scanned.text:
        return
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for code in scanned.code:
        if code.kind is Kind.INDENTED:
            line = bisect_right(starts, code.start)
            column = code.start - starts[line - 1] + 1
            yield Container((line, column), (bisect_right(starts, code.end - 1), 1), _CODE, False)


def _written(lines: list[str], whole: _Part) -> list[str]:
    """Return the lines of a block for Python-Markdown; both are without the marks of the block."""
    out = _Lines(whole)
    done = 0
    for part in whole.parts:
        first, end = part.first - whole.first, part.last - whole.first + 1
        out.add_text(lines[done:first])
        out.add_part(lines[first:end], part)
        done = end
    out.add_text(lines[done:])
    return out.lines


class _Lines:
    """The lines of a block that are written already."""

    def __init__(self, whole: _Part) -> None:
        self.lines: list[str] = []
        self._whole = whole
        self._is_item = whole.name == "li"
        self._wants_blank = False
        self._item = 0
        """Where the item before begins."""
        self._blank = -1
        """Where the last blank line is."""

    def _begin(self, *, is_apart: bool) -> None:
        """Put a blank line before what wants one, or behind it."""
        if (is_apart or self._wants_blank) and self.lines and self.lines[-1]:
            self._add_blank()
        self._wants_blank = is_apart

    def _add_blank(self) -> None:
        self._blank = len(self.lines)
        self.lines.append("")

    def add_text(self, lines: list[str]) -> None:
        """Add lines that are in no part."""
        for line in lines:
            if not line.strip(" "):
                self._add_blank()
                continue
            is_kept = line.lstrip(" ").startswith("\x02") and line.rstrip(" ").endswith("\x03")
            self._begin(is_apart=is_kept and not self._is_item)
            self.lines.append(line.lstrip(" ") if is_kept and self._is_item else self._cut(line))

    def _cut(self, line: str) -> str:
        """Return a line of text; code in items may be indented as either of both wants it."""
        excess = self._whole.excess
        return line[excess:] if excess > 0 and line.startswith((excess + 4) * " ") else line

    def add_part(self, lines: list[str], part: _Part) -> None:
        """Add a part, with its marks."""
        if part.name == "li":
            self._begin_item(part)
        else:
            self._begin(is_apart=part.name in _APART)
        mark, indent, inner = _opened(lines, part)
        part.excess += self._whole.excess if part.name == "li" else 0
        written = _written(inner, part)
        if part.name == "li" and len(written) > 1 and not written[0]:
            del written[0]  # The text of an item may begin in the line below its marker.
        is_quoted = part.name == "li" and part.begins_with_quote
        for line in written:
            is_quoted = is_quoted and line.startswith(">")
            if line or mark != _INDENT:
                self.lines.append((_IN_QUOTE if is_quoted and mark == indent else mark) + line)
            else:
                self._add_blank()
            mark = indent

    def _begin_item(self, part: _Part) -> None:
        """Begin an item; one behind a blank line of what is above it in its list wants one, too."""
        self._wants_blank = self._wants_blank and part.begins_list
        is_first = part.begins_list and not self._is_item
        is_loose = self._blank >= (0 if part.begins_list else self._item)
        self._begin(is_apart=is_first or is_loose)
        self._wants_blank = not self._is_item
        self._item = len(self.lines)


def _opened(lines: list[str], part: _Part) -> tuple[str, str, list[str]]:
    """Return the mark of a part's first line, that of the others, and the lines without both."""
    if part.name == "table":
        return "", "", lines
    if part.name == "blockquote":
        return _QUOTE, _QUOTE, [_unquoted(line) for line in lines]
    first = lines[0].lstrip(" ")
    if part.name == "note":
        name, mark, text = first.partition("]:")
        return name + mark, _INDENT, [text, *(_outdented(line, 4) for line in lines[1:])]
    sign, _, text = first.partition(" ")
    spaces = len(text) - len(text.lstrip(" "))
    spaces = spaces if text.strip(" ") and spaces < _WIDEST else 0
    width = len(lines[0]) - len(first) + len(sign) + 1 + spaces
    part.excess = len(_INDENT) - width
    inner = [text[spaces:], *(_outdented(line, width) for line in lines[1:])]
    if part.name == "dd":
        return f"{sign} {spaces * ' '}", _INDENT, inner
    is_continued = bool("".join(inner[1:2])) and part.first + 1 not in {p.first for p in part.parts}
    inner[0] = inner[0] if is_continued else inner[0].rstrip(" ")
    if sign == "-" and not inner[0]:
        sign = "*"  # A line of `-` alone would make a heading of the line above it.
    return f"{sign.replace(')', '.')} ", _INDENT, inner


def _unquoted(line: str) -> str:
    """Return a line without the mark of a quote, which lines of a paragraph may lack."""
    inner = line.lstrip(" ")
    return inner[1:].removeprefix(" ") if inner.startswith(">") else line


def _outdented(line: str, width: int) -> str:
    """Return a line without so many spaces of its indentation, or without all that there are."""
    return line[width:] if line.startswith(width * " ") else line.lstrip(" ")
