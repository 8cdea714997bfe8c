"""Rules for characters that should not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from broadsheet.checks.content.pages import ARTICLE_RULES, ArticlePage
from broadsheet.errors import Problem
from broadsheet.late import late_pattern

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROL = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LATIN = re.compile(r"[A-Za-z]")
# Letters that look like a Latin one in every font (from Unicode's confusables.txt).
_TWINS = re.compile(
    "[АВЕЅІЈКМНОРСТХаеорсухѕіјԁһԛԝ\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd]"
)
_WORD = re.compile(r"\w+")
# Two to four letters: one UTF-8 character that was read as Windows-1252 or Latin-1.
_MOJIBAKE = re.compile(
    "(?:[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3})+"
    "|(?:锟斤拷){2,}|烫{4,}|屯{4,}"
)
_LEADS = frozenset("ÂÃâð")
"""First letters of a mangled character that occurs alone: accents, quotes and dashes, emoji.

Mangled Chinese and Russian comes in rows. One character that begins with another letter is the end
of a French or German word before a quote: “é »”, “ß“”.
"""
_MOJIBAKE_BYTES = (b"\xc3", "锟斤".encode(), "烫烫".encode(), "屯屯".encode())
"""Bytes that mangled text contains in UTF-8; searching for them is 100 times faster than the pattern."""
_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\r"))
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd"
_LOST = late_pattern("(?<![`'\"“‘「])\ufffd|\ufffd(?![`'\"”’」])")


@ARTICLE_RULES.warning(
    "title-bidi",
    why="Invisible marks of writing direction reverse the rest of a list of headlines.",
    bad="title: Feeds \u202e and letters",
    good="title: Feeds and letters",
)
def title_bidi(page: ArticlePage) -> Iterator[Problem]:
    """Find marks of writing direction in titles."""
    return _in_title(page, _BIDI, "changes the direction of writing; remove it")


@ARTICLE_RULES.warning(
    "title-invisible",
    why="An invisible character keeps a search from finding the title.",
    bad="title: Feeds\u200b and letters",
    good="title: Feeds and letters",
)
def title_invisible(page: ArticlePage) -> Iterator[Problem]:
    """Find zero-width spaces and similar characters in titles."""
    return _in_title(page, _INVISIBLE, "is invisible; remove it")


def _in_title(page: ArticlePage, pattern: re.Pattern[str], message: str) -> Iterator[Problem]:
    for match in pattern.finditer(page.article.title):
        place = page.value(match[0], "title")
        yield place.problem(f"U+{ord(match[0]):04X} in the title {message}")


@ARTICLE_RULES.warning(
    "title-confusable",
    why="A search does not find a word with look-alike letters of two scripts, and it looks "
    "like fraud.",
    bad="title: P\u0430yPal and feeds",
    good="title: PayPal and feeds",
)
def title_confusable(page: ArticlePage) -> Iterator[Problem]:
    """Find Cyrillic and Greek letters that look like the Latin ones around them, and the reverse."""
    if page.article.title.isascii():
        return
    for word in _WORD.findall(page.article.title):
        twin, latin = _TWINS.search(word), _LATIN.findall(word)
        if twin and latin:
            few = len(latin) * 2 < sum(map(str.isalpha, word))
            odd, what = (latin[0], "Latin") if few else (twin[0], "not Latin")
            message = f'"{odd}" (U+{ord(odd):04X}) in "{word}" is {what}; type it again'
            yield page.value(word, "title").problem(message)


@ARTICLE_RULES.warning(
    "control-character",
    why="XML forbids most control characters, so feeds leave them out; readers see the others "
    "as boxes.",
    bad="---\nA bell\x07 rings, and \x85 was three dots.",
    good="---\nA bell rings, and … was three dots.",
)
def control_character(page: ArticlePage) -> Iterator[Problem]:
    """Find control characters anywhere in the file, at most one per line."""
    if len(page.data.translate(None, _CONTROL_BYTES)) == len(page.data) and not (
        _C1_BYTES.search(page.data)
    ):
        return
    for number, line in enumerate(page.lines, 1):
        if match := _CONTROL.search(line):
            message = f"U+{ord(match[0]):04X} is a control character; remove it"
            yield page.place(number, match.start() + 1).problem(message)


@ARTICLE_RULES.warning(
    "replacement-character",
    why="A program that lost a letter wrote U+FFFD instead; readers see a question mark.",
    bad="---\nThe caf\ufffd on the corner.",
    good="---\nThe café on the corner.",
)
def replacement_character(page: ArticlePage) -> Iterator[Problem]:
    """Find U+FFFD, at most once per line; alone in quotes it is allowed."""
    if _REPLACEMENT not in page.text:
        return
    for number, line in enumerate(page.lines, 1):
        if match := _LOST.search(line):
            message = "U+FFFD replaces a letter that was lost; type the letter"
            yield page.place(number, match.start() + 1).problem(message)


@ARTICLE_RULES.warning(
    "mojibake",
    why="Text that was read in the wrong encoding is unreadable wherever it is shown.",
    bad="---\nThe cafÃ© isnâ€™t open.",
    good="---\nThe café isn’t open.",
)
def mojibake(page: ArticlePage) -> Iterator[Problem]:
    """Find UTF-8 that was read as Windows-1252, at most once per line."""
    if not any(sign in page.data for sign in _MOJIBAKE_BYTES):
        return
    for number, line in enumerate(page.lines, 1):
        for match in _MOJIBAKE.finditer(line):
            if meant := _unmangled(match[0]):
                message = f'"{match[0]}" was read in the wrong encoding; write {meant}'
                yield page.place(number, match.start() + 1, len(match[0])).problem(message)
                break


@lru_cache(maxsize=256)
def _unmangled(text: str) -> str:
    """Return the original of mangled text, or "" if the text is not mangled."""
    if not text[0].isascii() and ord(text[0]) > 0xFF:  # noqa: PLR2004 - the well-known Chinese ones
        return "the lost text"
    data = b"".join(_byte(character) for character in text)
    try:
        meant = data.decode()
    except UnicodeDecodeError:
        return ""
    single = len(meant) == 1 and (text[0] not in _LEADS or text[1] == "\u00a0" != text[-1])
    return "" if single or meant == text else meant


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1", errors="replace")
