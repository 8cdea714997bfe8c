"""Protects the HTML of shortcodes in Markdown: to the converter it is a word.

So it stays in its list, quotation or cell, and where raw HTML is dropped.
"""

from __future__ import annotations

import re

_PLANE = 0xF1000
_HIDE = {code: chr(_PLANE + code) for code in range(0x80)}
_SHOW = {_PLANE + code: chr(code) for code in range(0x80)}
TAG = _HIDE[ord("<")]
"""What is hidden has one: it is HTML."""

_BLOCK_MARK = chr(_PLANE + 0x1E)
_MARKED = re.compile(f"<p>{_BLOCK_MARK}([^<]*)</p>")
_ALONE = re.compile("<p>(\U000f103c[^<]*)</p>")
_IN_COMMENT = re.compile(f"<!--({TAG}[^<>]*)-->")
_BLOCK = re.compile(
    r"</?(?:blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|table|ul|video)[\s>]", re.IGNORECASE
)


def hide(html: str) -> str:
    """Write HTML in characters without a meaning in Markdown; the space around it stays."""
    inner = html.strip()
    before, _, after = html.partition(inner)
    return before + inner.translate(_HIDE) + after


def hide_block(html: str) -> str:
    """Hide HTML that is a block, whatever it begins with; it is to stand between empty lines."""
    return _BLOCK_MARK + html.strip().translate(_HIDE)


def hide_in_comment(html: str) -> str:
    """Hide HTML as a comment, which is in no paragraph where it stands alone on its line."""
    return f"<!--{html.strip().translate(_HIDE)}-->"


def show(html: str) -> str:
    """Restore what was hidden; blocks lose the paragraph around them."""
    if TAG not in html:
        return html
    if _BLOCK_MARK in html:
        html = _MARKED.sub(r"\1", html).replace(_BLOCK_MARK, "")
    html = _IN_COMMENT.sub(r"\1", html) if "<!--" in html else html
    return _ALONE.sub(_unwrap, html).translate(_SHOW)


def typed(text: str) -> str:
    """Return a text whose hidden HTML is HTML again."""
    return text.translate(_SHOW)


def _unwrap(paragraph: re.Match[str]) -> str:
    return paragraph[1] if _BLOCK.match(paragraph[1].translate(_SHOW)) else paragraph[0]
