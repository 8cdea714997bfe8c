"""Periods of the newsletter: days, ISO weeks, months and windows, in the site's time zone. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from broadsheet.dates import FIRST_YEAR, LAST_YEAR
from broadsheet.dates import parse as parse_date
from broadsheet.errors import UsageError

EXAMPLES = {"day": "2025-06-17", "week": "2025-W25", "month": "2025-06"}
WINDOW = "--"
"""What stands between the two ends of a window's name, and between the parts of an issue's."""

CURRENT, LAST, YESTERDAY = "current", "last", "yesterday"
"""Periods named by the clock: the one under way, the last one that is over, and the last day."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time: from `start` up to but excluding `end`, both aware, in the site's zone.

    `name` is the contract's: `2025-06-17`, `2025-W25`, `2025-06`, or for a window
    `2025-06-10--2025-06-17`. `kind` is day, week, month or window.
    """

    name: str
    kind: str
    start: datetime
    end: datetime

    def is_over(self, moment: datetime) -> bool:
        """Return whether the period has ended at an aware moment.

        Compared in UTC: Python compares two datetimes of one zone by their clocks, which is wrong
        in the hour that a change of daylight saving repeats.
        """
        return self.end.astimezone(UTC) <= moment.astimezone(UTC)

    @property
    def last_day(self) -> date:
        """Return the last day that the period has a part of."""
        return (self.end - timedelta(microseconds=1)).date()


def period_of(moment: datetime, kind: str, zone: tzinfo) -> Period:
    """Return the day, week or month that an aware moment lies in, by the clocks of `zone`."""
    day = moment.astimezone(zone).date()
    if kind == "day":
        return _days(day.isoformat(), kind, day, day + timedelta(days=1), zone)
    if kind == "week":
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        name = f"{year:04}-W{week:02}"
        return _days(name, kind, monday, monday + timedelta(days=7), zone)
    first = day.replace(day=1)
    return _days(f"{day:%Y-%m}", kind, first, _next_month(first), zone)


def last_periods(moment: datetime, kind: str, zone: tzinfo, count: int = 1) -> tuple[Period, ...]:
    """Return the last days, weeks or months that are over at a moment, the oldest first."""
    found = [period_of(moment, kind, zone)]
    for _ in range(count):
        found.append(period_of(_noon_before(found[-1], zone), kind, zone))
    return tuple(reversed(found[1:]))


def named_period(text: str, kind: str, zone: tzinfo, now: datetime) -> Period:
    """Read a period as the command line names it: `current`, `last`, `yesterday`, or a name.

    `kind` is the edition's. Raises UsageError as `parse_period`.
    """
    if text == CURRENT:
        return period_of(now, kind, zone)
    if text in {LAST, YESTERDAY}:
        return last_periods(now, "day" if text == YESTERDAY else kind, zone)[0]
    return parse_period(text, kind, zone)


def number_of(period: Period, first: str, zone: tzinfo) -> int | None:
    """Return which issue a period's is, counted from `first`, the name of a period of its kind.

    None if it is of another kind, or before it.
    """
    try:
        begin = parse_period(first, period.kind, zone)
    except UsageError:
        return None
    if begin.kind != period.kind or period.start.date() < begin.start.date():
        return None
    one, this = begin.start.date(), period.start.date()
    if period.kind == "month":
        return (this.year - one.year) * 12 + this.month - one.month + 1
    return (this - one).days // (7 if period.kind == "week" else 1) + 1


def parse_period(text: str, kind: str, zone: tzinfo) -> Period:
    """Read a period of any kind by its name; `kind` only says what an error gives as example.

    Raises UsageError if the name is malformed or no such day, week or month exists.
    """
    for pattern, read in _NAMES:
        if match := pattern.fullmatch(text):
            try:
                return read(match, zone)
            except ValueError as error:
                message = f'"{text}" does not exist: {error}; write e.g. {EXAMPLES[kind]}'
                raise UsageError("--period", message) from error
    start, separator, end = text.partition(WINDOW)
    if separator and _MOMENT.fullmatch(start) and _MOMENT.fullmatch(end):
        return parse_window(start, end, zone)
    forms = ", ".join(f"{example} (a {name})" for name, example in EXAMPLES.items())
    message = f'"{text}" is not a period; write last, current, yesterday, or e.g. {forms}'
    raise UsageError("--period", message)


def parse_window(since: str, until: str, zone: tzinfo) -> Period:
    """Read a window from its two ends: dates, or dates with times; `until` itself is outside.

    Raises UsageError if one is no date, or `since` is not before `until`.
    """
    return window(parse_moment("--since", since, zone), parse_moment("--until", until, zone), zone)


def parse_moment(option: str, text: str, zone: tzinfo) -> datetime:
    """Read one end of a window, in the site's zone. Raises UsageError, naming the option."""
    typed = _MOMENT.fullmatch(text)
    if typed and typed[2]:  # As `_shown` writes it: a file name takes no colons.
        text = f"{typed[1]}T{typed[2]}:{typed[3]}:{typed[4]}"
    try:
        moment = parse_date(text, zone).astimezone(zone)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(option, str(error)) from error
    return moment


def window(since: datetime, until: datetime, zone: tzinfo) -> Period:
    """Make the window between two aware moments. Raises UsageError if it would be empty."""
    start, end = (moment.astimezone(zone).replace(microsecond=0) for moment in (since, until))
    if start.astimezone(UTC) >= end.astimezone(UTC):
        message = f"{_shown(start)} is not before --until {_shown(end)}; exchange the two"
        raise UsageError("--since", message)
    return Period(f"{_shown(start)}{WINDOW}{_shown(end)}", "window", start, end)


def before(moment: datetime, kind: str, zone: tzinfo) -> datetime:
    """Return the moment one day, week or month earlier, at the same time of the clock."""
    local = moment.astimezone(zone)
    if kind != "month":
        return local - timedelta(days=1 if kind == "day" else 7)
    last_of_earlier = local.replace(day=1) - timedelta(days=1)
    return last_of_earlier.replace(day=min(local.day, last_of_earlier.day))


def _days(name: str, kind: str, first: date, after: date, zone: tzinfo) -> Period:
    return Period(name, kind, _midnight(first, zone), _midnight(after, zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    """Return the start of a day. Where clocks skip it, that is the same moment by the old offset."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"the year {day.year} is out of range"
        raise ValueError(message)
    return datetime.combine(day, time(), zone)


def _noon_before(period: Period, zone: tzinfo) -> datetime:
    """Return noon of the last day before a period: whatever clocks do at midnight, it is that day's."""
    return datetime.combine(period.start.date() - timedelta(days=1), time(12), zone)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _day_named(match: re.Match[str], zone: tzinfo) -> Period:
    return _of_day(date(*map(int, match.groups())), "day", zone)


def _week_named(match: re.Match[str], zone: tzinfo) -> Period:
    year, week = map(int, match.groups())
    return _of_day(date.fromisocalendar(year, week, 1), "week", zone)


def _month_named(match: re.Match[str], zone: tzinfo) -> Period:
    year, month = map(int, match.groups())
    return _of_day(date(year, month, 1), "month", zone)


def _of_day(day: date, kind: str, zone: tzinfo) -> Period:
    return period_of(_midnight(day, zone), kind, zone)


_NAMES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], tzinfo], Period]], ...] = (
    (_DAY, _day_named),
    (_WEEK, _week_named),
    (_MONTH, _month_named),
)


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%dT%H%M%S}"
