"""Reads the options of markdown-it in Eleventy's configuration, as far as its text shows them.

https://www.11ty.dev/docs/languages/markdown/ ; https://github.com/markdown-it/markdown-it#init-with-presets-and-options
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from broadsheet.engines.eleventy.detect import config_file
from broadsheet.engines.markdown_it import MarkdownItSettings
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

_ENABLED = re.compile(r"\.enable\(\s*(?:\[\s*)?[\"'`]code[\"'`]")
_OTHER_LIBRARY = re.compile(r"\bmarkdown-?it\w*\s*\(\s*\{[^{}]*\}", re.IGNORECASE)
"""What makes a library of the site's own, as for a filter. Articles get it by `setLibrary` alone."""

_BREAKS = re.compile(r"\bbreaks\s*:\s*true\b")
_TYPOGRAPHER = re.compile(r"\btypographer\s*:\s*true\b")
_LINKIFY = re.compile(r"\blinkify\s*:\s*true\b")
_QUOTES = re.compile(r"\bquotes\s*:\s*[\"'`]([^\"'`\n]{4})[\"'`]")
_CAPTIONS = re.compile(r"\bfigcaption\s*:\s*(?:true\b|[\"'`]alt\b)")
"""An option of markdown-it-implicit-figures."""
_PLUGIN = re.compile(r"[\"'`](?:@[\w.-]+/)?(markdown-it-[\w-]+)[\"'`]")


def flavour(root: Path, usual: Flavour) -> Flavour:
    """Return how a site of Eleventy's reads Markdown."""
    config = config_file(root)
    text = beginning(config) if config else ""
    if "setLibrary" not in text:
        text = _OTHER_LIBRARY.sub("", text)
    quotes = _QUOTES.search(text)
    found = MarkdownItSettings(
        breaks=_BREAKS.search(text) is not None,
        typographer=_TYPOGRAPHER.search(text) is not None,
        linkify=_LINKIFY.search(text) is not None,
        quotes=quotes[1] if quotes else "",
        plugins=frozenset(_PLUGIN.findall(text)),
    )
    has_figures = "markdown-it-implicit-figures" in found.plugins
    return replace(
        found.flavour(usual),
        has_indented_code=_ENABLED.search(text) is not None,
        has_figures=has_figures and _CAPTIONS.search(text) is not None,
    )
