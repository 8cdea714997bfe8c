"""Where raw HTML ends that begins a block."""

from __future__ import annotations

import re
from functools import lru_cache

from broadsheet.markdown.old_marked.closers import Closers
from broadsheet.markdown.old_marked.grammar import BLOCK_NAMES, OLD_NAME, RAW_NAMES, Grammar

_OLD_COMMENT = re.compile(r" *<!--")
_OLD_COMMENT_END = re.compile(r"--> *+(?:\n|\s*+\Z)")
_OLD_TAG = re.compile(rf" *<({OLD_NAME})")
_OLD_CLOSING = re.compile(
    rf" *<{OLD_NAME}(?:\"[^\"]*\"|'[^']*'|\s[^'\"/>\s]*)*?/?> *+(?:\n{{2,}}|\s*+\Z)"
)
_BLANK = re.compile(r"\n{2,}|\Z")
_ATTRIBUTE = r" +[a-zA-Z:_][A-Za-z0-9_.:-]*(?: *= *\"[^\"\n]*\"| *= *'[^'\n]*'| *= *[^\s\"'=<>`]+)?"
_RAW = re.compile(r" {0,3}<(script|pre|style)[\s>]", re.IGNORECASE)
_BEGINNINGS = (
    (re.compile(r" {0,3}<!--(?!-?>)"), re.compile(r"-->[^\n]*(?:\n+|\Z)")),
    (re.compile(r" {0,3}<\?"), re.compile(r"\?>\n*")),
    (re.compile(r" {0,3}<![A-Z]", re.IGNORECASE), re.compile(r">\n*")),
    (re.compile(r" {0,3}<!\[CDATA\["), re.compile(r"\]\]>\n*")),
    (re.compile(rf" {{0,3}}</?(?:{BLOCK_NAMES})(?: +|\n|/?>)", re.IGNORECASE), _BLANK),
    (
        re.compile(
            rf" {{0,3}}<(?!script|pre|style)[a-z][A-Za-z0-9_-]*(?:{_ATTRIBUTE})*? */?>(?=[ \t]*(?:\n|\Z))",
            re.IGNORECASE,
        ),
        _BLANK,
    ),
    (
        re.compile(
            r" {0,3}</(?!script|pre|style)[a-z][A-Za-z0-9_-]*\s*>(?=[ \t]*(?:\n|\Z))", re.IGNORECASE
        ),
        _BLANK,
    ),
)
"""What begins a block of HTML, and what ends it (CommonMark 0.28, section 4.6)."""


def html_end(text: str, start: int, closers: Closers, grammar: Grammar) -> int:
    """Return where the raw HTML ends that begins at a place, 0 if none does."""
    bare = start
    while text.startswith(" ", bare):
        bare += 1
    if not text.startswith("<", bare):
        return 0
    return (_old_end if grammar.is_oldest else _end)(text, start, closers)


def is_raw(text: str, start: int) -> bool:
    """Return whether the oldest versions leave the text as typed, too."""
    found = _OLD_TAG.match(text, start)
    return found is not None and found[1] in RAW_NAMES


def _end(text: str, start: int, closers: Closers) -> int:
    if raw := _RAW.match(text, start):
        end = closers.next(_end_of_raw(raw[1]), raw.end())
        return end.end() if end else len(text)
    for begins, ends in _BEGINNINGS:
        found = begins.match(text, start)
        if found and (end := closers.next(ends, found.end())):
            return end.end()
    return 0


@lru_cache
def _end_of_raw(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}>[^\n]*(?:\n+|\Z)", re.IGNORECASE)


@lru_cache
def _old_end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}> *+(?:\n{{2,}}|\s*+\Z)")


def _old_end(text: str, start: int, closers: Closers) -> int:
    if comment := _OLD_COMMENT.match(text, start):
        end = closers.next(_OLD_COMMENT_END, comment.end())
        return end.end() if end else 0
    found = _OLD_TAG.match(text, start)
    if found and (end := closers.next(_old_end_of(found[1]), found.end() + 1)):
        return end.end()
    closing = _OLD_CLOSING.match(text, start)
    return closing.end() if closing else 0
