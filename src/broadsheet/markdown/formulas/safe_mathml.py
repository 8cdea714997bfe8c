"""What of MathML is safe in feeds."""

from __future__ import annotations

import nh3

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

_CLEANER = nh3.Cleaner(
    tags=set(_ELEMENTS),
    clean_content_tags={"annotation", "annotation-xml", "script", "style"},
    attributes={"*": set(_ATTRIBUTES)},
    link_rel=None,
)
"""latex2mathml writes `\\text{<b>}` and `\\href{x}{y}` as they are typed."""


def cleaned(mathml: str) -> str:
    """Return MathML that is safe, without annotations, which not all programs hide."""
    return _CLEANER.clean(mathml)
