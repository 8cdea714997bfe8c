"""Dates and their methods (ECMA-262, 21.4), all in UTC, as the servers are that build sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.scripts.calendar_words import MONTHS, WEEKDAYS, local_date
from broadsheet.scripts.values import UNDEFINED, UNKNOWN, UnknownResultError, number_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR = 100
"""Years below this one are of the twentieth century."""


def as_date(given: Sequence[Any], this: Any) -> Any:
    """Return `new Date(x)`; without `x`, the clock would tell."""
    del this
    if not given:
        return UNKNOWN
    if len(given) > 1:
        return _of_parts(given)
    value = given[0]
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_milliseconds(number_of(value))
    if not isinstance(value, datetime):
        return UNKNOWN
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _of_text(text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnknownResultError from error
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _of_milliseconds(number: float) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=number)
    except (OverflowError, ValueError) as error:
        raise UnknownResultError from error


def _of_parts(given: Sequence[Any]) -> datetime:
    """Return the date of a year, a month that counts from 0, and the rest, which may exceed its unit."""
    numbers = [int(number_of(each)) for each in given[:7]]
    year, month, day, *clock = numbers if len(numbers) > 2 else [*numbers, 1]  # noqa: PLR2004 - no day
    if 0 <= year < _FIRST_YEAR:
        year += 1900
    hours, minutes, seconds, thousandths = [*clock, 0, 0, 0, 0][:4]
    try:
        first = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return first + timedelta(day - 1, seconds, 0, thousandths, minutes, hours)
    except (OverflowError, ValueError) as error:
        raise UnknownResultError from error


class DateConstructor:
    """The function `Date`, and what belongs to it."""

    members: Mapping[str, Callable[[Sequence[Any], Any], Any]] = {
        "UTC": lambda given, _: _milliseconds(_of_parts([*given, 0][: max(len(given), 2)])),
        "parse": lambda given, _: _milliseconds(_of_text(str(given[0]))),
    }

    def __call__(self, given: Sequence[Any], this: Any) -> Any:
        """Return a date."""
        return as_date(given, this)

    def makes(self, value: Any) -> bool:
        """Return whether a value is a date, as `x instanceof Date` asks."""
        return isinstance(value, datetime)


def _milliseconds(date: datetime) -> float:
    return date.timestamp() * 1000


def _iso(date: datetime) -> str:
    return date.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _shown(date: datetime, given: Sequence[Any]) -> str:
    locale, options = ([*given, UNDEFINED, UNDEFINED])[:2]
    return local_date(date, locale, options)


_PARTS: Mapping[str, Callable[[datetime], float]] = {
    "FullYear": lambda date: date.year,
    "Month": lambda date: date.month - 1,
    "Date": lambda date: date.day,
    "Day": lambda date: date.isoweekday() % 7,
    "Hours": lambda date: date.hour,
    "Minutes": lambda date: date.minute,
    "Seconds": lambda date: date.second,
    "Milliseconds": lambda date: date.microsecond // 1000,
}
_OF_DATES: Mapping[str, Callable[[datetime], Any]] = {
    **{f"get{name}": make for name, make in _PARTS.items()},
    **{f"getUTC{name}": make for name, make in _PARTS.items()},
    "getTime": _milliseconds,
    "getTimezoneOffset": lambda _: 0.0,
    "toDateString": lambda date: (
        f"{WEEKDAYS[date.weekday()][:3]} {MONTHS[date.month - 1][:3]} {date.day:02} {date.year:04}"
    ),
    "toISOString": _iso,
    "toJSON": _iso,
    "toUTCString": lambda date: (
        f"{WEEKDAYS[date.weekday()][:3]}, {date.day:02} {MONTHS[date.month - 1][:3]} {date.year:04}"
        f" {date:%H:%M:%S} GMT"
    ),
    "valueOf": _milliseconds,
}


def method_of_dates(name: str) -> Callable[[datetime, Sequence[Any]], Any] | None:
    """Return a method of dates, None if it is not known."""
    if name == "toLocaleDateString":
        return _shown
    found = _OF_DATES.get(name)
    return (lambda date, _: found(date)) if found else None
