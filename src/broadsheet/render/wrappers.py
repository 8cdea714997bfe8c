"""Tags that only wrap: on a line of their own they would keep Markdown from their content."""

from __future__ import annotations

import re

_WRAPPER = re.compile(
    r"\s*</?(?:article|aside|center|div|footer|header|main|nav|section)\b[^<>]*>\s*"
)


def unwrap(lines: list[str]) -> list[str]:
    """Return lines without those that hold nothing but such a tag; code must be stashed away."""
    return ["" if "<" in line and _WRAPPER.fullmatch(line) else line for line in lines]
