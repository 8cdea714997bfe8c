"""Chooses curly quotes as remark-smartypants does: by the words and sentences of the whole text.

https://github.com/silvenon/remark-smartypants joins all text of an article, since its version 3 with a
space before each paragraph, and https://github.com/retextjs/retext-smartypants decides by what is beside a
quote in its sentence. Several quotes of one kind side by side are one mark, and stay straight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from broadsheet.markdown.html.in_text import in_text
from broadsheet.markdown.typography.sentences import (
    SPACE,
    WORD,
    Token,
    sentences,
    words_of,
)

RETEXT, RETEXT_2 = "retext", "retext-2"
"""remark-smartypants from version 3 on, and before."""

_OPENING = {'"': "⸂", "'": "⸄"}
_CLOSING = {'"': "⸃", "'": "⸅"}
"""The stand-ins of the quotes that are shown (`typography.py`)."""

_TYPED = str.maketrans("“”‘’\"'⸃⸅⸞", "\"\"''″′”’…")
"""comrak's quotes are straight ones to retext; those that it left are none, and stand-ins were typed."""

_BLOCKS = "blockquote|div|h[1-6]|hr|[ou]l|section|t(?:able|body|head|[dhr])"
_PIECE = re.compile(
    r"<pre\b(?:[^<]|<(?!/pre>))*(?:</pre>\n?)?"
    r"|<mark>[^<“”‘’]*+</mark>"
    r'|<sup class="footnote-ref">(?:[^<]|<(?!/sup>))*(?:</sup>)?'
    rf"|\n?</?(?:{_BLOCKS})\b[^<>]*>\n?|(?P<break><br />\n?)"
    r"|(?P<paragraph>\n?<(?:p|li)\b[^<>]*>\n?)|\n?</(?:p|li)>\n?"
    r"|<code>(?P<code>[^<“”‘’]*+)</code>"
    r"|<[^<>]*>|(?P<entity>&[A-Za-z0-9#]{1,8};)|(?P<text>[^<&\n]++|[<&\n])"
)
_DECADE = re.compile("[0-9][0-9]s")
_DOTS = re.compile(r"…[….]+")
_DOUBLED = re.compile(r"(?<![‘’“”])[‘’]{2}(?![‘’“”])")
_BACKTICKS = re.compile(r"(?<!`)``(?!`)")
_DASHES = re.compile("[–—]+")
_IN_TAG = str.maketrans(
    {"“": "&quot;", "”": "&quot;", "‘": "'", "’": "'", "«": "&lt;&lt;", "»": "&gt;&gt;"}
)


def with_signs_of_retext(html: str, name: str, *, has_breaks: bool) -> str:
    """Return comrak's HTML with retext's quotes, as stand-ins, its dashes and its dots.

    `name` is RETEXT or RETEXT_2. With `has_breaks`, breaks are line ends in the text, else nothing.
    """
    between = {"paragraph": " " if name == RETEXT else "", "break": "\n" if has_breaks else ""}
    html = _DASHES.sub(_dash, _with_quotes(_with_dots(html), between))
    return html.translate(_IN_TAG)  # Alternative texts, and what no rule has taken.


def _with_dots(html: str) -> str:
    """Show four dots or more as three, and two backticks or apostrophes as double quotes."""
    html = _DOTS.sub("…", html)
    if "``" not in html and not _DOUBLED.search(html):
        return html
    return in_text(
        html, lambda text: _BACKTICKS.sub(_OPENING['"'], _DOUBLED.sub(_CLOSING['"'], text))
    )


def _dash(run: re.Match[str]) -> str:
    """Return a dash for two hyphens; longer runs stay."""
    hyphens = 3 * run[0].count("—") + 2 * run[0].count("–")
    return "–" if hyphens == len("--") else "-" * hyphens


def _with_quotes(html: str, between: Mapping[str, str]) -> str:
    text, places = _text_of(html, between)
    shown = list(html)
    for place, quote in _quotes(text):
        if places[place] >= 0:
            shown[places[place]] = quote
    return "".join(shown)


def _text_of(html: str, between: Mapping[str, str]) -> tuple[str, Sequence[int]]:
    """Return the text that is joined, and the place of each character in the HTML, -1 if it has none.

    `between` is what stands for the beginning of a paragraph and for a break.
    """
    parts: list[str] = []
    places: list[int] = []
    for piece in _PIECE.finditer(html):
        if piece["text"] is not None:
            parts.append(piece["text"])
            places += range(*piece.span("text"))
            continue
        made = unescape(piece["entity"] or "") or "A" * len(unescape(piece["code"] or ""))
        made = between.get(piece.lastgroup or "", made)
        parts.append(made)
        places += [-1] * len(made)
    return "".join(parts).translate(_TYPED), places


def _quotes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each straight quote, and what is shown there."""
    tokens: list[Token] = []
    for word in words_of(text):
        yield from _within(word)
        joined = "".join(part.text for part in word)
        tokens.append(word[0]._replace(text=joined))
    for sentence in sentences(tokens):
        yield from _in_sentence(sentence)


def _within(word: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the single quotes between the parts of a word."""
    for number, part in enumerate(word[1:-1], 1):
        if part.text == "'":
            before, after = word[number - 1], word[number + 1]
            closes = before.kind == WORD or after.kind != WORD or after.text == "s"
            closes = closes or _DECADE.fullmatch(after.text) is not None
            yield part.place, (_CLOSING if closes else _OPENING)["'"]


def _in_sentence(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    opens = -1
    for number, token in enumerate(tokens):
        before = tokens[number - 1].kind if number else ""
        after, third, *_ = *tokens[number + 1 : number + 3], None, None
        if token.text in _OPENING:
            if after and after.text in _OPENING and third and third.kind == WORD:
                opens = number + 1
            is_open = opens in {number, number + 1} or not _closes(token, before, after, third)
            yield token.place, (_OPENING if is_open else _CLOSING)[token.text]
        elif token.text[0] in _OPENING:
            yield from ((token.place + n, sign) for n, sign in enumerate(token.text))


def _closes(quote: Token, before: str, after: Token | None, third: Token | None) -> bool:
    """Return whether a quote closes, by the kind of what is before it and by what is after it."""
    if after is None or after.kind == SPACE or before == WORD:
        return True
    if after.kind != WORD:
        return third is not None and third.kind != WORD
    is_genitive = quote.text == "'" and after.text == "s" and not before
    return is_genitive or _DECADE.fullmatch(after.text) is not None
