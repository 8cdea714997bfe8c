"""comrak, CommonMark with GitHub's extensions: the only module that imports it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import comrak

_CONVERSION = (
    "autolink cjk_friendly_emphasis description_lists footnotes strikethrough table tasklist"
)
_POSITIONS = "description_lists footnotes table"


def to_html(
    text: str, extensions: Iterable[str] = (), *, smart: bool = False, hard_breaks: bool = False
) -> str:
    """Convert a document to HTML, not yet safe; `extensions` are comrak's names for more of them."""
    return str(
        comrak.render_markdown(text, *_conversion(frozenset(extensions), smart, hard_breaks))
    )


def positions(text: str) -> str:
    """Convert a document to HTML whose elements say where in the text they stand.

    The attribute is `data-sourcepos="line:column-line:column"`, both counted from 1 in characters,
    the last one included. In place of raw HTML are comments.
    """
    return str(comrak.render_markdown(text, *_scanning()))


@lru_cache(maxsize=8)
def _conversion(
    names: frozenset[str],
    smart: bool,  # noqa: FBT001 - lru_cache
    hard_breaks: bool,  # noqa: FBT001
) -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    rendering = comrak.RenderOptions()
    rendering.unsafe_ = True
    rendering.hardbreaks = hard_breaks
    parsing = comrak.ParseOptions()
    parsing.smart = smart
    return _extensions(f"{_CONVERSION} {' '.join(names)}"), parsing, rendering


@lru_cache(maxsize=1)
def _scanning() -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    rendering = comrak.RenderOptions()
    rendering.sourcepos = True
    parsing = comrak.ParseOptions()
    parsing.sourcepos_chars = True
    parsing.leave_footnote_definitions = True
    return _extensions(_POSITIONS), parsing, rendering


def _extensions(names: str) -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    for name in names.split():
        setattr(options, name, True)
    return options
