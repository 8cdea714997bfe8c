"""TeX → MathML by latex2mathml, an extra (`broadsheet[math]`): the only module that imports it."""

from __future__ import annotations

from functools import lru_cache

import nh3
from latex2mathml.converter import convert

_ELEMENTS = frozenset(
    "math mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle "
    "msub msubsup msup mtable mtd mtext mtr munder munderover none".split()
)
_ATTRIBUTES = frozenset(
    "columnalign columnlines columnspacing columnspan depth display displaystyle fence height "
    "linethickness lspace mathcolor mathvariant maxsize minsize rowlines rowspacing rowspan rspace "
    "scriptlevel separator stretchy width xmlns".split()
)
"""Of what feed validators call safe (`mathml_elements`, `mathml_attributes`), what has no address."""

_LONGEST = 5000
_UNKNOWN = "<mi>\\"
"""Begins the name of a command that latex2mathml does not know."""

_CLEANER = nh3.Cleaner(
    tags=set(_ELEMENTS),
    clean_content_tags={"script", "style"},
    attributes={"*": set(_ATTRIBUTES)},
    link_rel=None,
)
"""latex2mathml writes `\\text{<b>}` and `\\href{x}{y}` as they are typed."""


@lru_cache(maxsize=1024)
def to_mathml(tex: str, *, is_display: bool) -> str:
    """Return a formula as safe MathML, "" if it cannot be converted."""
    if len(tex) > _LONGEST:
        return ""
    typed = tex.replace("<", r"\lt ").replace(">", r"\gt ")
    try:
        made = convert(typed, display="block" if is_display else "inline")
    except Exception:  # noqa: BLE001 - of its errors some have no class of their own
        return ""
    return "" if _UNKNOWN in made else _CLEANER.clean(made)
