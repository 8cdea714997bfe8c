"""Hugo's addresses, as Hugo 0.168 makes them; tests compare them with the program's own.

Tokens give parts of a path in their typed case; the whole path is then made an address.
"""

from __future__ import annotations

import itertools
import posixpath
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote, unquote_plus

from broadsheet.engines.permalinks import DATE, DAYS, MONTHS, Scheme, Slugs, Tokens
from broadsheet.source import Address

PATTERN = "/:folders/:basename/"
_ALLOWED = frozenset("./\\_#+~-@")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")


def lower(text: str) -> str:
    """Lower-case letter by letter, as Go does: no letter becomes two, whatever its position."""
    return "".join(character.lower()[:1] for character in text)


def without_accents(text: str) -> str:
    """Drop the accents of letters, as `removePathAccents` does."""
    marks = unicodedata.normalize("NFD", text)
    kept = (character for character in marks if unicodedata.category(character) != "Mn")
    return unicodedata.normalize("NFC", "".join(kept))


def sanitised(text: str) -> str:
    """Drop characters that no path may hold, and replace white space with a hyphen unless one is beside it.

    Kept are letters, marks and decimal digits of every script, and a few signs.
    """
    made: list[str] = []
    pending = False
    for index, character in enumerate(text):
        category = unicodedata.category(character)
        if (
            category[0] in "LM"
            or category == "Nd"
            or character in _ALLOWED
            or (character == "%" and _ESCAPE.match(text, index))
        ):
            if pending and character != "-":
                made.append("-")
            pending = False
            made.append(character)
        elif made and made[-1] != "-" and character.isspace():
            pending = True
    return "".join(made)


def name_slug(name: str) -> str:
    """Make a path component of the name of a file, a folder or a term: each space is a hyphen."""
    return lower(typed_name_slug(name))


def typed_name_slug(name: str) -> str:
    """Make one that keeps capital letters."""
    return sanitised(_hyphens(name))


def _hyphens(name: str) -> str:
    return "".join("-" if character.isspace() else character for character in name)


def of_pattern(path: str) -> str:
    """Make an address of an expanded pattern, in which escapes are undone and `+` is a space."""
    return sanitised(posixpath.normpath("/" + unquote_plus(path)))


def of_names(path: str) -> str:
    """Make an address as Hugo does without a pattern: of names, or of the front matter's slug."""
    return unquote(sanitised(path))


def _piece(text: str) -> str:
    """Make a part of a path, in which a slash stays one (Hugo's `urlize`)."""
    return re.sub("#$", "", sanitised(text))


def _title(address: Address) -> str:
    return _piece(re.sub(r"[/\\]", "-", address.title.strip()))


def _slug_or(otherwise: Callable[[Address], str]) -> Callable[[Address], str]:
    """Return the front matter's slug, or a default if that is empty in the end."""
    return lambda a: _piece(slug) if (slug := a.slug.strip("-")) else otherwise(a)


def _filename(address: Address) -> str:
    return _piece(address.filename)


def _sections(address: Address) -> str:
    return lower("/".join(map(_hyphens, address.sections)))


def _folders(address: Address) -> str:
    """Join the folders of an article; a section's page may give its folder another name by `slug`."""
    told = address.fields.get(PATH_SLUGS, {})
    paths = itertools.accumulate(address.folders, lambda above, name: f"{above}/{name}")
    return "/".join(
        told.get(path) or name for path, name in zip(paths, address.folders, strict=True)
    )


def _section_slugs(address: Address) -> str:
    """Join the slugs or titles of the sections' own pages."""
    told = address.fields.get(SLUGS, {})
    paths = itertools.accumulate(address.sections, lambda above, name: f"{above}/{name}")
    return "/".join(
        _piece(told.get(path) or name) for path, name in zip(paths, address.sections, strict=True)
    )


PATH_SLUGS = ":path-slugs"
"""The field in which an article inherits the slugs that sections' own pages give, by folder."""

SLUGS = ":slugs"
"""The field in which an article inherits the slugs, or titles, of the sections it is in, by folder."""

_LAYOUTS: Tokens = {
    "2006": DATE["year"],
    "06": lambda a: f"{a.date:%y}",
    "January": lambda a: MONTHS[a.date.month - 1],
    "Jan": lambda a: MONTHS[a.date.month - 1][:3],
    "01": DATE["month"],
    "1": DATE["i_month"],
    "Monday": lambda a: DAYS[a.date.weekday()],
    "Mon": lambda a: DAYS[a.date.weekday()][:3],
    "02": DATE["day"],
    "2": DATE["i_day"],
    "15": DATE["hour"],
    "04": DATE["minute"],
    "05": DATE["second"],
}
"""Most of Go's parts of date layouts."""

TOKENS: Tokens = {
    **{name: DATE[name] for name in ("month", "day", "hour", "minute", "second")},
    **_LAYOUTS,
    "year": lambda a: str(a.date.year),
    "monthname": lambda a: MONTHS[a.date.month - 1].lower(),
    "weekday": lambda a: str(a.date.isoweekday() % 7),
    "weekdayname": lambda a: DAYS[a.date.weekday()].lower(),
    "yearday": lambda a: str(a.date.timetuple().tm_yday),
    "section": lambda a: _sections(a).partition("/")[0],
    "sections": _sections,
    "sectionslug": lambda a: _section_slugs(a).partition("/")[0],
    "sectionslugs": _section_slugs,
    "slug": _slug_or(_title),
    "title": _title,
    "filename": _filename,
    "contentbasename": _filename,
    "slugorfilename": _slug_or(_filename),
    "slugorcontentbasename": _slug_or(_filename),
    "folders": lambda a: _hyphens(_folders(a)),
    "basename": lambda a: sanitised(a.slug.strip("-")) or _hyphens(a.filename),
}
"""Hugo's own, and `folders` and `basename`: what it does where no pattern is configured."""

TYPED: Tokens = {
    **TOKENS,
    "folders": _folders,
    "basename": lambda a: sanitised(a.slug.strip("-")) or a.filename,
}
"""Those of a site whose addresses are in the case of its names (`disablePathToLower`)."""

TERMS: Slugs = {
    "slug": name_slug,
    "plain_slug": lambda name: without_accents(name_slug(name)),
    "typed_slug": typed_name_slug,
    "typed_plain_slug": lambda name: without_accents(typed_name_slug(name)),
}
"""`disablePathToLower` and `removePathAccents` say which of them a term has."""

SCHEME = Scheme(TOKENS, PATTERN, TERMS)
