"""Addresses of vaults: those of plain folders, and those that Quartz makes.

quartz/util/path.ts of Quartz 4.
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import Scheme, Slugs, Tokens
from broadsheet.engines.plain import permalinks as plain
from broadsheet.urls import term_slug

QUARTZ = ("quartz.config.yaml", "quartz.config.ts")
"""The files that configure Quartz."""

VAULTS = (".obsidian", "content/.obsidian")
"""The folders in which Obsidian may keep a vault's settings."""

_SPELLED = (("&", "-and-"), ("%", "-percent"), ("?", ""), ("#", ""))


def note(path: str) -> str:
    """Return a note's path as Quartz makes it; for a folder's `index`, the folder's path."""
    slug = re.sub(r"\s", "-", path)
    for sign, word in _SPELLED:
        slug = slug.replace(sign, word)
    return re.sub(r"(?:^|(?<=/))index$", "", slug)


TOKENS: Tokens = {**plain.TOKENS, "note": lambda a: note(a.path)}

TERMS: Slugs = {"slug": term_slug, "note": note}

SCHEME = Scheme(TOKENS, plain.PATTERN, TERMS)
