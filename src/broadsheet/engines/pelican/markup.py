"""The Markdown and the typography of a Pelican site, as its settings say.

https://docs.getpelican.com/en/latest/settings.html (MARKDOWN, TYPOGRIFY and its kin)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.engines.pelican.config import read_settings
from broadsheet.engines.settings import Settings
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour, with_extensions


def flavour(root: Path, usual: Flavour) -> Flavour:
    """Return how a Pelican site reads its articles."""
    try:
        settings, _ = read_settings(root)
    except ConfigError:
        return usual
    wanted = settings.get("TYPOGRIFY") is True
    extensions = dict(_extensions(settings))
    has_math = any(str(name).endswith("render_math") for name in _listed(settings, "PLUGINS"))
    return replace(
        with_extensions(usual, extensions),
        docutils=frozenset(_docutils(settings, has_math=has_math)),
        finds_math_in_text=has_math,
        ends_at_math=has_math,
        directives=frozenset({"snippets"} if "pymdownx.snippets" in extensions else ()),
        smartypants=(settings.text_of("TYPOGRIFY_DASHES") or "default") if wanted else "",
        without_smartypants=frozenset(map(str, _listed(settings, "TYPOGRIFY_IGNORE_TAGS"))),
    )


def _extensions(settings: Settings) -> Iterator[tuple[str, Any]]:
    """Yield the extensions' names and options; MD_EXTENSIONS is their setting before Pelican 3.7."""
    table = settings.table("MARKDOWN")
    for found in (
        _listed(settings, "MD_EXTENSIONS"),
        _listed(table, "extensions"),
        table.get("extension_configs"),
    ):
        named: Iterable[tuple[Any, Any]] = ((name, {}) for name in found or ())
        if isinstance(found, dict):
            named = found.items()
        for name, options in named:
            yield str(name).partition("(")[0].removeprefix("markdown.extensions."), options


def _docutils(settings: Settings, *, has_math: bool) -> Iterator[tuple[str, str]]:
    """Yield the settings of docutils that change what readers see (`RstReader` in readers.py)."""
    own = settings.table("DOCUTILS_SETTINGS")
    yield "language_code", own.text_of("language_code") or settings.text_of("DEFAULT_LANG") or "en"
    # render_math has formulas as TeX; docutils itself writes them as HTML.
    yield "math_output", "MathJax x" if has_math else "HTML"
    if quotes := own.get("smart_quotes"):
        yield "smart_quotes", quotes if isinstance(quotes, str) else "yes"


def _listed(settings: Settings, name: str) -> list[Any]:
    found = settings.get(name)
    return found if isinstance(found, list) else []
