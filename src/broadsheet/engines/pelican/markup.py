"""The Markdown and the typography of a Pelican site, as pelicanconf.py says.

https://docs.getpelican.com/en/latest/settings.html (MARKDOWN, TYPOGRIFY and its kin)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from broadsheet.engines.pelican.config import read_settings
from broadsheet.engines.settings import Settings
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour

_EXTENSIONS = frozenset({"admonition", "nl2br", "pymdownx.tasklist", "sane_lists", "smarty"})
"""Extensions of Python-Markdown that change what readers see, besides `extra`, which all sites have."""


def flavour(root: Path, usual: Flavour) -> Flavour:
    """Return how a Pelican site reads its articles."""
    try:
        settings, _ = read_settings(root)
    except ConfigError:
        return usual
    wanted = settings.get("TYPOGRIFY") is True
    ignored = settings.get("TYPOGRIFY_IGNORE_TAGS")
    return replace(
        usual,
        python_extensions=_EXTENSIONS & set(_extensions(settings)),
        smartypants=(settings.text_of("TYPOGRIFY_DASHES") or "default") if wanted else "",
        without_smartypants=frozenset(map(str, ignored))
        if isinstance(ignored, list)
        else frozenset(),
    )


def _extensions(settings: Settings) -> Iterator[str]:
    """Yield the extensions' names; MD_EXTENSIONS is their setting before Pelican 3.7."""
    table = settings.table("MARKDOWN")
    for found in (
        table.get("extension_configs"),
        table.get("extensions"),
        settings.get("MD_EXTENSIONS"),
    ):
        for name in found if isinstance(found, list | dict) else ():
            yield str(name).partition("(")[0].removeprefix("markdown.extensions.")
