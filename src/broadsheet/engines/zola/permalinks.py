"""Zola's addresses (components/content/src/page.rs and components/utils/src/slugs.rs of Zola)."""

from __future__ import annotations

import re
import unicodedata

from broadsheet.engines.permalinks import Scheme, Slugs, Tokens, to_ascii
from broadsheet.source import Address

PATTERN = "/:sections/:slug/"


def slugify(text: str) -> str:
    """Zola's `slugify.paths = "on"`: ASCII letters and digits, hyphens between them."""
    letters = "".join(to_ascii(c) or _unspoken(c) for c in text)
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")


def _unspoken(character: str) -> str:
    """Return the replacement of a silent sign: nothing or, for `ъ`, `ء` and `・`, a hyphen."""
    silent = unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf", "Lo", "Lm"}
    return "" if silent and character not in "ءإא" else "-"


def safe(text: str) -> str:
    """Zola's `"safe"`: all but what file systems refuse."""
    return re.sub(r'[<>:"/|?*\\]', "", text.rstrip(" ."))


def _name(address: Address) -> str:
    return address.slug or address.filename


def _dated_name(address: Address) -> str:
    """Return the name with its date, unless the front matter has a slug."""
    return str(address.fields.get("slug") or address.filename)


TOKENS: Tokens = {
    "sections": lambda a: "/".join(a.folders),
    "slug": lambda a: slugify(_name(a)),
    "safe_slug": lambda a: safe(_name(a)),
    "raw_slug": _name,
    "dated_slug": lambda a: slugify(_dated_name(a)),
    "dated_safe_slug": lambda a: safe(_dated_name(a)),
    "dated_raw_slug": _dated_name,
}
"""The pattern uses the slug that `slugify.paths` names; with `paths_keep_dates`, one with the date."""

TERMS: Slugs = {"slug": slugify, "safe_slug": safe, "raw_slug": str}
"""`slugify.taxonomies` says which of them a term has."""

SCHEME = Scheme(TOKENS, PATTERN, TERMS)
