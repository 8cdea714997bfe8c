"""All rules there are."""

from __future__ import annotations

from typing import Any

from broadsheet.check.content import rules as content
from broadsheet.check.content.book import ARTICLE, SITE
from broadsheet.check.feeds import rules as feeds
from broadsheet.check.feeds.book import FEED, FILE
from broadsheet.check.feeds.json_feed import JSON
from broadsheet.check.letters import rules as letters
from broadsheet.check.letters.letter import LETTER
from broadsheet.check.moves import MOVES
from broadsheet.check.rule import Book, Rule
from broadsheet.check.switches import SWITCHES

MODULES = (*content.MODULES, *feeds.MODULES, *letters.MODULES)
"""Importing a module registers its rules."""

BOOKS: tuple[Book[Any], ...] = (ARTICLE, SITE, FILE, FEED, JSON, LETTER, MOVES, SWITCHES)


def all_rules() -> dict[str, Rule[Any]]:
    """Return all rules by their ids."""
    return {rule.id: rule for book in BOOKS for rule in book.rules}
