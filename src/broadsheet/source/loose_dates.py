"""Dates as the parsers of engines read them: in words, in any order, with text that they ignore.

Ruby's `Time.parse`, JavaScript's `new Date` and dateutil's `parse` take more than ISO 8601. A text
that they would complete from today's date is not a date here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from broadsheet import dates
from broadsheet.late import late_pattern


@dataclass(frozen=True, slots=True)
class Habit:
    """The habits of a parser: `day_first` in 3/4/2025; `rolls` February 30 over to March 2.

    With `names`, it knows the zones that RFC 822 names (EST, CST …), else UTC and GMT alone; with
    `overlooks`, it finds a date in whatever stands around it, else in `joints` alone. With `pads`,
    010 is 10.
    """

    day_first: bool = False
    rolls: bool = False
    names: bool = True
    overlooks: bool = False
    joints: str = " ,T"
    pads: bool = False


RUBY = Habit(day_first=True, rolls=True, overlooks=True)
JAVASCRIPT = Habit(rolls=True, joints=" ,T@#|;~", pads=True)
"""As V8's legacy parser (src/date/dateparser-inl.h), which ignores signs between numbers."""
DATEUTIL = Habit(names=False, joints=" ,T-")

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_NAMES)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_DATES = tuple(
    late_pattern(rf"(?i)(?<![\w:+-]){pattern}(?![\d:])")
    for pattern in (
        rf"{_YEAR}(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s){_DAY}",
        rf"{_MONTH}[ -]*{_DAY},?[ -]+{_YEAR}",
        rf"{_DAY}[ -]*(?:of )?{_MONTH},?[ -]*{_YEAR}",
        rf"{_YEAR}[ -]*{_MONTH}[ -]*{_DAY}",
        rf"(?P<first>\d{{1,2}})(?P<s>[-/.])(?P<second>\d{{1,2}})(?P=s){_YEAR}",
    )
)
_TIME = late_pattern(
    r"(?i)(?:\bT|\bat )?(?<!\d)(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<seconds>\d{1,2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?:UTC|GMT)?(?P<offset>[+-]\d{1,2}:?\d{2})\b|\s*(?P<zone>UTC|GMT|Z|[ECMP][SD]T)\b)?"
)
_UNIVERSAL = re.compile(r"(?:UTC|GMT)\s*$")
"""The names of a zone that every parser knows."""
_NAMED_ZONE = re.compile(r":\d\d\s*[ECMP][SD]T$")
# As `date` prints it: Fri Sep  3 11:21:31 CEST 2021. Ruby and dateutil know no such name.
_ZONE_BEFORE_YEAR = re.compile(r"(?<=:\d\d) [A-Z]{3,5}(?= \d{4}$)")
_PADDED = re.compile(r"\b0{1,9}(?=\d\d\b)")
_WEEKDAY = late_pattern(r"(?i)\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b")
_HOURS = {"E": -5, "C": -6, "M": -7, "P": -8}
"""North America's standard times, the only ones that RFC 822 names (section 5)."""


def names_month(text: str) -> bool:
    """Return whether a text names a month in English."""
    return bool(re.search(rf"(?i)\b{_MONTH}", text))


def read(value: object, zone: tzinfo, habit: Habit) -> datetime:
    """Read a date as `dates.parse` does, else as a parser of this habit; raises ValueError likewise.

    One without offset is in `zone`, that very object.
    """
    if not isinstance(value, str):
        return dates.parse(value, zone)
    nameless = dates.without_zone_name(value.strip())
    if not habit.names:
        value = value if _UNIVERSAL.search(value) else nameless
    elif _NAMED_ZONE.search(value) and (found := _parse(value, zone, habit)):
        return found
    try:
        return dates.parse(value, zone)
    except ValueError:
        if habit.overlooks or not habit.names:
            nameless = _ZONE_BEFORE_YEAR.sub("", nameless)
        return _parse(value, zone, habit) or dates.parse(nameless, zone)


def _parse(text: str, zone: tzinfo, habit: Habit) -> datetime | None:
    text = _PADDED.sub("", text) if habit.pads else text
    found = next(_matches(text), None)
    if found is None:
        return None
    rest = text[: found.start()] + " " + text[found.end() :]
    clock = _TIME.search(rest)
    rest = _TIME.sub(" ", rest, count=1)
    if not habit.overlooks and _WEEKDAY.sub("", rest).strip(habit.joints):
        return None
    try:
        day = _day(found, habit)
        return _at(day, clock, zone) if day else None
    except (ValueError, OverflowError):
        return None


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in _DATES if (match := pattern.search(text)))


def _day(match: re.Match[str], habit: Habit) -> date | None:
    parts = match.groupdict()
    if "first" in parts:
        day, month = parts["first"], parts["second"]
        day, month = (day, month) if habit.day_first else (month, day)
    else:
        day = parts["day"]
        month = parts.get("month") or str(_NAMES.index(parts["name"].lower()) + 1)
    if not 1 <= int(day) <= 31:  # noqa: PLR2004 - no month has more
        return None
    first = date(int(parts["year"]), int(month), 1)
    found = first + timedelta(int(day) - 1)
    return found if habit.rolls or found.month == first.month else None


def _at(day: date, clock: re.Match[str] | None, zone: tzinfo) -> datetime:
    if clock is None:
        return datetime.combine(day, time(), zone)
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "seconds"))
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    nextday, hour = (1, 0) if (hour, minute, second) == (24, 0, 0) else (0, hour)
    moment = datetime.combine(day, time(hour, minute, second), _zone(clock) or zone)
    return moment + timedelta(nextday)


def _zone(clock: re.Match[str]) -> tzinfo | None:
    if offset := clock["offset"]:
        hours, minutes = int(offset[1:].replace(":", "")[:-2]), int(offset[-2:])
        found = timedelta(hours=hours, minutes=minutes)
        return timezone(-found if offset[0] == "-" else found)
    name = (clock["zone"] or "").upper()
    if not name:
        return None
    return timezone(timedelta(hours=_HOURS.get(name[0], 0) + (name[1:] == "DT")))
