"""All rules there are."""

from __future__ import annotations

from typing import Any

from broadsheet.check.content import (
    characters,
    dates,
    footnotes,
    keys,
    links,
    markup,
    reading,
    terms,
    titles,
)
from broadsheet.check.content.book import ARTICLE, SITE
from broadsheet.check.rule import Book, Rule
from broadsheet.check.switches import SWITCHES

MODULES = (characters, dates, footnotes, keys, links, markup, reading, terms, titles)
"""Importing a module registers its rules."""

BOOKS: tuple[Book[Any], ...] = (ARTICLE, SITE, SWITCHES)


def all_rules() -> dict[str, Rule[Any]]:
    """Return all rules by their ids."""
    return {rule.id: rule for book in BOOKS for rule in book.rules}
