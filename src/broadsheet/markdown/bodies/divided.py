"""A summary's end (`<!--more-->`) that stands between blocks, wherever it was typed.

Source: pageparser/pagelexer.go and page__content.go of the engine that does so (0.168): the first one
becomes a paragraph of its own, which is taken out later.
"""

from __future__ import annotations

from broadsheet.markdown.scanning.scanner import scan

_MORE = "<!--more-->"


def divided(text: str) -> str:
    """Return a text whose first `<!--more-->` outside of code has empty lines around it."""
    at = text.find(_MORE)
    if at < 0 or scan(text).is_code(at):
        return text
    before, after = text[:at], text[at + len(_MORE) :]
    return f"{before}\n\n{_MORE}\n\n{after}"
