"""Liquid in articles: conditions, loops, variables and included files, as far as a site's files tell.

nodes.py        a text → its parts: text, outputs, tags, blocks
expressions.py  `a.b[0] | upcase`, and conditions
filters.py      what filters make of values
rendering.py    parts → text; what is not known stays as typed, and is named later

https://shopify.github.io/liquid/ ; lib/liquid/ of Liquid 4. The package python-liquid (2.3) was tried: it
raises at the first tag that it does not know, where the rest of an article has to be shown; its lexer takes
quadratic time for `{{` that nothing closes, and its filters make texts of any length.
"""

from __future__ import annotations

from broadsheet.markdown.liquid.expressions import UnknownValueError
from broadsheet.markdown.liquid.rendering import Liquid

__all__ = ["Liquid", "UnknownValueError"]
