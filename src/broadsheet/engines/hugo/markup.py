"""What Hugo's configuration says of Markdown → comrak's options.

https://gohugo.io/configuration/markup/#goldmark
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from broadsheet.engines.hugo.config_files import hugo_settings
from broadsheet.engines.hugo.hooks import shows_alerts
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

_EXTENSIONS = {
    "footnote": "footnotes",
    "linkify": "autolink",
    "strikethrough": "strikethrough",
    "table": "table",
    "tasklist": "tasklist",
}
"""Those that are on unless they are turned off."""

_OPENINGS = frozenset({"$", "$$", "\\(", "\\["})

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
        return Flavour(
            runs_in_code=True,
            divides_at_more=True,
            notes_before_links=True,
            typography="goldmark",
            urls_end_at="ascii",
            www_scheme="https",
            widens_tables=True,
        )
    goldmark = settings.table("markup").table("goldmark")
    extensions = goldmark.table("extensions")
    typographer = extensions.table("typographer")
    is_smart = extensions.get("typographer") is not False and not _flag(typographer, "disable")
    passthrough = _delimiters(extensions.table("passthrough"))
    directives = Flavour().directives
    return Flavour(
        directives=directives if shows_alerts(root, settings) else directives - {"alerts"},
        runs_in_code=True,
        divides_at_more=True,
        notes_before_links=True,
        options=frozenset(_options(settings)),
        typography="goldmark" if is_smart else "",
        urls_end_at="ascii",
        symbols=frozenset(_symbols(typographer)),
        lacks=frozenset(_lacking(extensions)),
        math=frozenset(passthrough["block"] | passthrough["inline"]),
        ends_at_math=bool(passthrough["block"]),
        has_block_attributes=_flag(goldmark.table("parser").table("attribute"), "block"),
        joins_lines=_line_ends(extensions.table("cjk")),
        has_definitions=extensions.get("definitionlist") is not False,
        drops_html=not _flag(goldmark.table("renderer"), "unsafe"),
        www_scheme=extensions.text_of("linkifyprotocol") or "https",
        widens_tables=True,
    )


def _lacking(extensions: Settings) -> Iterator[str]:
    """Yield the extensions that are on by default and turned off; `delete` strikes out too."""
    for name, option in _EXTENSIONS.items():
        is_off = extensions.get(name) is False or extensions.table(name).get("enable") is False
        if is_off and not (name == "strikethrough" and _is_extra(extensions, "delete")):
            yield option


def _options(settings: Settings) -> Iterator[str]:
    goldmark = settings.table("markup").table("goldmark")
    extensions = goldmark.table("extensions")
    strikes = extensions.get("strikethrough") is not False
    for name, option in _EXTRAS.items():
        # With both, single tildes strike out (in Hugo, as on GitHub): here they are shown.
        if _is_extra(extensions, name) and not (name == "subscript" and strikes):
            yield option
    if _flag(goldmark.table("renderer"), "hardwraps"):
        yield "hardbreaks"
    if _flag(settings, "enableemoji"):
        yield "shortcodes"


def _is_extra(extensions: Settings, name: str) -> bool:
    return _flag(extensions.table("extras").table(name), "enable")


def _line_ends(cjk: Settings) -> str:
    """Return which line ends are no spaces."""
    if not _flag(cjk, "enable") or not _flag(cjk, "eastasianlinebreaks"):
        return ""
    return cjk.text_of("eastasianlinebreaksstyle") or "simple"


def _symbols(typographer: Settings) -> Iterator[tuple[str, str]]:
    """Yield replacements for the default symbols; apostrophes and single quotes are treated alike."""
    for symbol, name in _SYMBOLS.items():
        wanted = typographer.get(name)
        if isinstance(wanted, str):
            yield symbol, unescape(wanted)


def _delimiters(passthrough: Settings) -> Mapping[str, set[str]]:
    """Return the delimiters that begin TeX, of formulas set apart (`block`) and of others (`inline`)."""
    given = passthrough.table("delimiters") if _flag(passthrough, "enable") else Settings.of({})
    found = {kind: given.get(kind) for kind in ("block", "inline")}
    return {
        kind: {str(pair[0]) for pair in pairs or () if pair} & _OPENINGS
        if isinstance(pairs, list | None)
        else set()
        for kind, pairs in found.items()
    }


def _flag(table: Settings, name: str) -> bool:
    """Return a flag, which may be a text as `strconv.ParseBool` reads it: Hugo takes either."""
    return str(table.get(name)) in _TRUE


_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
