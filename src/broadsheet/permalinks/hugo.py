"""Hugo's addresses, as Hugo 0.168 makes them; tests compare them with the program's own.

Two rules turn text into path components: one for names of files, folders and terms, one for titles
and slugs (Hugo's `urlize`).
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import unquote

from broadsheet.permalinks.address import Address
from broadsheet.permalinks.calendar import DATE, DAYS, MONTHS
from broadsheet.permalinks.pattern import Tokens

PATTERN = "/:folders/:basename/"
_ALLOWED = frozenset("./_~-@")


def _kept(character: str, more: str = "") -> bool:
    """Letters, marks and decimal digits of every script, and a few signs."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd" or character in _ALLOWED or character in more


def lower(text: str) -> str:
    """Lower-case letter by letter, as Go does: no letter becomes two, none depends on its place."""
    return "".join(character.lower()[:1] for character in text)


def name_slug(name: str) -> str:
    """Make a path component of the name of a file, a folder or a term: each space is a hyphen."""
    spaced = ("-" if character.isspace() else character for character in name)
    return lower("".join(character for character in spaced if _kept(character, "+#")))


def title_slug(title: str) -> str:
    """Make a path component of a title: runs of spaces are one hyphen, `+` is a space."""
    text = re.sub(r"[/\\]", "-", title.strip())
    return lower(_joined(unquote(text.replace("+", " "))))


def slug_path(slug: str) -> str:
    """Make a path of a front matter's slug, in which slashes keep their meaning."""
    path = lower(_joined(unquote(slug.strip().replace("+", " ")))).strip("-")
    return posixpath.normpath("/" + path).lstrip("/") if path else ""


def _joined(text: str) -> str:
    """Drop what no path holds, and put one hyphen for white space that no hyphen adjoins."""
    made: list[str] = []
    pending = False
    for character in text:
        if _kept(character):
            if pending and character != "-":
                made.append("-")
            pending = False
            made.append(character)
        elif character.isspace() and not (made and made[-1] == "-"):
            pending = True
    return "".join(made)


def _sections(address: Address) -> str:
    return "/".join(name_slug(section) for section in address.sections)


TOKENS: Tokens = {
    **{name: DATE[name] for name in ("month", "day", "hour", "minute", "second")},
    "year": lambda a: str(a.date.year),
    "monthname": lambda a: MONTHS[a.date.month - 1].lower(),
    "weekday": lambda a: str(a.date.isoweekday() % 7),
    "weekdayname": lambda a: DAYS[a.date.weekday()].lower(),
    "yearday": lambda a: str(a.date.timetuple().tm_yday),
    "section": lambda a: name_slug(a.sections[0]) if a.sections else "",
    "sections": _sections,
    "sectionslug": lambda a: name_slug(a.sections[-1]) if a.sections else "",
    "sectionslugs": _sections,
    "slug": lambda a: slug_path(a.slug) or title_slug(a.title),
    "title": lambda a: title_slug(a.title),
    "filename": lambda a: title_slug(a.filename),
    "contentbasename": lambda a: title_slug(a.filename),
    "slugorfilename": lambda a: slug_path(a.slug) or title_slug(a.filename),
    "slugorcontentbasename": lambda a: slug_path(a.slug) or title_slug(a.filename),
    "folders": lambda a: "/".join(name_slug(folder) for folder in a.folders),
    "basename": lambda a: slug_path(a.slug) or name_slug(a.filename),
}
"""Hugo's own, and `folders` and `basename`: what it does where no pattern is configured."""
