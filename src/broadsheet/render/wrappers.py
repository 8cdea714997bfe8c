"""Tags on a line of their own that would keep Markdown from what they wrap, or from what follows."""

from __future__ import annotations

import re

_WRAPPER = re.compile(
    r"\s*</?(?:article|aside|center|div|footer|header|main|nav|section)\b[^<>]*>\s*"
)
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
