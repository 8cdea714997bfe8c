"""Elements that pages do not show: `hidden`, `display: none`, a dialog that is not open."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.markdown.scanning.html_tags import VOID, Tag, tags
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice, spliced

_WORDS = ("hidden", "display", "<dialog")


def without_hidden(scanned: Scan) -> str:
    """Return a text, Markdown or HTML, without the elements that pages hide; code stays."""
    text = scanned.text
    if not has(text, "<"):
        return text
    lower = text.lower()
    may_hide = any(word in lower for word in _WORDS)
    return spliced(text, _cuts(scanned.masked)) if may_hide else text


def _cuts(html: str) -> Iterator[Splice]:
    """Yield each hidden element that is closed; those within it go with it."""
    opened: Tag | None = None
    depth = 0
    for tag in tags(html):
        if opened is None and tag.is_hidden and not tag.is_end and tag.name not in VOID:
            opened, depth = tag, 1
        elif opened is not None and tag.name == opened.name:
            depth += -1 if tag.is_end else 1
            if depth == 0:
                yield opened.start, tag.end, ""
                opened = None
