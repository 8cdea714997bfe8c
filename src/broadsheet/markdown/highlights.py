"""Highlighted words, `==words==` → `<mark>`, as far as one piece of text has both marks."""

from __future__ import annotations

import re

from broadsheet.markdown.in_text import in_text

_MARKED = re.compile(r"==([^=]+)==")


def with_highlights(html: str) -> str:
    """Return HTML in which words between `==` are marked; other elements within them keep the signs."""
    return (
        in_text(html, lambda text: _MARKED.sub(r"<mark>\1</mark>", text)) if "==" in html else html
    )
