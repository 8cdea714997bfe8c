"""Line ends that are no spaces: behind breaks, and within paragraphs of Chinese and Japanese.

https://gohugo.io/configuration/markup/#eastasianlinebreaks
"""

from __future__ import annotations

import re
import unicodedata

_PIECE = re.compile(r"(<[^<>]*>)")
_PREFORMATTED = re.compile(r"<(/?)pre\b")
_INLINE = re.compile(r"</?(?:a|code|del|em|mark|strong|su[bp])\b")
_END = re.compile(r"(?<=(\S))\n(?=(\S))")
_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "KATAKANA-HIRAGANA")


def joined(html: str, style: str) -> str:
    """Remove line ends by a style: those behind `breaks`, or those between wide characters.

    The latter are Goldmark's styles `simple` and `css3draft`.
    """
    if style == "breaks":
        return html.replace("<br />\n", "<br />")
    if "\n" not in html or html.isascii():
        return html
    is_space = _is_space_css3 if style == "css3draft" else _is_space_simple

    def end(found: re.Match[str]) -> str:
        return "\n" if is_space(found[1], found[2]) else ""

    pieces = _PIECE.split(html)
    preformatted = False
    for number, piece in enumerate(pieces):
        if number % 2:
            tag = _PREFORMATTED.match(piece)
            preformatted = not tag[1] if tag else preformatted
        elif not preformatted and "\n" in piece:
            pieces[number] = _END.sub(end, piece)
            before = piece[-2:-1]
            is_inline = number + 1 < len(pieces) and _INLINE.match(pieces[number + 1])
            if is_inline and piece.endswith("\n") and before and not is_space(before, before):
                pieces[number] = pieces[number][:-1]
    return "".join(pieces)


def _is_space_simple(before: str, after: str) -> bool:
    return not (_is_east_asian(before) and _is_east_asian(after))


def _is_space_css3(before: str, after: str) -> bool:
    """Return whether a line end stays by the rules of CSS Text, level 3 (section 4.1.3)."""
    pair = (before, after)
    if "\u200b" in pair:
        return False
    if all(unicodedata.east_asian_width(character) in "FWH" for character in pair):
        return any("HANGUL" in unicodedata.name(character, "") for character in pair)
    return not any(
        _is_east_asian(character) and unicodedata.category(character)[0] == "P"
        for character in pair
    )


def _is_east_asian(character: str) -> bool:
    """Return whether a letter or a mark is Chinese, Japanese or Korean, as Goldmark sees it."""
    is_mark = "\u3000" <= character <= "\u303f"
    name = unicodedata.name(character, "")
    return is_mark or (unicodedata.category(character)[0] == "L" and name.startswith(_SCRIPTS))
