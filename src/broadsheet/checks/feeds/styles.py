"""Which style attributes the W3C feed validator calls safe (its `checkStyle`). Pure."""

from __future__ import annotations

import re

PROPERTIES = frozenset(
    "azimuth background background-color border border-bottom border-bottom-color "
    "border-bottom-style border-bottom-width border-collapse border-color border-left "
    "border-left-color border-left-style border-left-width border-right border-right-color "
    "border-right-style border-right-width border-spacing border-style border-top border-top-color "
    "border-top-style border-top-width border-width clear color cursor direction display elevation "
    "float font font-family font-size font-style font-variant font-weight height letter-spacing "
    "line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow "
    "padding padding-bottom padding-left padding-right padding-top pause pause-after pause-before "
    "pitch pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate stress "
    "text-align text-decoration text-indent unicode-bidi vertical-align voice-family volume "
    "white-space width".split()
)
_BOXES = ("background", "border", "margin", "padding")
"""Properties whose values count too: a margin can move text over another program's buttons."""
_KEYWORDS = frozenset(
    "aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray "
    "green !important italic left lime maroon medium none navy normal nowrap olive pointer purple "
    "red right solid silver teal top transparent underline white yellow".split()
)
_MEASURE = re.compile(
    r"#[0-9a-f]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|\d?\.?\d?\d(?:cm|em|ex|in|mm|pc|pt|px|%|,|\))?"
)
_CHARACTERS = re.compile(
    r"(?:[:,;#%.\s\w!]|(?<=\w)-(?=\w)|'[\s\w]+'|\"[\s\w]+\"|\([\d,\s]+\))*", re.ASCII
)
_DECLARATION = re.compile(r"\s*([-\w]+)\s*:\s*([^:;]*)")


def unsafe(style: str) -> str:
    """Return the part of a style attribute that could do harm, "" where there is none."""
    if not _CHARACTERS.fullmatch(style):
        return style
    for declaration in style.lower().split(";"):
        match = _DECLARATION.fullmatch(declaration)
        if match is None:
            if declaration.strip():
                return declaration.strip()
            continue
        if match[1] not in PROPERTIES or not _fits(match[1], match[2]):
            return declaration.strip()
    return ""


def _fits(name: str, value: str) -> bool:
    if not name.startswith(_BOXES):
        return True
    return all(word in _KEYWORDS or _MEASURE.fullmatch(word) for word in value.split())
