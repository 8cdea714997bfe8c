"""Language tags (BCP 47): which codes exist, their scripts, and languages in file names. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

_TWO_LETTER_CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia "
    "id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os "
    "pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg "
    "th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
"""ISO 639-1, with the withdrawn codes that the IANA registry still has: bh in iw ji jw mo sh."""

RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"})

# Languages whose usual script is one of these by CLDR's likely subtags; a test compares them.
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    "apc ar bal bgn ckb dv fa he iw ji ks lrc mzn nqo ps rhg sd sdh skr syr trw ug ur yi".split()
)

_SCRIPT = re.compile("[-_]([A-Za-z]{4})(?:[-_]|$)")


def is_language_code(code: str) -> bool:
    """Return whether a code, in any case, can be a language: ISO 639-1, or any three letters.

    Three letters (ISO 639-2 and 639-3) are not looked up: there are thousands.
    """
    letters = len(code) == 3 and code.isascii() and code.isalpha()  # noqa: PLR2004 - ISO 639-3
    return letters or code.lower() in _TWO_LETTER_CODES


def direction_of(tag: str) -> str:
    """Return the direction in which a language is written: `rtl` or `ltr`."""
    script = script_named(tag)
    language = re.split("[-_]", tag)[0].lower()
    right_to_left = (
        script in RIGHT_TO_LEFT_SCRIPTS if script else language in _RIGHT_TO_LEFT_LANGUAGES
    )
    return "rtl" if right_to_left else "ltr"


def script_named(tag: str) -> str:
    """Return the script that a tag names itself, e.g. Hant for zh-Hant-TW, or ""."""
    match = _SCRIPT.search(tag)
    return match[1].title() if match else ""


def language_in_name(path: str, languages: Iterable[str]) -> str:
    """Return the language in a file's name (`a.zh.md`, `a+zh.lr`), if it is one of some; else ""."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    _, mark, told = name.rpartition(max(".+", key=name.rfind))
    return told.lower() if mark and told.lower() in languages else ""


def language_of_folder(path: str, folders: Mapping[str, str]) -> str:
    """Return the language whose folder contains a file, "" if none does; the deepest folder counts."""
    found = (name for name, folder in folders.items() if path.startswith(f"{folder}/"))
    return max(found, key=lambda name: len(folders[name]), default="")
