"""How a Jekyll site reads Markdown: the options of its converter in _config.yml.

https://jekyllrb.com/docs/configuration/markdown/ ; lib/jekyll-commonmark.rb of jekyll-commonmark 1.4.
"""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

from broadsheet.engines.settings import Settings
from broadsheet.markdown import Flavour

_EXTENSIONS = frozenset({"autolink", "strikethrough", "table", "tasklist"})
"""Extensions that cmark has only where they are named; GitHub Pages names all but the last."""

_EMOJI = "jemoji"
"""The plugin that shows names of emoji (`:tada:`) as such: https://github.com/jekyll/jemoji."""


def configured(flavour: Flavour, settings: Settings) -> Flavour:
    """Return Jekyll's flavour as _config.yml changes it."""
    flavour = _of_converter(flavour, settings)
    listed = (settings.get(key) for key in ("plugins", "gems"))
    has_emoji = any(_EMOJI in names for names in listed if isinstance(names, list))
    return replace(flavour, options=flavour.options | {"shortcodes"}) if has_emoji else flavour


def _of_converter(flavour: Flavour, settings: Settings) -> Flavour:
    name = str(settings.get("markdown") or "kramdown").lower()
    if name.startswith("commonmark"):
        return _of_commonmark(
            flavour, settings.table("commonmark"), for_pages=name.endswith("ghpages")
        )
    if name.startswith("redcarpet"):
        return _of_redcarpet(flavour, settings.table("redcarpet"))
    if name != "kramdown":
        return replace(flavour, typography="", is_kramdown=False)
    kramdown = settings.table("kramdown")
    if kramdown.get("hard_wrap") is True:
        flavour = replace(flavour, options=flavour.options | {"hardbreaks"})
    flavour = replace(flavour, parses_elements=kramdown.get("parse_block_html") is True)
    names = _names(kramdown.get("smart_quotes"))
    shown = (unescape(f"&{'#' if name.isdigit() else ''}{name};") for name in names)
    return replace(flavour, symbols=frozenset(zip("‘’“”", shown, strict=False)))


def _of_redcarpet(flavour: Flavour, settings: Settings) -> Flavour:
    """Return the flavour of Redcarpet, which Jekyll had up to version 3, with what `extensions` names.

    lib/jekyll/converters/markdown/redcarpet_parser.rb of Jekyll 3.8.
    """
    extensions = set(_names(settings.get("extensions")))
    names = {"strikethrough": "strikethrough", "tables": "table", "footnotes": "footnotes"}
    options = {"hard_wrap": "hardbreaks", "smart": "smart"}
    return replace(
        flavour,
        options=flavour.options | {ours for name, ours in options.items() if name in extensions},
        lacks=frozenset({"tasklist"})
        | {ours for name, ours in names.items() if name not in extensions},
        typography="",
        math=frozenset(),
        only_double=False,
        is_kramdown=False,
        is_redcarpet=True,
        has_definitions=False,
        has_abbreviations=False,
    )


def _of_commonmark(flavour: Flavour, settings: Settings, *, for_pages: bool) -> Flavour:
    """Return the flavour of cmark: CommonMark, and what `options` and `extensions` add."""
    options = {name.upper() for name in _names(settings.get("options"))}
    extensions = {name.lower() for name in _names(settings.get("extensions"))}
    extensions |= _EXTENSIONS - {"tasklist"} if for_pages else set()
    lacks = _EXTENSIONS - extensions
    return replace(
        flavour,
        options=flavour.options
        | {
            ours
            for name, ours in {"SMART": "smart", "HARDBREAKS": "hardbreaks"}.items()
            if name in options
        },
        lacks=lacks if "FOOTNOTES" in options else lacks | {"footnotes"},
        drops_html=not (for_pages or "UNSAFE" in options),
        typography="",
        math=frozenset(),
        only_double=False,
        is_kramdown=False,
        has_definitions=False,
        has_abbreviations=False,
        has_spaced_links=False,
    )


def _names(typed: Any) -> list[str]:
    """Read a list, or names with commas between them."""
    return typed.split(",") if isinstance(typed, str) else [str(each) for each in typed or ()]
