"""All modules of feed rules: importing them registers the rules."""

from __future__ import annotations

from broadsheet.checks.feeds import (
    atom_rules,
    common_rules,
    constructs,
    file_rules,
    grammar_rules,
    html_rules,
    json_feed,
    rss_rules,
    value_rules,
)

MODULES = (
    *(file_rules, grammar_rules, value_rules, constructs, atom_rules, rss_rules, common_rules),
    *(html_rules, json_feed),
)
