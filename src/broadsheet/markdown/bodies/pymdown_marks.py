"""Inline marks of PyMdown Extensions → HTML that every converter keeps.

    ++ctrl+c++  ==marked==  ^^inserted^^  x^2^  H~2~O  {++added++}  {--removed--}  :smile:  `#!py x`

https://facelessuser.github.io/pymdown-extensions/
"""

from __future__ import annotations

import re
from functools import lru_cache

from broadsheet.markdown.commonmark import comrak_adapter
from broadsheet.markdown.scanning.scanner import scan

MARKS = {
    "critic": re.compile(
        r"\{\+\+(?P<added>[^{}\n]*)\+\+\}|\{--(?P<removed>[^{}\n]*)--\}|\{==(?P<hi>[^{}\n]*)==\}"
        r"|\{>>(?P<said>[^{}\n]*)<<\}|\{~~(?P<old>[^{}~\n]*)~>(?P<new>[^{}~\n]*)~~\}"
    ),
    "keys": re.compile(r"\+\+(?P<keys>[\w-]+(?:\+[\w-]+)*)\+\+"),
    "mark": re.compile(r"==(?P<mark>[^\s=](?:[^=\n]{0,500}[^\s=])?)=="),
    "caret": re.compile(
        r"\^\^(?P<ins>[^\s^](?:[^^\n]{0,500}[^\s^])?)\^\^|\^(?P<sup>[^\s^]{1,100})\^"
    ),
    "tilde": re.compile(r"(?<!~)~(?P<sub>[^\s~]{1,100})~(?!~)"),
    "emoji": re.compile(r":(?P<emoji>[\w+-]+):(?:\{[^{}\n]*\})?"),
}
"""The marks by the names of their extensions; those of `critic` begin like others, and come first."""

_FORMULA = r"\$[^$\n]+\$"
_LANGUAGE = re.compile(r"(?<=`)#![\w+-]+[ \t]+(?=[^`\n]*`)")
_ICON = re.compile(r"(?:material|fontawesome|octicons|simple)-[\w-]+")


def without_marks(text: str, marks: frozenset[str]) -> str:
    """Return Markdown in which the marks of some extensions are HTML; code and formulas stay as typed."""
    if "inlinehilite" in marks and "`#!" in text:
        text = _LANGUAGE.sub("", text)
    pattern = _pattern(marks)
    return scan(text).sub_words(pattern, _replaced) if pattern and pattern.search(text) else text


@lru_cache(maxsize=4)
def _pattern(marks: frozenset[str]) -> re.Pattern[str] | None:
    wanted = [mark.pattern for name, mark in MARKS.items() if name in marks]
    return re.compile("|".join((_FORMULA, *wanted))) if wanted else None


def _replaced(match: re.Match[str]) -> str:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if "keys" in groups:
        return "+".join(f"<kbd>{_key(name)}</kbd>" for name in groups["keys"].split("+"))
    if "emoji" in groups:
        return _emoji(match)
    if "new" in groups:
        return f"<del>{groups['old']}</del><ins>{groups['new']}</ins>"
    for name, value in groups.items():
        tag = _TAGS[name]
        return f"<{tag}>{value}</{tag}>" if tag else ""
    return match[0]


_TAGS = {
    "mark": "mark",
    "ins": "ins",
    "sup": "sup",
    "sub": "sub",
    "added": "ins",
    "removed": "del",
    "hi": "mark",
    "said": "",
}


def _key(name: str) -> str:
    """Return the label of a key: `ctrl` is Ctrl, `page-up` Page Up."""
    return " ".join(part.capitalize() for part in name.split("-"))


def _emoji(match: re.Match[str]) -> str:
    """Return an emoji; nothing for an icon of the theme, and a name that is neither as typed."""
    name = match["emoji"]
    if _ICON.fullmatch(name):
        return ""
    found = comrak_adapter.emoji_named(name)
    return found or match[0]
