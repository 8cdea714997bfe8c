"""All rules. Importing this module registers them."""

from __future__ import annotations

from typing import Any

from broadsheet.checks.content import (
    characters,
    dates,
    front_matter,
    links,
    markdown,
    terms,
    titles,
)
from broadsheet.checks.content.pages import ARTICLE_RULES, SITE_RULES
from broadsheet.checks.editions import EDITION_RULES
from broadsheet.checks.emails import appearance_rules, link_rules, message_rules
from broadsheet.checks.emails import html_rules as email_html_rules
from broadsheet.checks.emails.issue import EMAIL_RULES
from broadsheet.checks.feeds import (
    atom_rules,
    common_rules,
    grammar_rules,
    html_rules,
    rss_rules,
    text_rules,
    value_rules,
)
from broadsheet.checks.feeds.feed_file import FILE_RULES
from broadsheet.checks.feeds.grammar import FEED_RULES
from broadsheet.checks.feeds.json_rules import JSON_RULES
from broadsheet.checks.moves import MOVE_RULES
from broadsheet.checks.registry import CheckRule, Registry
from broadsheet.checks.switches import SWITCH_RULES

RULE_MODULES = (
    *(characters, dates, front_matter, links, markdown, terms, titles),
    *(grammar_rules, value_rules, text_rules, atom_rules, rss_rules, common_rules, html_rules),
    *(email_html_rules, appearance_rules, link_rules, message_rules),
)

REGISTRIES: tuple[Registry[Any], ...] = (
    *(ARTICLE_RULES, SITE_RULES, FILE_RULES, FEED_RULES),
    *(JSON_RULES, EMAIL_RULES, EDITION_RULES, MOVE_RULES, SWITCH_RULES),
)


def all_rules() -> dict[str, CheckRule[Any]]:
    """Return all rules by their ids."""
    return {rule.id: rule for registry in REGISTRIES for rule in registry.rules}
