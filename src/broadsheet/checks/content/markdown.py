"""Rules for Markdown that does not become what its author meant."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from broadsheet.checks.content.pages import ARTICLE_RULES, ArticlePage
from broadsheet.errors import Problem

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


@ARTICLE_RULES.warning(
    "markup-literal",
    why="Readers see the bare signs, ** or ##, instead of bold text or a heading.",
    bad="---\nThis is ** not bold** at all.",
    good="---\nThis is **bold** indeed.",
)
def markup_literal(page: ArticlePage) -> Iterator[Problem]:
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
                yield page.at(start + sign.start(), len(sign[0])).problem(message)


def _odd_sign(block: str) -> re.Match[str] | None:
    """Find the first sign that is part of no pair and begins no heading."""
    without = _STRONG.sub(_crossed_out, _MEANT.sub(_crossed_out, block))
    return _LITERAL.search(without)


def _crossed_out(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _shown(page: ArticlePage, start: int, block: str) -> str:
    """Return the text that readers see of a block, code left aside."""
    body = textwrap.dedent(page.body[start : start + len(block)])
    html = page.site.renderer.render(replace(page.article, text=lambda: body)).html
    return _TAG_OR_CODE.sub(" ", html)


@ARTICLE_RULES.warning(
    "markup-swallowed",
    why="Markdown inside an HTML block is not read: readers see its signs.",
    bad="---\n<p>\nThis is **not bold**.\n</p>",
    good="---\n<p>This is <b>bold</b>.</p>",
)
def markup_swallowed(page: ArticlePage) -> Iterator[Problem]:
    """Find Markdown that an HTML block keeps from being read, confirmed by rendering."""
    for start, block in page.paragraphs:
        match = _swallowed(page, block) if _RAW_BLOCK.match(block) else None
        if match and match[0] in _shown(page, start, block):
            message = f"{match[0]} is not read inside HTML; leave a blank line before it"
            yield page.at(start + match.start(), len(match[0])).problem(message)


def _swallowed(page: ArticlePage, block: str) -> re.Match[str] | None:
    """Find the first Markdown of a block; a mark without a footnote is a pattern that it explains."""
    found = _MARKDOWN.finditer(block)
    return next((m for m in found if m[0][:2] != "[^" or f"{m[0]}:" in page.body), None)


# Spaces keep a mark from being one, but only authors of marks write letters so: `[^RSS feed]`.
_MARK = re.compile(r"\[\^(\w[^\]\n]{0,200}|[^\]\s]{1,200})\](:?)")
_TEXT = re.compile(r"[\w.!?”’。！？]")
"""What a footnote's mark stands behind, the comma of “such as, [^5]” left aside."""

SHOWN = 5


@ARTICLE_RULES.warning(
    "footnote-undefined",
    why="Readers see the bare mark, [^1], in the middle of the sentence.",
    bad="---\nAs others have shown.[^1]",
    good="---\nAs others have shown.[^1]\n\n[^1]: In a book.",
)
def footnote_undefined(page: ArticlePage) -> Iterator[Problem]:
    """Find marks of footnotes that are defined nowhere.

    In an article without any note only numbers are marks, from 1 on or right behind a word: `[^abc]`
    is a pattern that it explains.
    """
    marks, notes = _footnotes(page)
    for name, position in marks.items():
        before = page.prose[max(position - 1, 0) : position]
        numbered = name.isdigit() and ("1" in marks or _TEXT.match(before))
        if name not in notes and (notes or numbered):
            message = f"footnote [^{name}] is not defined; write [^{name}]: and its text"
            if " " in name:
                message = f"[^{name}] has a space, so it is no mark; write a mark for each note"
            yield page.at(position, len(name) + 3).problem(message)


@ARTICLE_RULES.warning(
    "footnote-unused",
    why="A note that the text never refers to is left out: readers do not see it.",
    bad="---\nNo mark here.\n\n[^1]: In a book.",
    good="---\nA mark.[^1]\n\n[^1]: In a book.",
)
def footnote_unused(page: ArticlePage) -> Iterator[Problem]:
    """Find footnotes that nothing refers to; one finding an article."""
    marks, notes = _footnotes(page)
    unused = [name for name in notes if name not in marks]
    if unused:
        names = ", ".join(f"[^{name}]" for name in unused[:SHOWN])
        more = f" and {len(unused) - SHOWN} more" if len(unused) > SHOWN else ""
        message = f"nothing refers to {names}{more}; write the marks into the text"
        yield page.at(notes[unused[0]], len(unused[0]) + 3).problem(message)


@lru_cache(maxsize=1)
def _footnotes(page: ArticlePage) -> tuple[dict[str, int], dict[str, int]]:
    """Return the positions of the first mark and of the definition of each footnote."""
    marks: dict[str, int] = {}
    notes: dict[str, int] = {}
    if "[^" not in page.prose:
        return marks, notes
    for match in _MARK.finditer(page.prose):
        line = page.prose.rfind("\n", 0, match.start()) + 1
        begins_line = not page.prose[line : match.start()].strip()
        place = notes if match[2] and begins_line else marks
        place.setdefault(match[1], match.start())
    return marks, notes
