"""The two books of content rules: one looks at each article, the other at all of them."""

from __future__ import annotations

from broadsheet.checks.content.page import Page, Pages
from broadsheet.checks.rule import Book

ARTICLE: Book[Page] = Book(
    "Articles",
    "Each looks at one article. An example is front matter, then a line `---`, then the body.",
)
SITE: Book[Pages] = Book(
    "All articles",
    "Each looks at all articles together. `===` stands between the articles of an example.",
)
