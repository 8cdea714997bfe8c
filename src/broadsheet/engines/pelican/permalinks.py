"""Pelican's addresses (pelican/utils.py and contents.py of Pelican 4).

`ARTICLE_URL = "{date:%Y}/{slug}.html"` is written `/:year/:slug.html`; `from_format` translates it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from broadsheet.engines.permalinks import DATE, DAYS, MONTHS, Scheme, Slugs, Tokens, to_ascii
from broadsheet.source import Address

PATTERN = "/:slug.html"
OTHER_LANGUAGE = ":lang"
"""Names, in `permalinks` beside sections, the pattern of articles in other languages than the site's."""
OTHER_LANGUAGE_PATTERN = "/:slug-:lang.html"
_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|<[^<>]*>", re.DOTALL)
_DATE_CODES: Mapping[str, str] = {
    "Y": ":year",
    "m": ":month",
    "d": ":day",
    "H": ":hour",
    "M": ":minute",
    "S": ":second",
    "b": ":short_month",
    "B": ":long_month",
    "a": ":short_day",
    "A": ":long_day",
    "y": ":short_year",
    "j": ":y_day",
    "-m": ":i_month",
    "-d": ":i_day",
}


def slugify(text: str, *, unicode: bool = False) -> str:
    """Make a slug: ASCII unless `unicode`, letters, digits, `_` and hyphens, lower case."""
    plain = unicodedata.normalize("NFKC", _TAG.sub("", text))
    plain = plain if unicode else to_ascii(plain)
    slug = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip())
    return slug.lower().strip()


def slugify_unicode(text: str) -> str:
    """Make a slug with the letters of every script."""
    return slugify(text, unicode=True)


TERMS: Slugs = {"slug": slugify, "slug_unicode": slugify_unicode}
"""`SLUGIFY_USE_UNICODE` says which of them a term has."""


def from_format(pattern: str) -> str:
    """Translate `{slug}/{date:%Y}.html` to tokens. Raises ValueError for a field without a token."""

    def token(match: re.Match[str]) -> str:
        name, _, form = match[1].partition(":")
        if name == "date" and form:
            return re.sub(r"%(-?[A-Za-z])", code, form)
        return f":{name}"

    def code(match: re.Match[str]) -> str:
        if match[1] not in _DATE_CODES:
            message = f"{match[0]} has no token here"
            raise ValueError(message)
        return _DATE_CODES[match[1]]

    return "/" + re.sub(r"\{([^{}]*)\}", token, pattern).lstrip("/")


def _slug(address: Address) -> str:
    return address.slug or slugify(address.title)


def _slug_unicode(address: Address) -> str:
    return address.slug or slugify_unicode(address.title)


def _basename(address: Address, *, unicode: bool = False) -> str:
    """Make a slug of the file's name, also of `index`."""
    return address.slug or slugify(address.path.rpartition("/")[2], unicode=unicode)


def _basename_unicode(address: Address) -> str:
    return _basename(address, unicode=True)


TOKENS: Tokens = {
    **DATE,
    "short_year": lambda a: f"{a.date.year % 100:02}",
    "short_month": lambda a: MONTHS[a.date.month - 1][:3],
    "long_month": lambda a: MONTHS[a.date.month - 1],
    "short_day": lambda a: DAYS[a.date.weekday()][:3],
    "long_day": lambda a: DAYS[a.date.weekday()],
    "y_day": lambda a: f"{a.date.timetuple().tm_yday:03}",
    "slug": _slug,
    "slug_unicode": _slug_unicode,
    "basename": _basename,
    "basename_unicode": _basename_unicode,
    "category": lambda a: slugify(a.categories[0]) if a.categories else "",
    "category_unicode": lambda a: slugify_unicode(a.categories[0]) if a.categories else "",
    "author": lambda a: slugify(a.author),
    "author_unicode": lambda a: slugify_unicode(a.author),
    "lang": lambda a: str(a.fields.get("lang") or a.language),
    "path": lambda a: a.path,
}
"""`slug` is of the title, `basename` of the file's name (SLUGIFY_SOURCE), each in ASCII or with the
letters of every script (SLUGIFY_USE_UNICODE). Any other token is a metadata field, as in Pelican.
"""

SCHEME = Scheme(TOKENS, PATTERN, TERMS, any_field=True, needs_field=True)
