"""What Redcarpet reads otherwise than CommonMark, written so that both read the same.

text ──blocks, items──▶ as_commonmark ──(comrak)──▶ HTML ──without_marks──▶ HTML
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.markdown.redcarpet.blocks import as_commonmark, without_marks
else:
    __getattr__ = lazy(__name__, {"blocks": "as_commonmark without_marks"})

__all__ = ["as_commonmark", "without_marks"]
