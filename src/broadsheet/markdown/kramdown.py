"""What kramdown reads otherwise than CommonMark, written so that both read the same.

Sources: lib/kramdown/parser/kramdown/ of kramdown 2.4: link.rb, list.rb, html.rb and table.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from broadsheet.markdown.scanner import Kind, Scan, scan, unshift
from broadsheet.markdown.tables import cells, is_rule

_DEFINITION = re.compile(r"( {0,3}\[)([^\[\]^\n][^\[\]\n]*)\]:[ \t]*([^\s<]\S*)(.*)")
_SPACED = re.compile(
    r"\][ \t]{1,9}\[([^\[\]^\n]+)\](?![:(])|\][ \t]{0,9}\n[ \t]{0,9}\[([^\[\]^\n]+)\](?![:(])"
)
_ITEM = re.compile(r"( *)([-*+]|[0-9]{1,9}\.)([ \t]+)(?=\S)")
_PARENTHESIS = re.compile(r"([ \t>]*[0-9]{1,9})\)(?=\s)")
_ELEMENTS = (
    "address|article|aside|blockquote|center|div|dl|fieldset|figure|footer|form|h[1-6]|header|iframe|main|"
    "nav|ol|p|section|table|ul|video"
)
_OPENING = re.compile(rf" {{0,3}}<(?P<name>{_ELEMENTS})\b(?![^<>]*markdown=)[^<>]*>", re.IGNORECASE)
_GAP_TAG = re.compile(
    rf"[ \t]*</?(?:{_ELEMENTS}|caption|col|colgroup|d[dt]|figcaption|img|li|source|t[dhr]"
    r"|tbody|tfoot|thead)\b",
    re.IGNORECASE,
)
_MARKS = ("]:", "</", "|")
_ANY_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]", re.MULTILINE)
_PIPE = re.compile(r"(?<!\\)\|")
_NO_ROW = re.compile(r" {0,3}(?:[-*+>:]\s|[0-9]{1,9}\.\s|#|\[\^?[^\]]*\]:|\{:)|[ \t]*$|\t| {4}")
# GFM takes a `|` in it for the end of a cell, so that it is no code.
_CODE_IN_ROW = re.compile(r"`[^`]*`")

_SHIFTED_TAG = re.compile("(?: {4}|\t)[ \t]*\U000f003c")
_HEADLESS = "\ue07c"
"""Stands in the head of a table that has none."""

_HEAD = re.compile(
    rf"<thead>\s*<tr>\s*<th[^<>]*>{_HEADLESS}</th>(?:\s*<th[^<>]*></th>)*\s*</tr>\s*</thead>\s*"
)
_MOST_OPEN = 100


def as_commonmark(text: str) -> str:
    """Return Markdown that means to CommonMark what a text means to kramdown; see `headless`."""
    if not any(mark in text for mark in _MARKS) and not _ANY_ITEM.search(text):
        return text
    scanned = scan(text)
    lines = scanned.shifted.split("\n")
    code = dict(_lines_of_code(scanned))
    if "]:" in text:
        lines = _with_references(lines)
    lines = _with_lists(lines, code)
    if "</" in text:
        lines = _with_elements(list(map(_with_tag, lines)))
    if "|" in text:
        lines = _with_tables(lines)
    return unshift("\n".join(lines))


def headless(html: str) -> str:
    """Take away the heads that `as_commonmark` gave to tables."""
    return _HEAD.sub("", html).replace(_HEADLESS, "") if _HEADLESS in html else html


def _lines_of_code(scanned: Scan) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first and the last line of each span of code that has several."""
    number, done = 0, 0
    for span in scanned.code:
        number += scanned.text.count("\n", done, span.start)
        more = scanned.text.count("\n", span.start, span.end)
        if more and span.kind is not Kind.CODE_SPAN:
            yield number, number + more
        number, done = number + more, span.end


def _with_references(lines: list[str]) -> list[str]:
    """Let the last definition of a link count, and take addresses and labels as kramdown does."""
    found = {n: match for n, line in enumerate(lines) if (match := _DEFINITION.fullmatch(line))}
    last = {_label(match[2]): match for match in found.values()}
    for number, match in found.items():
        address, title = last[_label(match[2])].group(3, 4)
        if address.count("(") != address.count(")"):
            address = address.replace("(", "\\(").replace(")", "\\)")
        lines[number] = f"{match[1]}{match[2]}]: {address}{title}"

    def joined(reference: re.Match[str]) -> str:
        label = reference[1] or reference[2]
        return f"][{label}]" if _label(label) in last else reference[0]

    return _SPACED.sub(joined, "\n".join(lines)).split("\n") if found else lines


def _label(typed: str) -> str:
    return " ".join(typed.split()).casefold()


@dataclass(frozen=True, slots=True)
class _Item:
    """An open item of a list: whether it is numbered, and the column where its content begins."""

    is_numbered: bool
    column: int


def _with_lists(lines: list[str], code: Mapping[int, int]) -> list[str]:
    """Put into an item what stands right below it, though less indented: other lists, and code.

    `1)` begins no item.
    """
    opened: list[_Item] = []
    number = 0
    while number < len(lines):
        line, end = lines[number], code.get(number, number)
        if not line.strip():
            opened = []
        elif end > number and opened and not line.startswith(" "):
            around = " " * opened[-1].column
            lines[number : end + 1] = [around + inside for inside in lines[number : end + 1]]
        elif found := _ITEM.match(line):
            lines[number] = " " * _open(opened, found) + line
        elif found := _PARENTHESIS.match(line):
            lines[number] = f"{found[1]}\\){line[found.end() :]}"
        number = end + 1
    return lines


def _open(opened: list[_Item], found: re.Match[str]) -> int:
    """Open an item; returns by how much it has to be indented more to be in the one it belongs to."""
    indent, is_numbered = len(found[1]), found[2][0].isdigit()
    around = shift = 0
    for item in opened:
        if indent < item.column:
            if item.is_numbered != is_numbered:
                around, shift = around + 1, item.column - indent
            break
        around += 1
    del opened[around:]
    if len(opened) < _MOST_OPEN:
        opened.append(_Item(is_numbered, shift + len(found[0].expandtabs(4))))
    return shift


def _with_elements(lines: list[str]) -> list[str]:
    """Let raw HTML end where its element does, and not at an empty line between tags."""
    kept: list[str] = []
    endless: set[str] = set()
    number = 0
    while number < len(lines):
        opening = None if kept and kept[-1].strip() else _OPENING.match(lines[number])
        name = opening["name"].lower() if opening else ""
        last, column = _end_of(name, lines, number) if name not in {"", *endless} else (-1, 0)
        if last < 0:
            endless.add(name)
            kept.append(lines[number])
            number += 1
            continue
        kept += _without_gaps([*lines[number:last], lines[last][:column]])
        kept += ["", lines[last][column:].strip()]
        number = last + 1
    return kept


def _with_tag(line: str) -> str:
    """Let a line be HTML that begins with a tag, and is code to CommonMark alone: it is indented."""
    return unshift(line) if _SHIFTED_TAG.match(line) else line


def _end_of(name: str, lines: list[str], start: int) -> tuple[int, int]:
    """Return the line and the column where the element ends that begins a line, a line of -1 if none."""
    depth, tags = 0, _tags(name)
    for number in range(start, len(lines)):
        for tag in tags.finditer(lines[number]) if "<" in lines[number] else ():
            depth += -1 if tag[0].startswith("</") else 1
            if depth <= 0:
                return number, tag.end()
    return -1, 0


@lru_cache(maxsize=64)
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"</?{name}\b[^<>]*>", re.IGNORECASE)


def _without_gaps(block: list[str]) -> list[str]:
    """Leave out empty lines, if a tag follows each of them: else Markdown may stand between them."""
    for above, line in pairwise(block):
        if not above.strip() and line.strip() and not _GAP_TAG.match(line):
            return block
    return [line for line in block if line.strip()]


def _with_tables(lines: list[str]) -> list[str]:
    """Give a head to tables that have none: paragraphs with a `|` in each line."""
    kept: list[str] = []
    for is_text, group in groupby(lines, lambda line: bool(line.strip())):
        block = list(group)
        has_rule = is_text and any("|" in line and is_rule(line) for line in block[:2])
        if is_text and _has_no_head(block):
            width = max(map(cells, block))
            kept.append(f"| {_HEADLESS} " + "| " * (width - 1))
            kept += [] if has_rule else ["|" + "--|" * width]
            has_rule = True
        kept += map(_with_code, block) if has_rule else block
    return kept


def _with_code(row: str) -> str:
    return _CODE_IN_ROW.sub(lambda code: _PIPE.sub(r"\\|", code[0]), row) if "`" in row else row


def _has_no_head(block: list[str]) -> bool:
    if _OPENING.match(block[0]) or any(is_rule(line) for line in block[1:]):
        return False
    return all(_PIPE.search(line) and not _NO_ROW.match(line) for line in block)
