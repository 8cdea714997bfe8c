"""All modules of letter rules: importing them registers the rules."""

from __future__ import annotations

from broadsheet.checks.letters import html_rules, image_rules, link_rules, look_rules, message_rules

MODULES = (html_rules, image_rules, link_rules, look_rules, message_rules)
