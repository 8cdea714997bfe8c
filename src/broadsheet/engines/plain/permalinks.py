"""Addresses of folders without an engine: Hugo's and Jekyll's tokens, the file's name as slug."""

from __future__ import annotations

from broadsheet.engines.permalinks import DATE, DAYS, MONTHS, Scheme, Tokens
from broadsheet.source import Address
from broadsheet.urls import path_slug

PATTERN = "/:sections/:slug/"


def name(address: Address) -> str:
    """Return the last path component: the slug, else the file's name, which changes less than a title."""
    return path_slug(address.slug) or path_slug(address.filename) or path_slug(address.title)


# `:stem` and `:folders` are as typed: many programs keep capitals and underscores.
TOKENS: Tokens = {
    **DATE,
    "monthname": lambda a: MONTHS[a.date.month - 1].lower(),
    "weekday": lambda a: str(a.date.isoweekday() % 7),
    "weekdayname": lambda a: DAYS[a.date.weekday()].lower(),
    "yearday": lambda a: str(a.date.timetuple().tm_yday),
    "section": lambda a: path_slug(a.sections[0]) if a.sections else "",
    "sections": lambda a: "/".join(path_slug(section) for section in a.sections),
    "sectionslug": lambda a: path_slug(a.sections[-1]) if a.sections else "",
    "slug": name,
    "title": lambda a: path_slug(a.title),
    "filename": lambda a: path_slug(a.filename),
    "contentbasename": lambda a: path_slug(a.filename),
    "slugorcontentbasename": name,
    "stem": lambda a: a.filename,
    "folders": lambda a: "/".join(a.folders),
    "name": lambda a: path_slug(a.filename),
    "categories": lambda a: "/".join(path_slug(category) for category in a.categories),
}

SCHEME = Scheme(TOKENS, PATTERN)
