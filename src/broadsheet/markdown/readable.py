"""Markdown as pages have it → what reads well in a feed: no title twice, no marks of contents."""

from __future__ import annotations

import re

from broadsheet.markdown.scanner import scan
from broadsheet.markdown.summaries import inline_text

_CONTENTS = re.compile(r"^ {0,3}(?:\[TOC\]|\[\[_?TOC_?\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE)
_TITLE = re.compile(
    r"\s*?^# +(?P<hash>[^\n]*)\n?|\s*?^(?P<line>[^\n#][^\n]*)\n=+ *(?:\n|\Z)", re.MULTILINE
)
_ATTRIBUTES = re.compile(r"\{[^{}]*\}")


def readable(text: str, title: str) -> str:
    """Return an article's Markdown without what readers see beside it or cannot use.

    It drops a first heading that repeats the title, and marks for a table of contents.
    """
    text = _without_title(text, title)
    if "toc" in text.lower() and _CONTENTS.search(text):
        text = scan(text).sub(_CONTENTS, lambda _: "")
    return text


def _without_title(text: str, title: str) -> str:
    beginning = text[:2000].lstrip()
    if not beginning.startswith("# ") and "\n=" not in beginning:
        return text
    heading = _TITLE.match(text)
    if heading is None:
        return text
    words = (heading["hash"] or heading["line"] or "").strip().rstrip("#")
    is_title = inline_text(_ATTRIBUTES.sub("", words), of_body=True) == inline_text(title)
    return text[heading.end() :] if is_title else text
