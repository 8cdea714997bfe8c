"""Chooses the curly quote for a straight one, by the rules of Goldmark, kramdown, smartypants and others.

Each rule gets the surroundings of a quote in the source, and returns what is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

OPENING = {'"': "“", "'": "‘"}
CLOSING = {'"': "”", "'": "’"}
APOSTROPHE = "⸅"
"""Stands for the ’ that is no quote, until the site's own quotes are shown."""


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """The surroundings of a quote.

    `before` is the character before it: of the source, a line's end at a block's beginning; or the quote
    or dash that is shown there. `is_text` says that it is plain text, and `is_apart` that an element begins
    or ends with it. `line` is the quote and the characters of the source that follow it in its line.
    """

    before: str
    is_text: bool
    is_apart: bool
    line: str


Rule = Callable[[QuotePlace], str]
"""Returns what is shown in place of a quote, and of the quotes after it that it covers."""


class Pairs:
    """A rule that knows which quotes are open; `ends_block` is to be called between blocks."""

    def __init__(self) -> None:
        self._open = {'"': 0, "'": 0}

    def ends_block(self) -> None:
        """Forget the quotes that are open."""
        self._open = {'"': 0, "'": 0}


class Goldmark(Pairs):
    """Goldmark 1.7, extension/typographer.go."""

    def __call__(self, place: QuotePlace) -> str:
        """Return the quote, or the straight one where Goldmark leaves it."""
        quote, before, line = place.line[0], place.before, place.line
        opens, closes = _flanks(place)
        if quote == "'" and (shown := _apostrophe(before, line, opens=opens and not closes)):
            self._open["'"] += shown == "‘"
            return shown
        if quote == '"' and opens and not closes:
            self._open['"'] += 1
            return "“"
        if not self._open[quote] or not closes or (opens and not _ends_words(line)):
            return quote
        if line[1:2] == '"' == quote and before.isdigit():
            return quote
        self._open[quote] -= 1
        return CLOSING[quote]


def markdown_it(place: QuotePlace) -> str:
    """Apply the rules of markdown-it 15, rules_core/smartquotes.mjs; `paired` is to follow.

    Returns what stands for a quote that may open, close, or both. `before` and `line` are what the page
    shows.
    """
    quote, before, after = place.line[0], place.before, place.line[1:2] or " "
    marks = before in OF_STAND_IN or _is_mark(before), _is_mark(after)
    opens = not after.isspace() and (not marks[1] or before.isspace() or marks[0])
    closes = not before.isspace() and (not marks[0] or after.isspace() or marks[1])
    if quote == '"' == after and before.isdigit():
        opens = closes = False
    if opens and closes:
        opens, closes = marks
    return _STAND_INS.get((quote, opens, closes), UNPAIRED[quote])


_STAND_INS = {
    ('"', True, False): "\ue0c3",
    ("'", True, False): "\ue0c4",
    ('"', False, True): "\ue0c5",
    ("'", False, True): "\ue0c6",
    ('"', True, True): "\ue0c7",
    ("'", True, True): "\ue0c8",
}
OF_STAND_IN = {stand_in: quote for quote, stand_in in _STAND_INS.items()}
"""What stands for a quote of `markdown_it` → the quote, whether it may open, and whether it may close."""

UNPAIRED = {'"': '"', "'": APOSTROPHE}
"""What markdown-it shows for a quote that can be none, or that closes nothing."""

MAY_OPEN, CLOSES = "\ue0c1", "\ue0c2"
"""What stands for the single quotes of `Pulldown`."""


class Pulldown(Pairs):
    """pulldown-cmark, MaybeSmartQuote in parse.rs and firstpass.rs; `paired` is to follow."""

    def __call__(self, place: QuotePlace) -> str:
        """Return the quote; of a single one that may open the next that closes decides."""
        quote, before, after = place.line[0], place.before, place.line[1:2]
        opens = bool(after.strip()) and (before.isspace() or _kind(before) in "PS")
        opens = opens and not (quote == "'" and before in "])")
        closes = not before.isspace() and (not after.strip() or _kind(after) in "PS")
        if closes and self._open[quote]:
            self._open[quote] = 0
            return CLOSES if quote == "'" else "”"
        self._open[quote] = self._open[quote] or opens
        return "“" if quote == '"' else MAY_OPEN if opens else "’"


def _apostrophe(before: str, line: str, *, opens: bool) -> str:
    """Return the single quote that its neighbours decide, "" if that depends on those that are open."""
    if opens and re.match(r"'[0-9][0-9]s(?:$|\W)", line) and len(line) > 4:  # noqa: PLR2004
        return "’"
    if _is_punctuation_or_space(before) and line[1:2] in {"t", "e", "n", "l"}:
        return "’"
    if (before.isdigit() or before.isalpha()) and line[1:2].isalpha():
        return "’"
    if opens:
        return "’" if _CONTRACTION.match(line) else "‘"
    return "’" if len(line.encode()) > 2 and not line[1].isdigit() else ""  # noqa: PLR2004


_PUNCTUATION = r"""!-/:-@\[-`{-~"""
_CONTRACTION = re.compile(rf"'(?:[smtd]|ve|ll|re)(?:$|[\s{_PUNCTUATION}])")
_TWO_MARKS = re.compile(rf".[\s{_PUNCTUATION}]")


def _ends_words(line: str) -> bool:
    """Return whether punctuation follows, and nothing but that or white space after it."""
    rest = line[1:]
    return _kind(rest[:1]) == "P" and (len(rest) == 1 or bool(_TWO_MARKS.match(rest)))


def _flanks(place: QuotePlace) -> tuple[bool, bool]:
    """Return whether a run of quotes can open and close, as marks of emphasis do (CommonMark, 6.2)."""
    quote = place.line[0]
    after = place.line.lstrip(quote)[:1] or " "
    space = place.before.isspace(), after.isspace()
    mark = _kind(place.before) in "PS", _kind(after) in "PS"
    opens = not space[1] and (not mark[1] or space[0] or mark[0])
    closes = not space[0] and (not mark[0] or space[1] or mark[1])
    return opens, closes


def _is_mark(character: str) -> bool:
    """Return whether a character is a mark to JavaScript, which sees halves of those above U+FFFF."""
    return character <= "\uffff" and _kind(character) in "PS"


def _kind(character: str) -> str:
    return unicodedata.category(character)[0] if character else "-"


def _is_punctuation_or_space(character: str) -> bool:
    return character.isspace() or _kind(character) == "P"


_WORD = "[A-Za-z0-9_]"
_SPACE = r"[ \t\r\n\f\v]"
_MARK = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_STARTS = "*_[`\\"
"""Possible marks to kramdown: its rules for quotes do not see one of these as the character before."""

_KRAMDOWN = [
    (re.compile(pattern, re.DOTALL), quotes)
    for pattern, quotes in (
        (r"([\"'])(?=[_*]{1,2}[^ \t\r\n\f\v])", OPENING),
        (rf"([\"'])(?={_MARK}(?!\.\.)\B)", CLOSING),
        (rf"{_SPACE}?(\"')(?={_WORD})", {"\"'": "“‘"}),
        (rf"{_SPACE}?('\")(?={_WORD})", {"'\"": "‘“"}),
        (rf"{_SPACE}?(')(?=[0-9][0-9]s)", CLOSING),
        (rf"{_SPACE}([\"'])(?={_WORD})", OPENING),
        (r"[^ \\\t\r\n\[{(-]([\"'])", CLOSING),
        (rf"([\"'])(?={_SPACE}|s\b|$)", CLOSING),
        (r".?(')", OPENING),
        (r".?(\")", OPENING),
    )
]


def kramdown(place: QuotePlace) -> str:
    """Apply the rules of kramdown 2.4, parser/kramdown/smart_quotes.rb, which are SmartyPants'."""
    begin = place.before if place.is_text and place.before not in _STARTS else ""
    source = begin + place.line
    for pattern, quotes in _KRAMDOWN:
        found = pattern.match(source)
        if found:
            return source[len(begin) : found.start(1)] + quotes[found[1]]
    return place.line[0]


def marked(place: QuotePlace) -> str:
    """Apply the rules of `smartypants` as sites use them with marked 15."""
    quote, before = place.line[0], place.before
    opens = place.is_apart or before.isspace() or before in "-—/([{"
    opens = opens or (before in "“”" and not place.is_text if quote == "'" else before == "‘")
    return OPENING[quote] if opens else CLOSING[quote]


RULES: Mapping[str, Callable[[], Rule]] = {
    "goldmark": Goldmark,
    "kramdown": lambda: kramdown,
    "markdown-it": lambda: markdown_it,
    "marked": lambda: marked,
    "pulldown": Pulldown,
}
"""What makes the rule for one document, by its name in `Flavour.typography`."""
