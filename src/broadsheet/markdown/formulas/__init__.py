"""Formulas: TeX in Markdown, and MathML.

tex          TeX that converters leave as it is typed, and how HTML shows it
blocks       where formulas that are set apart begin and end
math_blocks  formulas that are blocks to plugins of markdown-it
remark_math  TeX between dollars as remark-math reads it
typed_math   MathML that an author typed
mathml       TeX → MathML, an extra
safe_mathml  what of MathML is safe in feeds
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.markdown.formulas.tex import (
        as_shifted,
        shift_math,
        unshift_math,
        with_mathml,
    )
else:
    __getattr__ = lazy(__name__, {"tex": "as_shifted shift_math unshift_math with_mathml"})

__all__ = ["as_shifted", "shift_math", "unshift_math", "with_mathml"]
