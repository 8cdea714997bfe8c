"""comrak, CommonMark with GitHub's extensions: the only module that imports it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import comrak

from broadsheet.markdown.scanning.cells import has_too_many_cells
from broadsheet.markdown.scanning.signs import has, signs

_CONVERSION = frozenset(
    "autolink cjk_friendly_emphasis footnotes strikethrough table tasklist unsafe_".split()
)
_POSITIONS = frozenset("footnotes leave_footnote_definitions sourcepos table".split())
_PARSING = frozenset({"leave_footnote_definitions", "smart"})
_RENDERING = frozenset({"full_info_string", "hardbreaks", "sourcepos", "unsafe_"})
"""Options of comrak that are not extensions."""

_VALUES = {"header_id_prefix": ""}
"""Values of options that are no flags."""

_DEFINITION = re.compile(r"^[ \t>]*:[ \t]", re.MULTILINE)
_BEFORE_DEFINITION = ("\n:", "\t:", ">:")
"""The signs of a line that `_DEFINITION` matches have one of these."""

_NOTE = re.compile(r"^[ \t>]*+\[\^[^\]\n]+\]:", re.MULTILINE)
"""Begins the definition of a footnote, perhaps in a quotation."""

_MOST_DEFINITIONS = 2000


def to_html(
    text: str,
    options: Iterable[str] = (),
    lacks: Iterable[str] = (),
    *,
    definitions: bool = True,
    raw: bool = True,
) -> str:
    """Convert a document to HTML, not yet safe.

    `options` and `lacks` are comrak's names for what is wanted too, and what is not. Lists of definitions
    are made only with `definitions`; `raw` HTML is left out unless it is wanted.
    """
    names = {*_CONVERSION, *options} - {*lacks}
    if not raw:
        names.remove("unsafe_")
    if has(text, "[^") and not _NOTE.search(text):
        names.discard("footnotes")  # `[^_x_]` is a pattern that the text explains, not a footnote.
    return _render(text, names, definitions=definitions)


@lru_cache(maxsize=512)
def emoji_named(name: str) -> str:
    """Return the emoji of a code, as `star` for `:star:`; "" if comrak knows none."""
    shown = to_html(f":{name}:", ("shortcodes",))
    inner = shown.strip().removeprefix("<p>").removesuffix("</p>")
    return inner if ":" not in inner and "<" not in inner else ""


def positions(text: str, options: Iterable[str] = ()) -> str:
    """Convert a document to HTML whose elements say where in the text they stand.

    The attribute is `data-sourcepos="line:column-line:column"`, both counted from 1, columns in
    bytes of UTF-8, the last one included. In place of raw HTML are comments.
    """
    return _render(text, {*_POSITIONS, *options})


def _render(text: str, options: Iterable[str], *, definitions: bool = True) -> str:
    has = definitions and has_definitions(text)
    names = {*options, *(("description_lists",) if has else ())}
    if has_too_many_cells(text):
        names.discard("table")
    return str(comrak.render_markdown(text, *_options(frozenset(names))))


def has_definitions(text: str) -> bool:
    """Return whether a text may have lists of definitions, and not so many that they take minutes.

    comrak 0.0.16 takes quadratic time for them.
    """
    found = f"\n{signs(text)}"
    if not any(mark in found for mark in _BEFORE_DEFINITION):
        return False
    return 0 < len(_DEFINITION.findall(text)) <= _MOST_DEFINITIONS


@lru_cache(maxsize=16)
def _options(
    names: frozenset[str],
) -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    options = (comrak.ExtensionOptions(), comrak.ParseOptions(), comrak.RenderOptions())
    for name in names:
        which = 1 if name in _PARSING else 2 if name in _RENDERING else 0
        setattr(options[which], name, _VALUES.get(name, True))
    return options
