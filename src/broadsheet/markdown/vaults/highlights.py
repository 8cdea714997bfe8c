"""Highlighted words, `==words==` → `<mark>`, as far as one piece of text has both marks.

Their quotes and dashes stay as typed: the words are HTML before quotes are looked for.
"""

from __future__ import annotations

import re

from broadsheet.markdown.html.in_text import in_text

_MARKED = re.compile(r"==([^=]+)==")
_TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."})


def with_highlights(html: str) -> str:
    """Return HTML in which words between `==` are marked; other elements within them keep the signs."""
    return in_text(html, lambda text: _MARKED.sub(_mark, text)) if "==" in html else html


def _mark(words: re.Match[str]) -> str:
    return f"<mark>{words[1].translate(_TYPED)}</mark>"
