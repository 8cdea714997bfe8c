"""Quotes, dashes and dots as SmartyPants shows them, which typogrify runs over HTML.

https://github.com/justinmayer/typogrify ; https://github.com/leohemsted/smartypants.py
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

DASHES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "default": (("--", "—"),),
    "oldschool": (("---", "—"), ("--", "–")),
    "oldschool_inverted": (("---", "–"), ("--", "—")),
}
"""A name of typogrify's choices → what is replaced, in this order."""

_MARKS = (("...", "…"), (". . .", "…"), ("``", "“"), ("''", "”"))
_SIGNS = ("'", '"', "&quot;", "--", "...", ". . .", "``")
_PIECE = re.compile(r"(<[^<>]*>)")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_SKIPPED = frozenset("pre samp code tt kbd script style math".split())
_QUOTE = re.compile("['\"]")
_OPENS = "[{(-"
"""Behind these, as behind white space, no quote closes."""
_PUNCTUATION = frozenset("!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~")
_WORD = re.compile(r"\w")
_SHOWN = {"'": ("‘", "’"), '"': ("“", "”")}


def educated(html: str, dashes: str, ignored: AbstractSet[str] = frozenset()) -> str:
    """Return HTML with typographic quotes, dashes and dots, except in code and in elements `ignored`.

    `dashes` is a key of DASHES.
    """
    if not any(sign in html for sign in _SIGNS):
        return html
    pieces = _PIECE.split(html)
    skipped = _SKIPPED | ignored
    within, last = 0, ""
    for number, piece in enumerate(pieces):
        if number % 2 and (tag := _TAG.match(piece)) and tag[2].lower() in skipped:
            within, last = max(within + (-1 if tag[1] else 1), 0), ""
        elif not number % 2 and piece and not within:
            pieces[number], last = _text(piece, last, dashes), piece[-1]
    return "".join(pieces)


def _text(text: str, last: str, dashes: str) -> str:
    """Return the text between two tags; `last` is the last character of the one before."""
    text = text.replace("&quot;", '"')
    for typed, shown in (*DASHES.get(dashes, DASHES["default"]), *_MARKS):
        text = text.replace(typed, shown)
    if text in _SHOWN:
        return _SHOWN[text][bool(last.strip())]
    return _QUOTE.sub(lambda found: _quote(text, found.start()), text)


def _quote(text: str, at: int) -> str:
    closes = _single_closes if text[at] == "'" else _double_closes
    return _SHOWN[text[at]][closes(text, at)]


def _begins_word(text: str, at: int) -> bool:
    """Return whether a quote stands between white space and a word."""
    return text[at - 1 : at].isspace() and bool(_WORD.match(text, at + 1))


def _is_closable(text: str, at: int) -> bool:
    """Return whether a quote may close what stands before it; of a run of quotes, every other one."""
    before = text[:at].rstrip(text[at])
    is_first = (at - len(before)) % 2 == 0
    may_close = bool(before) and not (before[-1].isspace() or before[-1] in _OPENS)
    return may_close is is_first


def _is_nested(text: str, at: int, other: str) -> bool:
    """Return whether two quotes of both kinds begin a word."""
    if text[at + 1 : at + 2] == other and _WORD.match(text, at + 2):
        return True
    return text[at - 1 : at] == other and bool(_WORD.match(text, at + 1))


def _single_closes(text: str, at: int) -> bool:
    if _is_nested(text, at, '"') or _begins_word(text, at) or not _is_closable(text, at):
        return False
    return not text[at + 1 : at + 2].isdigit() or bool(
        re.match(r"\w'\d{2}s", text[at - 1 : at + 4])
    )


def _double_closes(text: str, at: int) -> bool:
    if _is_nested(text, at, "'") or _begins_word(text, at):
        return False
    after = text[at + 1 : at + 2]
    return after.isspace() or (at == 0 and after in _PUNCTUATION) or _is_closable(text, at)
