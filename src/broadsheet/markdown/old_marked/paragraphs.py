"""Where paragraphs, quotations and fenced code end."""

from __future__ import annotations

import re
from functools import lru_cache

from broadsheet.markdown.old_marked.closers import Closers
from broadsheet.markdown.old_marked.grammar import Grammar
from broadsheet.markdown.old_marked.kramed import formula_at


def line_end(text: str, start: int) -> int:
    """Return where a line ends."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def paragraph_end(text: str, start: int, closers: Closers, grammar: Grammar) -> int:
    """Return where the paragraph ends that begins at a place."""
    end = line_end(text, start)
    while end + 1 < len(text) and text[end + 1] != "\n":
        following = end + 1
        if _is_block(text, following, grammar.ends_paragraph, grammar) or (
            grammar.is_oldest and _is_closed(text, following, closers, grammar)
        ):
            break
        end = line_end(text, following)
    return end


def _is_closed(text: str, start: int, closers: Closers, grammar: Grammar) -> bool:
    """Return whether fenced code or a formula begins at a place, and ends."""
    if fence_at(text, start, closers, grammar):
        return True
    return grammar.is_kramed and formula_at(text, start, closers) is not None


def _quoted_end(text: str, start: int, grammar: Grammar) -> int:
    """Return where a paragraph of a quotation ends."""
    end = line_end(text, start)
    while end + 1 < len(text) and text[end + 1] != "\n":
        if _is_block(text, end + 1, grammar.ends_quoted, grammar):
            break
        end = line_end(text, end + 1)
    return end


def _is_block(text: str, start: int, ends: re.Pattern[str], grammar: Grammar) -> bool:
    if ends.match(text, start):
        return True
    if grammar.is_line_by_line:
        return False
    return grammar.underline.match(text, line_end(text, start)) is not None


def quote_end(text: str, start: int, grammar: Grammar) -> int:
    """Return where the quotation ends that begins at a place, 0 if none does."""
    end = 0
    while mark := grammar.quote.match(text, start):
        inner = mark.end()
        has_text = inner < len(text) and text[inner] != "\n"
        end = _quoted_end(text, inner, grammar) if has_text else inner
        start = end = min(end + 1, len(text))
        if end == len(text):
            break
    return end


def fence_at(
    text: str, start: int, closers: Closers, grammar: Grammar
) -> tuple[str, str, int] | None:
    """Return the language and the text of fenced code, and where it ends; None if there is none."""
    opening = grammar.fence.match(text, start)
    if opening is None:
        return None
    at = opening.end()
    close = closers.next(_closing(opening[1], grammar.is_oldest), at - 1)
    if close is not None:
        return opening[2], text[at : max(at, close.start())], close.end()
    if not grammar.is_oldest and text.endswith("\n"):
        return opening[2], text[at:-1], len(text)
    return None


@lru_cache
def _closing(fence: str, is_oldest: bool) -> re.Pattern[str]:  # noqa: FBT001
    if is_oldest:  # It may stand behind words.
        return re.compile(rf"\n? *{fence} *(?:\n+|\Z)")
    return re.compile(rf"\n {{0,3}}{fence}[~`]* *(?:\n+|\Z)")
