"""Highlighted words, `==words==` → `<mark>`, as far as one piece of text has both marks.

Their quotes and dashes stay as typed: the words are HTML before quotes are looked for.
"""

from __future__ import annotations

import re

from broadsheet.markdown.html.in_text import in_text

_MARKED = re.compile(r"==([^=]+)==")
_TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."})


def with_highlights(html: str, *, is_smart: bool) -> str:
    """Return HTML in which words between `==` are marked; other elements within them keep the signs.

    With `is_smart`, curly quotes and dashes in it are what the author did not type.
    """

    def marked(words: re.Match[str]) -> str:
        return f"<mark>{words[1].translate(_TYPED) if is_smart else words[1]}</mark>"

    return in_text(html, lambda text: _MARKED.sub(marked, text)) if "==" in html else html
