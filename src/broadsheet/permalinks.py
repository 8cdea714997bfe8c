"""Permalink patterns with Hugo's and Jekyll's tokens: `/:year/:sections/:slug/`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from broadsheet.urls import path_slug

_TOKEN = re.compile(r":([a-z_]+)")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class Address:
    """What tokens are made of.

    `filename` is the file's name without extension, or its folder's for an `index.md`; `slug` is
    the front matter's, "" where it has none; `date` is `published` with the author's offset.
    """

    date: datetime
    title: str
    filename: str
    slug: str
    sections: tuple[str, ...]
    categories: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the last path component: the slug, else the file name, which titles outlive."""
        return path_slug(self.slug) or path_slug(self.filename) or path_slug(self.title)


TOKENS: dict[str, Callable[[Address], str]] = {
    "year": lambda a: f"{a.date.year:04}",
    "month": lambda a: f"{a.date.month:02}",
    "i_month": lambda a: str(a.date.month),
    "monthname": lambda a: _MONTHS[a.date.month - 1].lower(),
    "day": lambda a: f"{a.date.day:02}",
    "i_day": lambda a: str(a.date.day),
    "weekday": lambda a: str(a.date.isoweekday() % 7),
    "weekdayname": lambda a: _DAYS[a.date.weekday()].lower(),
    "yearday": lambda a: str(a.date.timetuple().tm_yday),
    "hour": lambda a: f"{a.date.hour:02}",
    "minute": lambda a: f"{a.date.minute:02}",
    "second": lambda a: f"{a.date.second:02}",
    "section": lambda a: path_slug(a.sections[0]) if a.sections else "",
    "sections": lambda a: "/".join(path_slug(section) for section in a.sections),
    "sectionslug": lambda a: path_slug(a.sections[-1]) if a.sections else "",
    "slug": lambda a: a.name,
    "title": lambda a: path_slug(a.title),
    "filename": lambda a: path_slug(a.filename),
    "contentbasename": lambda a: path_slug(a.filename),
    "slugorcontentbasename": lambda a: a.name,
    "name": lambda a: path_slug(a.filename),
    "categories": lambda a: "/".join(path_slug(category) for category in a.categories),
}


def check(pattern: str) -> None:
    """Raise ValueError with a message for people unless a pattern begins with `/` and is known."""
    unknown = [token for token in _TOKEN.findall(pattern) if token not in TOKENS]
    if unknown:
        message = f":{unknown[0]} is not a token; write one of {' '.join(':' + t for t in TOKENS)}"
        raise ValueError(message)
    if not pattern.startswith("/") or "?" in pattern or "#" in pattern:
        message = f'"{pattern}" is not a pattern; write e.g. "/:sections/:slug/"'
        raise ValueError(message)
    if not _TOKEN.search(pattern):
        message = f'"{pattern}" gives every article one address; write e.g. "/:sections/:slug/"'
        raise ValueError(message)


def expand(pattern: str, address: Address) -> str:
    """Fill in a pattern; what tokens leave empty closes up. Returns a path without leading slash."""
    path = _TOKEN.sub(lambda match: TOKENS[match[1]](address), pattern)
    return re.sub("/{2,}", "/", path).lstrip("/")
