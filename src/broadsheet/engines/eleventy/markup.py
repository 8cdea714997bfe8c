"""Reads the options of markdown-it in Eleventy's configuration, as far as its text shows them.

https://www.11ty.dev/docs/languages/markdown/ ; https://github.com/markdown-it/markdown-it#init-with-presets-and-options
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from broadsheet.engines.eleventy.detect import config_file
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

_ENABLED = re.compile(r"\.enable\(\s*(?:\[\s*)?[\"'`]code[\"'`]")
_OTHER_LIBRARY = re.compile(r"\bmarkdown-?it\w*\s*\(\s*\{[^{}]*\}", re.IGNORECASE)
"""What makes a library of the site's own, as for a filter. Articles get it by `setLibrary` alone."""

_OPTIONS = {
    "hardbreaks": re.compile(r"\bbreaks\s*:\s*true\b"),
    "smart": re.compile(r"\btypographer\s*:\s*true\b"),
    "insert": re.compile(r"[\"'`]markdown-it-ins[\"'`]"),
    "highlight": re.compile(r"[\"'`]markdown-it-mark[\"'`]"),
    "shortcodes": re.compile(r"[\"'`]markdown-it-emoji[\"'`]"),
    "subscript": re.compile(r"[\"'`]markdown-it-sub[\"'`]"),
    "superscript": re.compile(r"[\"'`]markdown-it-sup[\"'`]"),
}
"""An option of comrak → the option or plugin of markdown-it that turns it on."""

_DEFINITIONS = re.compile(r"[\"'`]markdown-it-deflist[\"'`]")
_ABBREVIATIONS = re.compile(r"[\"'`]markdown-it-abbr[\"'`]")


def flavour(root: Path, usual: Flavour) -> Flavour:
    """Return how a site of Eleventy's reads Markdown."""
    config = config_file(root)
    text = beginning(config) if config else ""
    if "setLibrary" not in text:
        text = _OTHER_LIBRARY.sub("", text)
    found = {option for option, pattern in _OPTIONS.items() if pattern.search(text)}
    return replace(
        usual,
        options=frozenset(found),
        has_indented_code=_ENABLED.search(text) is not None,
        has_definitions=_DEFINITIONS.search(text) is not None,
        has_abbreviations=_ABBREVIATIONS.search(text) is not None,
    )
