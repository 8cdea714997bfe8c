"""Bare URLs amid Chinese or Japanese text, which has no spaces for them to end at."""

from __future__ import annotations

import re

_AUTOLINK = re.compile(
    r'<a href="[^"]*">((?:https?://|www\.)[^<]*?)([，。；：！？、（）《》「」『』【】“”‘’…][^<]*)</a>'
)


def end_at_punctuation(html: str) -> str:
    """Let links that show their own URL end where full-width punctuation begins.

    GitHub's rule for their end (GFM, section 6.9) knows ASCII punctuation only.
    """
    return _AUTOLINK.sub(_shortened, html) if 'href="http' in html else html


def _shortened(match: re.Match[str]) -> str:
    url = match[1]
    target = url if url.startswith("http") else f"http://{url}"
    return f'<a href="{target}">{url}</a>{match[2]}'
