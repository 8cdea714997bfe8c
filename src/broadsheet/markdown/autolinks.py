"""Bare URLs that become links: where they end."""

from __future__ import annotations

import re

_FULL_WIDTH = "，。；：！？、（）《》「」『』【】“”‘’…"
_AUTOLINK = re.compile(rf'<a href="[^"]*">((?:https?://|www\.)[^<]*?)([{_FULL_WIDTH}][^<]*)</a>')
_UNCLOSED = re.compile(
    r'<a href="([^"]*)">((?:https?://|www\.)[^<]*\([^<)]*)</a>'
    rf"(\)(?:[^\s<>(){_FULL_WIDTH}]*[\w/#=&%+-])?)"
)


def mend_ends(html: str) -> str:
    """Let links that show their own URL end where it ends.

    That is where full-width punctuation begins, since Chinese and Japanese have no spaces (GFM,
    section 6.9, knows ASCII punctuation only), and not before the parenthesis that closes one of
    its own, as in `https://en.wikipedia.org/wiki/Atom_(web_standard)`.
    """
    if 'href="http' not in html:
        return html
    return _UNCLOSED.sub(r'<a href="\1\3">\2\3</a>', _AUTOLINK.sub(_shortened, html))


def _shortened(match: re.Match[str]) -> str:
    url = match[1]
    target = url if url.startswith("http") else f"http://{url}"
    return f'<a href="{target}">{url}</a>{match[2]}'
