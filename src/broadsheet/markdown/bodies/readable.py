"""Markdown as pages have it → what reads well in a feed: no title twice, no marks of contents."""

from __future__ import annotations

import re

from broadsheet.markdown.html.in_text import words_of
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import signs
from broadsheet.markdown.summaries import inline_text

_CONTENTS = re.compile(r"^ {0,3}(?:\[TOC\]|\[\[_?TOC_?\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE)
_MAY_BE_CONTENTS = re.compile(r"^\[(?:\[_?_?\])?\]\t*$", re.MULTILINE)
"""Matches the signs of a line that `_CONTENTS` matches."""

_HEADING = re.compile(
    r"(?P<pictures>(?:\s*<(?:img|/?(?:a|figure|p|picture|source)\b)[^<>]*>)*)\s*"
    r"<h1[^<>]*>(?P<words>(?:[^<]|<(?!/?h1\b))*)</h1>\s*"
)


def readable(text: str, title: str) -> str:
    """Return an article's Markdown without what readers see beside it or cannot use.

    It drops a first heading that repeats the title, and marks for a table of contents.
    """
    text = _without_title(text, title)
    return scan(text).sub(_CONTENTS, lambda _: "") if _MAY_BE_CONTENTS.search(signs(text)) else text


def _without_title(text: str, title: str) -> str:
    beginning = text[:2000].lstrip()
    if not beginning.startswith("# ") and "\n=" not in beginning:
        return text
    end = text.find("\n\n", len(text) - len(text.lstrip()))
    scanned = scan(text if end < 0 else text[:end])
    first = next(scanned.each_block(), None)
    if first is None or first.level != 1 or text[: first.start].strip():
        return text
    words = inline_text(scanned.words_of(first), of_body=True)
    return text[first.end :].lstrip("\n") if _is_title(words, title) else text


def without_title(html: str, title: str) -> str:
    """Return sanitised HTML without a first heading that repeats the title; pictures may stand above it."""
    heading = _HEADING.match(html) if "<h1" in html else None
    words = " ".join(words_of(heading["words"]).split()) if heading else ""
    if heading is None or not _is_title(words, title):
        return html
    pictures = heading["pictures"].strip()
    return (f"{pictures}\n" if pictures else "") + html[heading.end() :]


def _is_title(words: str, title: str) -> bool:
    """Return whether a heading's words are the title, in capital letters or small ones."""
    return words.casefold() == inline_text(title).casefold()
