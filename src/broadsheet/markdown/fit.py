"""Counts the articles of a site that depend on which converter reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.python_markdown.converter import PythonMarkdown

_TAG = re.compile(r"<(/?[a-z0-9]++)[^<>]*>")
_SAME = re.compile(r"</?(?:div|section|span|t(?:able|head|body|r|[dh])|label|input|hr)>|\s+")
_WITHOUT_WORDS = re.compile(r"<p>((?:<(?!/?p>)[^<>]*>|\s)*)</p>")
"""A paragraph around pictures alone, which raw HTML has with Python-Markdown and not with comrak."""

_LONGEST = 50_000


def read_otherwise(bodies: Iterable[str]) -> int:
    """Count the bodies that Python-Markdown and comrak show with other words, blocks or emphasis."""
    converters = PythonMarkdown(), CommonMark()

    def differs(body: str) -> bool:
        try:
            first, second = (_shown(each.convert(body, "")[0]) for each in converters)
        except ValueError:
            return True
        return first != second

    return sum(differs(body) for body in bodies if len(body) <= _LONGEST)


def _shown(html: str) -> str:
    """Return the words and tag names of HTML, without differences that look the same."""
    bare = _WITHOUT_WORDS.sub(r"\1", _TAG.sub(r"<\1>", html))
    return _SAME.sub("", unescape(bare))
