"""Dates as people write them → aware datetimes. Pure: no locale, no clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

EXAMPLE = "2025-06-17T23:20:05+08:00"
FIRST_YEAR, LAST_YEAR = 1000, 9998
"""RFC 822 dates need four digits, and an offset must not push a date out of Python's range."""

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<s>[-/.]?)(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s*(?P<offset>[Zz]|(?:UTC|GMT)(?![+-])|(?:UTC|GMT)?[+-](?:\d{2}(?::?\d{2}(?::?\d{2})?)?|\d(?::\d{2})?))?)?"
)
# What Go prints by default and people copy: "2025-06-17 23:20:05 +0800 CST".
_ZONE_NAME = re.compile(r"(?<=\d)\s+[A-Z]{3,5}$")
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split()
)


def parse(value: object, zone: tzinfo) -> datetime:
    """Read a date: text in a form of ISO 8601 or RFC 822, or a datetime or date from TOML.

    A date without an offset is in `zone`; one without a time is midnight there. Raises ValueError, with
    a message for people, for any other value.
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    elif isinstance(value, str):
        moment = _parse_text(value.strip())
    else:
        raise ValueError(_message(value))
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"the year {moment.year} is out of range; write e.g. {EXAMPLE}"
        raise ValueError(message)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _parse_text(text: str) -> datetime:
    match = _ISO.fullmatch(text)
    if not match and (bare := without_zone_name(text)) != text:
        match = _ISO.fullmatch(bare)
        match = match if match and match["offset"] else None
    try:
        return _from_match(match) if match else _from_words(text)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise ValueError(_message(text)) from error


def _from_match(match: re.Match[str]) -> datetime:
    fraction = (match["fraction"] or "")[:6].ljust(6, "0")
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(match[name] or 0) for name in names)
    offset = _offset(match["offset"])
    return datetime(year, month, day, hour, minute, second, int(fraction), offset)


def without_zone_name(text: str) -> str:
    """Return a date without the name of a zone at its end: names such as `CST` are ambiguous."""
    return _ZONE_NAME.sub("", text)


def _from_words(text: str) -> datetime:
    """Read a form of RFC 822. The library ignores words such as `PM` and `CET`, which change the time."""
    moment = parsedate_to_datetime(text)
    if moment.tzinfo is None and any(
        word[:3].lower() not in _NAMES for word in _WORD.findall(text)
    ):
        raise ValueError(_message(text))
    return moment


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    text = text.removeprefix("UTC").removeprefix("GMT")
    hours, _, minutes = text[1:].partition(":")
    digits = hours.zfill(2) + minutes.replace(":", "")
    minute = int(digits[2:4] or 0)
    if minute > 59:  # noqa: PLR2004 - `timezone` refuses too many hours
        message = f"{text} is no offset"
        raise ValueError(message)
    offset = timedelta(hours=int(digits[:2]), minutes=minute)
    return timezone(-offset if text[0] == "-" else offset)


def _message(value: object) -> str:
    return f'"{value}" is not a date; write e.g. {EXAMPLE}'


def rfc3339(moment: datetime) -> str:
    """Format for Atom and JSON Feed (RFC 3339): whole seconds, the author's offset, Z for UTC.

    A moment whose offset has seconds, as before 1900, is given in UTC: RFC 3339 has only minutes.
    """
    offset = moment.utcoffset() or timedelta()
    if offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    text = moment.isoformat(timespec="seconds")
    return text[:-6] + "Z" if text.endswith("+00:00") else text


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc822(moment: datetime) -> str:
    """Format for RSS (RFC 822 with RFC 1123's years): in UTC as +0000, since some offsets warn.

    Names are English in every locale, which strftime does not promise.
    """
    utc = moment.astimezone(UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02} {month} {utc.year:04} {utc:%H:%M:%S} +0000"
