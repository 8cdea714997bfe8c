"""All rules there are."""

from __future__ import annotations

from typing import Any

from broadsheet.checks.content import rules as content
from broadsheet.checks.content.book import ARTICLE, SITE
from broadsheet.checks.feeds import rules as feeds
from broadsheet.checks.feeds.book import FEED, FILE
from broadsheet.checks.feeds.json_feed import JSON
from broadsheet.checks.letters import rules as letters
from broadsheet.checks.letters.letter import LETTER
from broadsheet.checks.moves import MOVES
from broadsheet.checks.rule import Book, Rule
from broadsheet.checks.switches import SWITCHES

MODULES = (*content.MODULES, *feeds.MODULES, *letters.MODULES)
"""Importing a module registers its rules."""

BOOKS: tuple[Book[Any], ...] = (ARTICLE, SITE, FILE, FEED, JSON, LETTER, MOVES, SWITCHES)


def all_rules() -> dict[str, Rule[Any]]:
    """Return all rules by their ids."""
    return {rule.id: rule for book in BOOKS for rule in book.rules}
