"""Guesses the language of a site that names none from the letters of its articles.

Only languages with a script of their own can be recognised, so languages in Latin letters cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from unicodedata import name

from broadsheet.config import values
from broadsheet.errors import ContentError
from broadsheet.walk import beginning, files_below

_LANGUAGES = {
    "ARABIC": "ar",
    "CJK": "zh-CN",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "THAI": "th",
}
"""First words of the Unicode names of a script's letters → the language most often written in it."""

_OTHERS = {
    "ar": ("fa", "پچژگ"),
    "ru": ("uk", "іїєґ"),
    "zh-CN": ("zh-TW", "們這說時會國為來對過學發經開關點與還樣"),
}
"""Another language of the same script, and letters that only this one has."""

_SHARE = 0.2
"""The least share of all letters: front matter, names and code are Latin in every language."""

_FEW = 0.01
"""The least share of a script's letters: names and quotations in the other language have fewer."""

_ENOUGH = 50
_CHARACTERS = 4_000


def known_language(text: str) -> str:
    """Return a language tag as publish.toml takes it, "" for any other text."""
    try:
        return values.language(text.replace("_", "-")) if text else ""
    except ValueError:
        return ""


def language_of_articles(content: Path) -> str:
    """Return the language tag of the Markdown files below a folder, "" if it is not clear."""
    paths = files_below(content, site=content) if content.is_dir() else ()
    texts = (path for path in paths if path.endswith((".md", ".markdown")))
    try:
        return written_language(
            beginning(content / path, _CHARACTERS) for path in islice(texts, _ENOUGH)
        )
    except ContentError:  # A folder that cannot be listed is reported when the articles are read.
        return ""


def written_language(texts: Iterable[str]) -> str:
    """Return the tag of the language whose script the texts use, "" for Latin or mixed scripts."""
    letters = Counter(c for text in texts for c in text if c.isalpha())
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[name(letter, "").partition(" ")[0]] += count
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    scripts["CJK"] += kana
    script = max(_LANGUAGES, key=lambda each: scripts[each])
    if scripts[script] <= letters.total() * _SHARE:
        return ""
    if script == "CJK" and kana > scripts[script] * _SHARE:
        return "ja"
    language = _LANGUAGES[script]
    other, own_letters = _OTHERS.get(language, ("", ""))
    is_other = sum(letters[letter] for letter in own_letters) > scripts[script] * _FEW
    return other if is_other else language
