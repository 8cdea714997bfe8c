"""TeX → MathML by latex2mathml, an extra (`broadsheet[math]`): the only module that imports it."""

from __future__ import annotations

from functools import lru_cache

from latex2mathml.converter import convert

from broadsheet.markdown.formulas.safe_mathml import cleaned

_LONGEST = 5000
_UNKNOWN = "<mi>\\"
"""Begins the name of a command that latex2mathml does not know."""


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
    return "" if _UNKNOWN in made else cleaned(made)
