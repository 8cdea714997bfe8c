"""Typographic signs (`InlineLexer.prototype.smartypants`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from broadsheet.markdown.flavour import Flavour

_OPENING_SINGLE = re.compile(r"(^|[-\u2014/(\[{\"\s])'")
_OPENING_DOUBLE = re.compile(r"(^|[-\u2014/(\[{\u2018\s])\"")


def smart(flavour: Flavour) -> Callable[[str], str]:
    """Return what makes typographic signs for a flavour."""
    if not flavour.typography:
        return _as_typed
    if flavour.is_kramed:
        return _with_long_dashes
    return partial(_with_symbols, sorted(flavour.symbols)) if flavour.symbols else _smart


def _as_typed(text: str) -> str:
    return text


def _with_symbols(symbols: Sequence[tuple[str, str]], text: str) -> str:
    text = _smart(text)
    for sign, shown in symbols:
        text = text.replace(sign, shown)
    return text


def _with_long_dashes(text: str) -> str:
    return _smart(text.replace("--", "\u2014"))


def _smart(text: str) -> str:
    text = text.replace("---", "\u2014").replace("--", "\u2013")
    if "'" in text:
        text = _OPENING_SINGLE.sub("\\1\u2018", text).replace("'", "\u2019")
    if '"' in text:
        text = _OPENING_DOUBLE.sub("\\1\u201c", text).replace('"', "\u201d")
    return text.replace("...", "\u2026")
