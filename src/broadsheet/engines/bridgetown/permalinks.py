"""Addresses of posts: bridgetown-core/lib/bridgetown-core/resource/permalink_processor.rb."""

from __future__ import annotations

import re
import unicodedata

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

STYLES = {
    "pretty": "/:locale/:categories/:year/:month/:day/:slug/",
    "pretty_ext": "/:locale/:categories/:year/:month/:day/:slug.html",
    "simple": "/:locale/:categories/:slug/",
    "simple_ext": "/:locale/:categories/:slug.html",
}
PATTERN = STYLES["pretty"]


def slugify(text: str) -> str:
    """Replace everything except letters, marks and digits with hyphens; lower case."""
    kept = (c if unicodedata.category(c)[0] in "LM" or c.isdecimal() else " " for c in text)
    return re.sub(r"^-|-$", "", re.sub(" +", "-", "".join(kept))).lower()


def _slug(address: Address) -> str:
    return slugify(address.slug or address.filename)


TOKENS: Tokens = {
    **DATE,
    "locale": lambda _: "",
    "lang": lambda _: "",
    "short_year": lambda a: f"{a.date.year % 100:02}",
    "y_day": lambda a: f"{a.date.timetuple().tm_yday:03}",
    "categories": lambda a: "/".join(slugify(name) for name in a.categories),
    "slug": _slug,
    "title": lambda a: slugify(a.title),
    "name": lambda a: slugify(a.filename),
    "path": lambda a: "/".join((*a.sections, _slug(a))),
    "collection": lambda _: "posts",
}

SCHEME = Scheme(TOKENS, PATTERN, {"slug": slugify})
