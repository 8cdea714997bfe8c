"""Dates as English shows them: `Date.prototype.toLocaleDateString` (ECMA-402, 18.3.2 and 11).

The patterns are those of Unicode's CLDR 45, which Node.js carries; words of other languages are not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.scripts.values import UNDEFINED, UnknownResultError

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_AMERICAN = frozenset({"en", "en-US"})
_AS_NUMBERS = frozenset({"en-CA", "fr-CA", "sv", "sv-SE"})
"""Languages whose plain dates are those of ISO 8601."""
_PARTS = frozenset({"year", "month", "day", "weekday"})
_NEUTRAL = frozenset({"timeZone", "dateStyle", "locale", "zone"})
_STYLES: Mapping[str, Mapping[str, str]] = {
    "full": {"year": "numeric", "month": "long", "day": "numeric", "weekday": "long"},
    "long": {"year": "numeric", "month": "long", "day": "numeric"},
    "medium": {"year": "numeric", "month": "short", "day": "numeric"},
    "short": {"year": "2-digit", "month": "numeric", "day": "numeric"},
}
_PLAIN: Mapping[str, str] = {"year": "numeric", "month": "numeric", "day": "numeric"}


def zone_named(name: str) -> tzinfo:
    """Return a time zone by its name; that of the machine, which is not the same everywhere, is unknown.

    Raises UnknownResultError.
    """
    if name.lower() in {"utc", "gmt", "etc/utc"}:
        return UTC
    if "/" not in name:
        raise UnknownResultError(name)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:
        raise UnknownResultError(name) from error


def local_date(date: datetime, locale: Any, options: Any) -> str:
    """Return a date as a language shows it, with the parts and the forms that the options name.

    Raises UnknownResultError for what is not known here: other languages, times and calendars.
    """
    language = "en-US" if locale is UNDEFINED or locale == [] else locale
    given = {} if options is UNDEFINED else options
    if not isinstance(language, str) or not isinstance(given, Mapping):
        raise UnknownResultError
    if given.keys() - _PARTS - _NEUTRAL:
        raise UnknownResultError
    if "timeZone" in given:
        date = date.astimezone(zone_named(str(given["timeZone"])))
    form = _form(given)
    if language in _AMERICAN:
        return _american(date, form)
    if language == "en-GB":
        return _british(date, form)
    if language in _AS_NUMBERS and form == _PLAIN:
        return f"{date:%Y-%m-%d}"
    raise UnknownResultError


def _form(given: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the parts that are shown, and how."""
    if "dateStyle" in given:
        return _STYLES.get(str(given["dateStyle"])) or _unknown()
    parts = {
        name: str(given[name]) for name in _PARTS if given.get(name, UNDEFINED) is not UNDEFINED
    }
    return parts or _PLAIN


def _unknown() -> Any:
    raise UnknownResultError


def _number(value: int, form: str) -> str:
    if form not in {"numeric", "2-digit"}:
        raise UnknownResultError(form)
    return f"{value % 100:02}" if form == "2-digit" else str(value)


def _word(words: tuple[str, ...], place: int, form: str) -> str:
    if form not in {"long", "short"}:
        raise UnknownResultError(form)
    return words[place] if form == "long" else words[place][:3]


def _american(date: datetime, form: Mapping[str, str]) -> str:
    shown = form.keys()
    if not (shown <= {"weekday"} or shown <= {"year"} or "month" in shown or shown == {"day"}):
        raise UnknownResultError
    if "weekday" in shown and shown != {"weekday"} and "day" not in shown:
        raise UnknownResultError
    weekday = _word(WEEKDAYS, date.weekday(), form["weekday"]) if "weekday" in form else ""
    day = _number(date.day, form["day"]) if "day" in form else ""
    year = _number(date.year, form["year"]) if "year" in form else ""
    if form.get("month") in {"long", "short"}:
        name = _word(MONTHS, date.month - 1, form["month"])
        rest = (
            f"{name} {day}, {year}" if day and year else " ".join(filter(None, (name, day, year)))
        )
    else:
        number = _number(date.month, form["month"]) if "month" in form else ""
        rest = "/".join(filter(None, (number, day, year)))
    return ", ".join(filter(None, (weekday, rest)))


def _british(date: datetime, form: Mapping[str, str]) -> str:
    """Return a British date; where weekdays stand, versions of Unicode's data differ."""
    month = form.get("month", "")
    if "weekday" in form:
        raise UnknownResultError
    if month not in {"long", "short"}:
        if form.keys() != _PLAIN.keys() or form["year"] != "numeric" or month != form["day"]:
            raise UnknownResultError
        return f"{date:%d/%m/%Y}"
    name = "Sept" if month == "short" and date.month == 9 else _word(MONTHS, date.month - 1, month)  # noqa: PLR2004
    day = _number(date.day, form["day"]) if "day" in form else ""
    year = _number(date.year, form["year"]) if "year" in form else ""
    return " ".join(filter(None, (day, name, year)))
