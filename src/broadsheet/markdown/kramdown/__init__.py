"""What kramdown reads otherwise than CommonMark, written so that both read the same.

text ──elements──▶ raw HTML that ends where kramdown ends it ──blocks, lists, tables, spans──▶ text
text ──convert──▶ as_commonmark ──(comrak)──▶ HTML ──as_kramdown──▶ HTML

Sources: lib/kramdown/parser/kramdown/ of kramdown 2.4, and gfm.rb of kramdown-parser-gfm 1.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.markdown.kramdown.convert import as_commonmark, as_kramdown
else:
    __getattr__ = lazy(__name__, {"convert": "as_commonmark as_kramdown"})

__all__ = ["as_commonmark", "as_kramdown"]
