"""Emoticons → emoji, as markdown-it-emoji shows them (lib/data/shortcuts.mjs, lib/replace.mjs)."""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

from broadsheet.late import late_pattern
from broadsheet.markdown.html.in_text import in_text

_EMOJI = {
    "😠": ">:( >:-(",
    "😊": ':") :-")',
    "💔": "</3",
    "😕": ":/ :-/",
    "😢": ":'( :'-( :,( :,-(",
    "😦": ":( :-(",
    "❤️": "<3",
    "👿": "]:( ]:-(",
    "😇": "o:) O:) o:-) O:-) 0:) 0:-)",
    "😂": ":') :'-) :,) :,-) :'D :'-D :,D :,-D",
    "😗": ":* :-*",
    "😆": "x-) X-)",
    "😐": ":| :-|",
    "😮": ":o :-o :O :-O",
    "😡": ":@ :-@",
    "😄": ":D :-D",
    "😃": ":) :-)",
    "😈": "]:) ]:-)",
    "😭": ":,'( :,'-( ;( ;-(",
    "😛": ":P :-P",
    "😎": "8-) B-)",
    "😓": ",:( ,:-(",
    "😅": ",:) ,:-)",
    "😒": ":s :-S :z :-Z :$ :-$",
    "😉": ";) ;-)",
}
_OF = {typed: emoji for emoji, signs in _EMOJI.items() for typed in signs.split()}
_ANY = "|".join(map(re.escape, sorted(_OF, key=len, reverse=True)))
_EMOTICON = late_pattern(_ANY.replace("'", "['‘’]").replace('"', '["“”]'))
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def as_emoji(html: str) -> str:
    """Replace the emoticons in a converter's HTML that stand between spaces or punctuation.

    Its quotes may be typographic already.
    """

    def shown(piece: str) -> str:
        text = unescape(piece)
        changed = _EMOTICON.sub(_emoji, text)
        return piece if changed == text else escape(changed, quote=False)

    return in_text(html, shown)


def _emoji(typed: re.Match[str]) -> str:
    text, (start, end) = typed.string, typed.span()
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return _OF[typed[0].translate(_STRAIGHT)] if all(map(_is_apart, around)) else typed[0]


def _is_apart(character: str) -> bool:
    """Return whether it is a space, punctuation or a control character (uc.micro's Z, P and Cc)."""
    kind = unicodedata.category(character)
    return kind[0] in "ZP" or kind == "Cc"
