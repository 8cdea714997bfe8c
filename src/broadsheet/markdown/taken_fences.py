"""Fenced code of engines that take it out before their converter sees the text → fenced code of CommonMark.

A block ends at exactly the fence it began with, its lines may begin anywhere, and one that seems to be
empty goes on to the next such fence (before_post_render/backtick_code_block.ts of the engine that does so).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from broadsheet.markdown.signs import has

_QUOTED = r"(?:[ \t]*>){0,3}"
_OPENING = re.compile(
    rf"(?P<before>(?:{_QUOTED}|[-*+]|[0-9]{{1,9}}\.)[ \t]*)(?P<fence>`{{3,}}|~{{3,}})(?P<words>.*)"
)
_CLOSING = re.compile(rf"{_QUOTED}[ \t]*(?P<fence>`{{3,}}|~{{3,}})[ \t]?")
_RUN = re.compile(r"[ \t>]*(`{3,}|~{3,})")


def as_fenced(text: str) -> str:
    """Write the blocks of code so that CommonMark finds the same ones, as far indented as their fences."""
    if not has(text, "```", "~~~"):
        return text
    return "\n".join(_rewritten(text.split("\n")))


def _rewritten(lines: Sequence[str]) -> Iterator[str]:
    ends = _closings(lines)
    done = 0
    for number, line in enumerate(lines):
        if number < done:
            continue
        opening = _OPENING.fullmatch(line)
        is_fence = opening is not None and not opening["words"].rstrip().endswith("`")
        end = _end(ends.get(opening["fence"], ()), number) if opening and is_fence else 0
        if opening and end:
            done = end + 1
            yield from _block(opening, lines[number + 1 : end])
        else:
            yield line


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


def _block(opening: re.Match[str], code: Sequence[str]) -> Iterator[str]:
    before, words = opening["before"], opening["words"]
    sign = "~" if "`" in words else opening["fence"][0]
    inside = (run[1] for line in code if (run := _RUN.match(line)) and run[1][0] == sign)
    fence = sign * max(len(opening["fence"]), *(len(run) + 1 for run in inside), 3)
    indent = before if ">" in before or not before.strip() else " " * len(before)
    yield f"{before}{fence}{words}"
    yield from _aligned(code, indent)
    yield f"{indent}{fence}"


def _aligned(code: Sequence[str], indent: str) -> Sequence[str]:
    """Indent or quote lines so far; of a quotation only those that are not quoted."""
    if ">" in indent:
        return [line if line.lstrip().startswith(">") else indent + line for line in code]
    is_aligned = all(line.startswith(indent) or not line.strip() for line in code)
    return code if is_aligned else [indent + line for line in code]
