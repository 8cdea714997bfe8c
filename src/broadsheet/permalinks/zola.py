"""Zola's addresses (components/content/src/page.rs and components/utils/src/slugs.rs of Zola)."""

from __future__ import annotations

import re

from text_unidecode import unidecode

from broadsheet.permalinks.address import Address
from broadsheet.permalinks.pattern import Tokens

PATTERN = "/:sections/:slug/"


def slugify(text: str) -> str:
    """Zola's `slugify.paths = "on"`: ASCII letters and digits, hyphens between them."""
    return re.sub(r"[^a-z0-9]+", "-", unidecode(text).lower()).strip("-")


def safe(text: str) -> str:
    """Zola's `"safe"`: all but what file systems refuse."""
    return re.sub(r'[<>:"/|?*\\]', "", text.rstrip(" ."))


def _name(address: Address) -> str:
    return address.slug or address.filename


TOKENS: Tokens = {
    "sections": lambda a: "/".join(a.folders),
    "slug": lambda a: slugify(_name(a)),
    "safe_slug": lambda a: safe(_name(a)),
    "raw_slug": _name,
}
"""Of `slug`, `safe_slug` and `raw_slug`, the pattern takes the one that `slugify.paths` names."""
