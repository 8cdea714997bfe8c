"""Fenced code of engines that take it out before their converter sees the text → fenced code of CommonMark.

A block ends at exactly the fence it began with, its lines may begin anywhere, and one that seems to be
empty goes on to the next such fence (before_post_render/backtick_code_block.ts of the engine that does so).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind

_QUOTED = r"(?:[ \t]*>){0,3}"
_OPENING = re.compile(
    rf"(?P<before>(?:{_QUOTED}|[-*+]|[0-9]{{1,9}}\.)[ \t]*)(?P<fence>`{{3,}}|~{{3,}})(?P<words>.*)"
)
_CLOSING = re.compile(rf"{_QUOTED}[ \t]*(?P<fence>`{{3,}}|~{{3,}})[ \t]?")
_RUN = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_CODE_INDENT = 4
"""Columns by which CommonMark's indented code is indented (section 4.4)."""


class _Block(NamedTuple):
    """A block of code: the numbers of the lines that open and close it, and what its first one holds."""

    start: int
    end: int
    before: str
    fence: str
    words: str

    @property
    def is_bare(self) -> bool:
        """Return whether it stands right behind what would be the mark of an item, were there a space."""
        return self.before.strip() == self.before != "" and not self.before.endswith(">")

    @property
    def indent(self) -> int:
        """Return the columns of white space before it, 0 behind a mark."""
        return 0 if self.before.strip() else len(self.before.expandtabs(_CODE_INDENT))


def as_fenced(text: str, *, of_items: bool = True) -> str:
    """Write the blocks of code so that CommonMark finds the same ones, as far indented as their fences.

    Without `of_items`, code right behind the mark of an item stays as it is.
    It does not find those that are indented like code, which are moved to the left.
    """
    if not has(text, "```", "~~~"):
        return text
    lines = text.split("\n")
    blocks = tuple(_blocks(lines, of_items=of_items))
    shown = _written(lines, blocks)
    deep = [block for block in blocks if block.indent >= _CODE_INDENT]
    if not deep:
        return shown
    fenced = frozenset(_fenced_lines(shown))
    bare = [block.start for block in blocks if block.is_bare]  # Each takes a line more.
    lost = [b.start for b in deep if b.start + bisect_right(bare, b.start) not in fenced]
    return _written(lines, blocks, frozenset(lost)) if lost else shown


def _fenced_lines(text: str) -> Iterator[int]:
    """Yield the numbers of the lines at which CommonMark finds fenced code."""
    number = done = 0
    for span in scan(text).code:
        number += text.count("\n", done, span.start)
        done = span.start
        if span.kind is Kind.FENCED:
            yield number


def _blocks(lines: Sequence[str], *, of_items: bool) -> Iterator[_Block]:
    ends = _closings(lines)
    done = 0
    for number, line in enumerate(lines):
        opening = _OPENING.fullmatch(line) if number >= done else None
        if opening is None or opening["words"].rstrip().endswith("`"):
            continue
        if not of_items and opening["before"].strip(" \t>"):
            continue
        if end := _end(ends.get(opening["fence"], ()), number):
            done = end + 1
            yield _Block(number, end, *opening.group("before", "fence", "words"))


def _closings(lines: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Return the lines that may end a block, by their fences."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if closing := _CLOSING.fullmatch(line):
            found.setdefault(closing["fence"], []).append(number)
    return found


def _end(ends: Sequence[int], start: int) -> int:
    """Return the line that ends the block of a line, 0 if none does.

    The next line does only if no other one can.
    """
    later = bisect_right(ends, start + 1)
    if later < len(ends):
        return ends[later]
    return start + 1 if later and ends[later - 1] == start + 1 else 0


def _written(lines: Sequence[str], blocks: Sequence[_Block], deep: Container[int] = ()) -> str:
    """Return the lines with the blocks written anew, line by line; `deep` ones are less indented."""
    shown = list(lines)
    for block in reversed(blocks):
        code = lines[block.start + 1 : block.end]
        before = " " * (block.indent - _CODE_INDENT) if block.start in deep else block.before
        mark = [f"{before[:-1]}\\{before[-1]}"] if block.is_bare else []
        fenced = _with_fences(block._replace(before="" if mark else before), code)
        shown[block.start : block.end + 1] = [*mark, *fenced]
    return "\n".join(shown)


def _with_fences(block: _Block, code: Sequence[str]) -> Iterator[str]:
    sign = "~" if "`" in block.words else block.fence[0]
    inside = (run[1] for line in code if (run := _RUN.match(line)) and run[1][0] == sign)
    fence = sign * max(len(block.fence), *(len(run) + 1 for run in inside), 3)
    is_mark = block.before.strip() and ">" not in block.before
    indent = " " * len(block.before) if is_mark else block.before
    yield f"{block.before}{fence}{block.words}"
    yield from _aligned(code, indent)
    yield f"{indent}{fence}"


def _aligned(code: Sequence[str], indent: str) -> Sequence[str]:
    """Indent or quote lines so far; of a quotation only those that are not quoted."""
    if ">" in indent:
        return [line if line.lstrip().startswith(">") else indent + line for line in code]
    is_aligned = all(line.startswith(indent) or not line.strip() for line in code)
    return code if is_aligned else [indent + line for line in code]
