"""Tags on a line of their own that would keep Markdown from what they wrap, or from what follows."""

from __future__ import annotations

import re
from collections.abc import Callable

_WRAPPER = re.compile(
    r"\s*</?(?:article|aside|center|div|footer|header|main|nav|section)\b[^<>]*>\s*"
)
_BLOCK = r"(blockquote|d[dlt]|details|figcaption|figure|h[1-6]|li|ol|p|table|tbody|td|tfoot|th|thead|tr|ul)"
_TAG = re.compile(rf"</?{_BLOCK}\b[^<>]*>", re.IGNORECASE)
_BEGINS_BLOCK = re.compile(rf" {{0,3}}<{_BLOCK}\b", re.IGNORECASE)
_CLOSINGS = re.compile(rf" {{0,3}}(?:</{_BLOCK}\s*>\s*)+", re.IGNORECASE)
_HEAD = re.compile(
    rf"\s*(?:(?:</?{_BLOCK}\b[^<>]*>|<summary\b[^<>]*>(?:(?!</summary>).)*</summary>)\s*)+",
    re.IGNORECASE | re.DOTALL,
)
_MAX_OPENED = 50
_VOID = re.compile(r"(?: {0,3}<(?:br|hr|img)\b[^<>]*>\s*)+")


def unwrap(lines: list[str]) -> list[str]:
    """Return lines without those that hold nothing but such a tag; code must be stashed away."""
    return ["" if "<" in line and _WRAPPER.fullmatch(line) else line for line in lines]


def set_apart(lines: list[str]) -> list[str]:
    """Put an empty line between a block of tags that wrap nothing and the Markdown right below it.

    CommonMark (section 4.6) takes all lines from such tags to the next empty one for HTML.
    """
    apart: list[str] = []
    above, tags = "", False
    for line in lines:
        if tags and line.strip() and not line.lstrip().startswith("<"):
            apart.append("")
        tags = "<" in line and not above.strip() and _VOID.fullmatch(line) is not None
        apart.append(line)
        above = line
    return apart


def open_blocks(lines: list[str], keep: Callable[[str], str]) -> list[str]:
    """Keep tags apart from the Markdown that follows them after an empty line, up to their ends.

    CommonMark (section 4.6) ends HTML at the next empty line, Python-Markdown where it is closed.
    `keep` returns what stands for HTML in the text; code must be stashed away.
    """
    if not any("<" in line and _BEGINS_BLOCK.match(line) for line in lines):
        return lines
    out: list[str] = []
    opened: list[str] = []
    number = 0
    while number < len(lines):
        line, end = lines[number], number + 1
        if "<" in line and _BEGINS_BLOCK.match(line):
            while end < len(lines) and lines[end].strip():
                end += 1
            head = "\n".join(lines[number:end])
            names = _left_open(head)
            deep = len(opened) + len(names) > _MAX_OPENED
            if names and not deep and _HEAD.fullmatch(head) and _is_markdown(lines, end, names):
                out += ["", _indent(line) + keep(head.strip()), ""]
                opened += names
            else:
                out += lines[number:end]
        elif opened and _CLOSINGS.fullmatch(line) and (left := _closed(line, opened)) is not None:
            out += ["", _indent(line) + keep(line.strip()), ""]
            opened = left
        else:
            out.append(line)
        number = end
    return out


def _left_open(html: str) -> list[str]:
    """Name the blocks that HTML opens and does not close, the outermost first, of too many some."""
    opened: list[str] = []
    for tag in _TAG.finditer(html):
        if len(opened) > _MAX_OPENED:
            break
        name = tag[1].lower()
        if not tag[0].startswith("</"):
            opened.append(name)
        elif name in opened:
            del opened[_last(name, opened) :]
    return opened


def _closed(line: str, opened: list[str]) -> list[str] | None:
    """Return what closing tags leave open, None where one closes nothing that is."""
    left = list(opened)
    for tag in _TAG.finditer(line):
        name = tag[1].lower()
        if name not in left:
            return None
        del left[_last(name, left) :]
    return left


def _last(name: str, names: list[str]) -> int:
    return len(names) - 1 - names[::-1].index(name)


def _is_markdown(lines: list[str], start: int, opened: list[str]) -> bool:
    """Tell whether Markdown follows tags: after an empty line, neither code nor, but in details, HTML."""
    rest = (lines[number] for number in range(start, len(lines)))
    following = next((line for line in rest if line.strip()), "    ")
    return not following.startswith("    ") and (
        "details" in opened or not following.lstrip().startswith("<")
    )


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
