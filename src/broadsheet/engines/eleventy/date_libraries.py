"""The libraries by which filters of sites write dates: luxon, date-fns, moment and dayjs.

https://moment.github.io/luxon/#/formatting ; https://date-fns.org/docs/format ; https://momentjs.com/docs/#/displaying/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.scripts import UnknownResultError, as_date, fixed

_LUXON: Mapping[str, str] = {
    "yyyy": "%Y", "y": "%Y", "LL": "%m", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S",
    "L": "%-m", "M": "%-m", "d": "%-d",
}  # fmt: skip
_MOMENT: Mapping[str, str] = {
    "YYYY": "%Y", "MM": "%m", "DD": "%d", "HH": "%H", "mm": "%M", "ss": "%S", "M": "%-m", "D": "%-d",
}  # fmt: skip
_LETTERS = re.compile(r"([A-Za-z])\1*|'[^']{0,99}'|\[[^\]]{0,99}\]")


def _written(date: datetime, form: str, tokens: Mapping[str, str]) -> str:
    def shown(token: re.Match[str]) -> str:
        if token[0][0] in "'[":
            return token[0][1:-1]
        if token[0] not in tokens:
            raise UnknownResultError(token[0])
        sign = tokens[token[0]]
        return (
            date.strftime(sign.replace("-", "")).lstrip("0") if "-" in sign else date.strftime(sign)
        )

    return _LETTERS.sub(shown, form)


def _date(given: Sequence[Any]) -> datetime:
    found = as_date(given, None)
    if not isinstance(found, datetime):
        raise UnknownResultError
    return found


def _form(given: Sequence[Any], number: int) -> str:
    if number >= len(given) or not isinstance(given[number], str):
        raise UnknownResultError
    return str(given[number])


def _luxon(given: Sequence[Any], this: Any) -> Any:
    """`DateTime.fromJSDate(date, { zone: "utc" })`."""
    del this
    zone = given[1].get("zone", "utc") if len(given) > 1 and isinstance(given[1], dict) else "utc"
    return _of_luxon(_date(given), zone)


def _of_luxon(date: datetime, zone: Any) -> Any:
    date = date.astimezone(_zone(str(zone)))
    same: Callable[[Sequence[Any], Any], Any] = lambda *_: _of_luxon(date, zone)  # noqa: E731
    return {
        "toFormat": lambda given, _: _written(date, _form(given, 0), _LUXON),
        "toISODate": lambda *_: date.strftime("%Y-%m-%d"),
        "toISO": lambda *_: _iso(date),
        "setZone": lambda given, _: _of_luxon(date, _form(given, 0)),
        "toUTC": same,
        "setLocale": same,
        "year": float(date.year),
        "month": float(date.month),
        "day": float(date.day),
    }


def _zone(name: str) -> tzinfo:
    """Return a time zone by its name; that of the machine, which is not the same everywhere, is unknown."""
    if name.lower() in {"utc", "gmt", "etc/utc"}:
        return UTC
    if "/" not in name:
        raise UnknownResultError(name)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:
        raise UnknownResultError(name) from error


def _iso(date: datetime) -> str:
    text = date.isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z") if date.tzinfo is UTC else text


def _moment(given: Sequence[Any], this: Any) -> Any:
    """`moment(date)`."""
    del this
    date = _date(given)
    same: Callable[[Sequence[Any], Any], Any] = lambda *_: _moment([date], None)  # noqa: E731
    return {"format": lambda form, _: _written(date, _form(form, 0), _MOMENT), "utc": same}


class _Moment:
    """The function `moment`, of which `utc` is one too."""

    members = {"utc": _moment}  # noqa: RUF012 - nothing changes it

    def __call__(self, given: Sequence[Any], this: Any) -> Any:
        """Return the date given."""
        return _moment(given, this)


DATE_LIBRARIES: Mapping[str, Any] = fixed(
    {
        "luxon": {"DateTime": {"fromJSDate": _luxon, "fromISO": _luxon}},
        "date-fns": {"format": lambda given, _: _written(_date(given), _form(given, 1), _LUXON)},
        "moment": _Moment(),
        "dayjs": _Moment(),
    }
)
"""Packages, and what they export or are."""
