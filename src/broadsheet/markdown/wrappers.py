"""Tags on a line of their own that would keep what they wrap, or what follows, from being Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadsheet.markdown.signs import has

_WRAPPER = re.compile(
    r"\s*</?(?:article|aside|center|div|footer|header|main|nav|section)\b[^<>]*>\s*"
)
_HIDES = re.compile(r"\bhidden\b|display\s*:\s*none", re.IGNORECASE)
_IS_HTML = re.compile(r"[ ]{0,3}</?[A-Za-z!]|[ ]{4}|[ ]{0,3}\t")
_LINE_OF_TAG = re.compile(
    r"^[ \t]*</?(?:article|aside|br|center|div|footer|header|hr|img|main|nav|section)\b",
    re.MULTILINE | re.IGNORECASE,
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
_APART = "<!-- -->"
"""Stands for a wrapper above code, which would otherwise belong to a list above the wrapper.

One that is indented is in the item, and so is what follows it.
"""

_VOID = re.compile(r" {0,3}(?:<(?:br|img)\b[^<>]*>\s*|(?:<hr\b[^<>]*>\s*)+)")


def may_have_tags(text: str) -> bool:
    """Return whether a text may have lines that `unwrap` or `set_apart` changes."""
    return has(text, "<") and _LINE_OF_TAG.search(text) is not None


def unwrap(lines: list[str]) -> list[str]:
    """Return the lines without those that consist of a wrapper's tag; no line may be code.

    If HTML follows, or what Markdown would read as code, the whole block up to the next empty line
    stays, since it is HTML (CommonMark, section 4.6).
    """
    if any(_HIDES.search(line) for line in lines if "<" in line and _WRAPPER.fullmatch(line)):
        return lines  # Hidden elements are removed with their content.
    kept = list(lines)
    number = 0
    while number < len(lines):
        if "<" not in lines[number] or not _WRAPPER.fullmatch(lines[number]):
            number += 1
            continue
        start = number
        while number < len(lines) and lines[number].strip():
            number += 1
        block = lines[start:number]
        wrappers = [_WRAPPER.fullmatch(line) is not None for line in block]
        others = (line for line, is_one in zip(block, wrappers, strict=True) if not is_one)
        if not any(_IS_HTML.match(line) for line in others):
            left = _APART if _following(lines, number).startswith(("    ", "\t")) else ""
            for offset, is_one in enumerate(wrappers):
                if is_one:
                    kept[start + offset] = "" if block[offset][:1].isspace() else left
    return kept


def _following(lines: list[str], number: int) -> str:
    """Return the first line with words from a number on, "" if there is none."""
    return next((lines[n] for n in range(number, len(lines)) if lines[n].strip()), "")


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
    `keep` returns what stands for HTML in the text; no line may be code.
    """
    if not any("<" in line and _BEGINS_BLOCK.match(line) for line in lines):
        return lines
    out: list[str] = []
    opened: list[str] = []
    number = 0
    while number < len(lines):
        line, end = lines[number], number + 1
        if "<" not in line:
            out.append(line)
        elif _BEGINS_BLOCK.match(line):
            while end < len(lines) and lines[end].strip():
                end += 1
            head = "\n".join(lines[number:end])
            names = _left_open(head, [])
            deep = len(opened) + len(names) > _MAX_OPENED
            if names and not deep and _is_head(head, names) and _is_markdown(lines, end, names):
                out += ["", _indent(line) + keep(head.strip()), ""]
                opened += names
            else:
                end = _end(lines, end, names)
                out += lines[number:end]
                opened = _left_open("\n".join(lines[number:end]), opened)
        else:
            left = _closed(line, opened)
            is_end = len(left) < len(opened) and _CLOSINGS.fullmatch(line)
            out += ["", _indent(line) + keep(line.strip()), ""] if is_end else [line]
            opened = left
        number = end
    return out


def _is_head(html: str, opened: list[str]) -> bool:
    """Return whether HTML holds tags alone; of details it may be the beginning, too."""
    return "details" in opened or _HEAD.fullmatch(html) is not None


def _end(lines: list[str], end: int, opened: list[str]) -> int:
    """Return where HTML ends that Python-Markdown takes for one block: where its tags are closed."""
    while opened and end < len(lines):
        opened = _left_open(lines[end], opened)
        end += 1
    return end


def _left_open(html: str, opened: list[str]) -> list[str]:
    """Name the blocks that are open after HTML, the outermost first, of too many some."""
    left = list(opened)
    for tag in _TAG.finditer(html):
        if len(left) > _MAX_OPENED:
            break
        name = tag[1].lower()
        if not tag[0].startswith("</"):
            left.append(name)
        elif name in left:
            del left[_last(name, left) :]
    return left


def _closed(line: str, opened: list[str]) -> list[str]:
    """Return what a line's closing tags leave open."""
    closing = (tag[1].lower() for tag in _TAG.finditer(line) if tag[0].startswith("</"))
    left = list(opened)
    for name in closing:
        if name in left:
            del left[_last(name, left) :]
    return left


def _last(name: str, names: list[str]) -> int:
    return len(names) - 1 - names[::-1].index(name)


def _is_markdown(lines: list[str], start: int, opened: list[str]) -> bool:
    """Return whether Markdown follows tags: after an empty line, neither code nor, but in details, HTML."""
    following = _following(lines, start) or "    "
    return not following.startswith("    ") and (
        "details" in opened or not following.lstrip().startswith("<")
    )


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
