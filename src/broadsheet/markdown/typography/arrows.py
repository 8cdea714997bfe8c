"""Arrows as authors type them (`->`, `<=`) → arrows."""

from __future__ import annotations

import re

from broadsheet.markdown.html.in_text import in_text

_SHOWN = {
    "-&gt;": "→",
    "--&gt;": "⇒",
    "=&gt;": "⇒",
    "==&gt;": "⇒",
    "&lt;-": "←",
    "&lt;--": "⇐",
    "&lt;=": "⇐",
    "&lt;==": "⇐",
    # Two or three hyphens that have become dashes.
    "–&gt;": "⇒",
    "—&gt;": "-⇒",
    "&lt;–": "⇐",
    "&lt;—": "⇐-",
}
_ARROW = re.compile("(?:-{1,2}|={1,2}|[–—])&gt;|&lt;(?:-{1,2}|={1,2}|[–—])")


def with_arrows(html: str) -> str:
    """Return HTML with arrows in its text, outside of code.

    Dashes in it are hyphens that the author typed; his own dashes are set aside.
    """
    if not _ARROW.search(html):
        return html
    return in_text(html, lambda text: _ARROW.sub(lambda arrow: _SHOWN[arrow[0]], text))
