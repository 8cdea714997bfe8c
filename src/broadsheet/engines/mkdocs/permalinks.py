"""Addresses of posts: `post_url_format` of the blog plugin, and its slugs.

material/plugins/blog/plugin.py (_format_path_for_post).
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, MONTHS, Scheme, Tokens
from broadsheet.engines.slugs import pymdownx_slug
from broadsheet.source import Address

PATTERN = "/blog/:year/:month/:day/:slug/"

_DATES = {
    "yyyy": ":year",
    "MMMM": ":long_month",
    "MMM": ":short_month",
    "MM": ":month",
    "M": ":i_month",
    "dd": ":day",
    "d": ":i_day",
}

_INDEX = re.compile(r"(?:^|(?<=/))(?:index|README)$")


def _slug(address: Address) -> str:
    return address.slug or pymdownx_slug(address.title)


def _categories(address: Address, most: int = 1) -> str:
    return "/".join(pymdownx_slug(name) for name in address.categories[:most])


TOKENS: Tokens = {
    **DATE,
    "long_month": lambda a: MONTHS[a.date.month - 1],
    "short_month": lambda a: MONTHS[a.date.month - 1][:3],
    "slug": _slug,
    "file": lambda a: a.filename,
    "page": lambda a: _INDEX.sub("", a.path),
    "whole": lambda a: a.path,
    "categories": _categories,
    "all_categories": lambda a: _categories(a, len(a.categories)),
}

SCHEME = Scheme(TOKENS, PATTERN, {"slug": pymdownx_slug})


def pattern(typed: str, dates: str, categories: int) -> str:
    """Translate a `post_url_format` to tokens; `dates` is the `post_url_date_format` (Babel's letters)."""
    date = re.sub(r"y{4}|M{1,4}|d{1,2}|y{2}", lambda m: _DATES.get(m[0], m[0]), dates)
    name = ":categories" if categories == 1 else f":all_categories[:{categories - 1}]"
    made = typed.replace("{date}", date).replace("{categories}", name)
    return re.sub(r"\{(slug|file)\}", r":\1", made)
