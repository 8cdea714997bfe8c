"""Bare URLs that marked makes links of and comrak does not: `http://localhost`, `从www.example.org/a`.

Source: `url`, `text` and `_backpedal` in src/rules.ts of marked 15.0, `url` in its src/Tokenizer.ts. The
host of a URL needs no dot, and may have `_` anywhere; `www.` may stand behind any letter outside ASCII;
and a bracket may be open before a URL, as in `["https://example.org"]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.commonmark.linkify import without_links
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.spans import span_at
from broadsheet.markdown.scanning.splices import Splice, spliced

_START = re.compile(
    r"https?://(?:[a-z0-9-]+(?![\w.-])|[\w-]*_[\w.-]|[a-z0-9-]+\.[a-z0-9.-]*_)"
    r"|(?<![\w\s(*~/.@\\-])(?<=.)www\.(?=[a-z0-9-])",
    re.IGNORECASE | re.ASCII,
)
"""The beginning of what only marked takes for a URL (comrak wants a dot, and a space before `www.`)."""

_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[a-z0-9-][^\s<>*`\[\]\\]*", re.IGNORECASE | re.ASCII)
_MARKS = "?!.,:;*_'\"~"
"""Punctuation that belongs to no URL at its end."""


def with_urls(text: str) -> str:
    """Return Markdown that makes such URLs links, outside of code, links and tags."""
    has_some = _START.search(text) or ("[" in text and _SCHEME.search(text))
    return spliced(text, _urls(scan(text))) if has_some else text


def _urls(scanned: Scan) -> Iterator[Splice]:
    text = scanned.text
    shown = without_links(scanned)
    done = 0
    for at in sorted({*_starts(_START, shown), *_starts(_SCHEME, shown)}):
        block = span_at(scanned.texts, at)
        if at < done or not block:
            continue
        found = _URL.match(text, at, block.end)
        # Behind `](` an address stands, which may have what comrak takes for the end (open_parentheses).
        is_behind_bracket = shown.rfind("[", block.start, at) >= 0 and shown[at - 2 : at] != "]("
        if found and (is_behind_bracket or _START.match(shown, at)):
            url = _without_end(found[0])
            done = at + len(url)
            yield at, done, f"[{url}](http://{url})" if url[:4].lower() == "www." else f"<{url}>"


def _starts(start: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.start() for found in start.finditer(text))


def _without_end(url: str) -> str:
    """Take away the punctuation behind a URL, and parentheses that do not belong together."""
    opened, closed = url.count("("), url.count(")")
    if opened > closed:
        url = url[: url.rfind("(")]
    while url and (url[-1] in _MARKS or (url[-1] == ")" and closed > opened)):
        closed -= url[-1] == ")"
        url = url[:-1]
    return url
