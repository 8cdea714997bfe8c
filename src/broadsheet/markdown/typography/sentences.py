"""The words and sentences of a text, as parse-latin finds them (https://github.com/wooorm/parse-latin).

Its exceptions for abbreviations are left out: they hardly change quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WORD, SPACE, MARK, SIGN = "word", "space", "mark", "sign"

_RUN = re.compile(r"[^\W_]+|\s+|(.)\1*+")
_IN_WORDS = frozenset("&'-.:=?@\xad·‐‑’‧")
_ENDS = frozenset("!.?…‽")


class Token(NamedTuple):
    """A word, white space, or a run of one mark or sign, and where it begins in the text."""

    kind: str
    text: str
    place: int


def words_of(text: str) -> Iterator[Sequence[Token]]:
    """Yield the tokens of a text; those of a word that marks join (`isn't`, `e.g`) together."""
    tokens = [Token(_kind(run[0]), run[0], run.start()) for run in _RUN.finditer(text)]
    start = 0
    while start < len(tokens):
        end = start + 1
        if tokens[start].kind == WORD:
            following = end
            while following < len(tokens) and _may_join(tokens[following]):
                following += 1
                end = following if tokens[following - 1].kind == WORD else end
            end += end < len(tokens) and tokens[end].text == "-"
        yield tokens[start:end]
        start = end


def _kind(run: str) -> str:
    kind = unicodedata.category(run[0])[0]
    return SPACE if run.isspace() else MARK if kind == "P" else WORD if kind in "LMN" else SIGN


def _may_join(token: Token) -> bool:
    return token.kind == WORD or token.text in _IN_WORDS or token.text[0] == "_"


def sentences(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each sentence, without white space around it.

    Full stops that end no sentence are words.
    """
    for start, end in _continued(tokens, _with_their_marks(tokens, _with_words(tokens))):
        has_text = [n for n in range(start, end) if tokens[n].kind != SPACE]
        if has_text:
            yield list(_without_full_stops(tokens[has_text[0] : has_text[-1] + 1]))


def _with_words(tokens: Sequence[Token]) -> list[list[int]]:
    """Return where sentences begin and end.

    One without a word belongs to the one before, the first to the next.
    """
    found: list[list[int]] = []
    start, has_word, is_next = 0, False, False
    for number, token in enumerate(tokens):
        has_word = has_word or token.kind == WORD
        if number + 1 < len(tokens) and not (token.kind == MARK and token.text[0] in _ENDS):
            continue
        if found and not has_word:
            found[-1][1] = number + 1
        elif has_word or is_next or number + 1 == len(tokens):
            found.append([start, number + 1])
        else:
            is_next = True
            continue
        start, has_word = number + 1, False
    return found


def _with_their_marks(tokens: Sequence[Token], found: list[list[int]]) -> list[list[int]]:
    """Return sentences with the closing marks that follow their end."""
    for number, sentence in enumerate(found[1:]):
        while sentence[0] < sentence[1] and _is_closing(tokens[sentence[0]]):
            sentence[0] += 1
            found[number][1] += 1
    return found


def _is_closing(token: Token) -> bool:
    mark = token.text[0]
    return token.kind == MARK and (mark in "\"'!.?…‽" or unicodedata.category(mark) in {"Pe", "Pf"})


def _continued(tokens: Sequence[Token], found: list[list[int]]) -> Iterator[tuple[int, int]]:
    """Yield sentences; one that begins with a small letter, a digit or a comma is none of its own."""
    start = 0
    for number, (_, end) in enumerate(found, 1):
        if number == len(found) or not _goes_on(tokens[slice(*found[number])]):
            yield start, end
            start = end


def _goes_on(sentence: Sequence[Token]) -> bool:
    first = next((token for token in sentence if token.kind != SPACE), None)
    if first is None or first.text in {",", ";"}:
        return True
    is_digit = first is sentence[0] and first.text[0].isdigit()
    return first.kind == WORD and (first.text[0].islower() or is_digit)


def _without_full_stops(sentence: Sequence[Token]) -> Iterator[Token]:
    """Yield a sentence's tokens; a full stop beside a word that does not end it is part of the word."""
    last = max(
        (n for n, t in enumerate(sentence) if t.kind == WORD or t.text[0] in _ENDS), default=0
    )
    for number, token in enumerate(sentence):
        if token.text != "." or number >= last:
            yield token
            continue
        before = sentence[number - 1].kind if number else SPACE
        is_apart = [each.text.strip() for each in sentence[number + 1 : number + 3]] == ["", "."]
        is_part = (before == WORD and not is_apart) or sentence[number + 1].kind == WORD
        yield token._replace(kind=WORD) if is_part else token
