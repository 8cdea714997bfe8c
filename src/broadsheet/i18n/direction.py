"""In which direction a language is written. Pure, and without the weight of Babel."""

from __future__ import annotations

import re

RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"})

# Those whose usual script is one of these, as CLDR's likely subtags say; a test compares them.
RIGHT_TO_LEFT_LANGUAGES = frozenset(
    "apc ar bal bgn ckb dv fa he iw ji ks lrc mzn nqo ps rhg sd sdh skr syr trw ug ur yi".split()
)

_SCRIPT = re.compile("[-_]([A-Za-z]{4})(?:[-_]|$)")


def direction_of(tag: str) -> str:
    """Return the direction (`rtl` or `ltr`) in which a language of BCP 47 is written."""
    script = script_named(tag)
    language = re.split("[-_]", tag)[0].lower()
    right_to_left = (
        script in RIGHT_TO_LEFT_SCRIPTS if script else language in RIGHT_TO_LEFT_LANGUAGES
    )
    return "rtl" if right_to_left else "ltr"


def script_named(tag: str) -> str:
    """Return the script that a tag itself names, e.g. Hant of zh-Hant-TW; "" where it names none."""
    match = _SCRIPT.search(tag)
    return match[1].title() if match else ""
