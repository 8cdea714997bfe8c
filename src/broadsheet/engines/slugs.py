"""Slugs as made by libraries that several engines use."""

from __future__ import annotations

import re
import unicodedata

_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})


def github_slug(text: str) -> str:
    """Return what github-slugger makes: lower case, spaces to hyphens, letters of every script."""
    kept = (c for c in text.lower() if c in " -" or unicodedata.category(c) in _KEPT)
    return "".join(kept).replace(" ", "-")


def pymdownx_slug(text: str, separator: str = "-") -> str:
    """Return what `pymdownx.slugs.slugify(case="lower")` makes."""
    text = unicodedata.normalize("NFC", re.sub(r"</?[^<>]*>", "", text)).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", separator)
