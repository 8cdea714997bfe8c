"""Liquid in articles: conditions, loops, variables and included files, as far as a site's files tell.

nodes.py        a text → its parts: text, outputs, tags, blocks
expressions.py  `a.b[0] | upcase`, and conditions
filters.py      what filters make of values
rendering.py    parts → text; what is not known stays as typed, and is named later
nunjucks.py     the same parts, with the expressions of Nunjucks
language.py     what a site adds: its values, and tags of its own

https://shopify.github.io/liquid/ ; lib/liquid/ of Liquid 4. The package python-liquid (2.3.6) was tried: it
raises at the first tag or filter that it does not know, where the rest of an article has to be shown, and
its filters have no bound (`replace` made a text of 4 GB from 400 characters).
"""

from __future__ import annotations

from broadsheet.markdown.liquid.expressions import UnknownValueError
from broadsheet.markdown.liquid.language import ArticleTemplates, TemplateTag
from broadsheet.markdown.liquid.nunjucks import Nunjucks
from broadsheet.markdown.liquid.rendering import Liquid

__all__ = ["ArticleTemplates", "Liquid", "Nunjucks", "TemplateTag", "UnknownValueError"]
