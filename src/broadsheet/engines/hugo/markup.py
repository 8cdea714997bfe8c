"""What Hugo's configuration says of Markdown → comrak's options.

https://gohugo.io/configuration/markup/#goldmark
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

from broadsheet.engines.hugo.config_files import hugo_settings
from broadsheet.engines.settings import Settings
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour

_EXTRAS = {
    "insert": "insert",
    "mark": "highlight",
    "subscript": "subscript",
    "superscript": "superscript",
}
"""Goldmark's extra extensions, by comrak's name for them."""

_SYMBOLS = {
    "“": "leftdoublequote",
    "”": "rightdoublequote",
    "‘": "leftsinglequote",
    "–": "endash",
    "—": "emdash",
    "…": "ellipsis",
    "«": "leftanglequote",
    "»": "rightanglequote",
}


def flavour(root: Path) -> Flavour:
    """Return how a site of Hugo's reads Markdown; as Hugo does by default if it cannot be read."""
    try:
        settings = hugo_settings(root)
    except ConfigError:
        return Flavour(typography="goldmark", www_scheme="https")
    goldmark = settings.table("markup").table("goldmark")
    extensions = goldmark.table("extensions")
    extras = extensions.table("extras")
    options = {option for name, option in _EXTRAS.items() if _is_on(extras.table(name))}
    typographer = extensions.table("typographer")
    is_smart = extensions.get("typographer") is not False and not _flag(typographer, "disable")
    if _flag(goldmark.table("renderer"), "hardwraps"):
        options.add("hardbreaks")
    if _flag(settings, "enableemoji"):
        options.add("shortcodes")
    return Flavour(
        options=frozenset(options),
        typography="goldmark" if is_smart else "",
        symbols=frozenset(_symbols(typographer)),
        math=_math(extensions.table("passthrough")),
        has_definitions=extensions.get("definitionlist") is not False,
        drops_html=not _flag(goldmark.table("renderer"), "unsafe"),
        www_scheme=extensions.text_of("linkifyprotocol") or "https",
    )


def _symbols(typographer: Settings) -> Iterator[tuple[str, str]]:
    """Yield replacements for the default symbols; apostrophes and single quotes are treated alike."""
    for symbol, name in _SYMBOLS.items():
        wanted = typographer.get(name)
        if isinstance(wanted, str):
            yield symbol, unescape(wanted)


def _math(passthrough: Settings) -> frozenset[str]:
    """Return the delimiters that begin TeX, from the passthrough extension."""
    if not _is_on(passthrough):
        return frozenset()
    delimiters = passthrough.get("delimiters") or {}
    groups = [*delimiters.values()] if isinstance(delimiters, dict) else []
    openings = {str(pair[0]) for group in groups for pair in group or () if pair}
    dollars = "math_dollars" if any("$" in opening for opening in openings) else ""
    latex = "math_latex" if any("\\" in opening for opening in openings) else ""
    return frozenset(filter(None, (dollars, latex)))


def _is_on(table: Settings) -> bool:
    return _flag(table, "enable")


def _flag(table: Settings, name: str) -> bool:
    return table.get(name) is True
