"""Rules for Markdown that does not become what its author meant."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from broadsheet.checks.content.book import ARTICLE
from broadsheet.checks.content.page import Page
from broadsheet.checks.rule import Fault

_STRONG = re.compile(r"\*\*(?=[^\s*])(?:[^*]|\*(?!\*))*?(?<=[^\s*])\*\*(?!\*)")
# A ** between two spaces is an operator; a ## counts only where a heading could begin.
_LITERAL = re.compile(
    r"(?<![\\*\s])\*\*(?!\*)|(?<![\\*])\*\*(?![*\s])|(?m:(?<=^[>*|+-] )|(?<=^\*\*))#{2,6}(?= )"
)
_MEANT = re.compile(r"([\"'])[!-~]{0,40}?(?:\*\*|#{2,6})[!-~]{0,40}?\1|[“‘「](?:\*\*|#{2,6})[”’」]")
"""Signs that a text speaks of, and patterns for paths."""

_SUSPICIOUS = ("**", "> ##", "* ##", "**##", "| ##", "+ ##", "- ##")
"""What a body with a literal sign holds: to look for it is much faster than the pattern."""
_TAG_OR_CODE = re.compile(r"<(pre|code)\b.*?</\1>|<[^>]*>", re.DOTALL)
_RAW_BLOCK = re.compile(
    r" {0,3}<(?:p|table|details|ul|ol|li|blockquote|figure|h[1-6]|dl)\b", re.IGNORECASE
)
_MARKDOWN = re.compile(r"\*\*[^\s*][^*\n]*\*\*|(?<!!)\[[^\[\]\n]+\]\([^()\s]+\)|\[\^\w+\](?!:)")


@ARTICLE.warning(
    "markup-literal",
    why="Readers see the bare signs, ** or ##, instead of bold text or a heading.",
    bad="---\nThis is ** not bold** at all.",
    good="---\nThis is **bold** indeed.",
)
def markup_literal(page: Page) -> Iterator[Fault]:
    """Find `**` and `##` that reach readers as they are, one a paragraph.

    What looks suspicious in the source is confirmed by rendering the paragraph.
    """
    bare = _STRONG.sub("x", page.prose)
    if not any(sign in bare for sign in _SUSPICIOUS):
        return
    for start, block in page.paragraphs:
        if not _RAW_BLOCK.match(block):
            sign = _odd_sign(block)
            if sign and sign[0] in _shown(page, start, block):
                message = f"{sign[0]} is shown as it is; leave no space inside a pair of signs"
                yield Fault(message, page.at(start + sign.start(), len(sign[0])))


def _odd_sign(block: str) -> re.Match[str] | None:
    """Find the first sign that is part of no pair and begins no heading."""
    without = _STRONG.sub(_crossed_out, _MEANT.sub(_crossed_out, block))
    return _LITERAL.search(without)


def _crossed_out(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _shown(page: Page, start: int, block: str) -> str:
    """Return the text that readers see of a block, code left aside."""
    body = textwrap.dedent(page.body[start : start + len(block)])
    html = page.site.renderer.render(replace(page.article, text=lambda: body)).html
    return _TAG_OR_CODE.sub(" ", html)


@ARTICLE.warning(
    "markup-swallowed",
    why="Markdown inside an HTML block is not read: readers see its signs.",
    bad="---\n<p>\nThis is **not bold**.\n</p>",
    good="---\n<p>This is <b>bold</b>.</p>",
)
def markup_swallowed(page: Page) -> Iterator[Fault]:
    """Find Markdown that an HTML block keeps from being read, confirmed by rendering."""
    for start, block in page.paragraphs:
        match = _swallowed(page, block) if _RAW_BLOCK.match(block) else None
        if match and match[0] in _shown(page, start, block):
            message = f"{match[0]} is not read inside HTML; leave a blank line before it"
            yield Fault(message, page.at(start + match.start(), len(match[0])))


def _swallowed(page: Page, block: str) -> re.Match[str] | None:
    """Find the first Markdown of a block; a mark without a footnote is a pattern that it explains."""
    found = _MARKDOWN.finditer(block)
    return next((m for m in found if m[0][:2] != "[^" or f"{m[0]}:" in page.body), None)
