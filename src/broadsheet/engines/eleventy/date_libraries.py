"""The libraries by which filters of sites write dates: luxon, date-fns, moment and dayjs.

https://moment.github.io/luxon/api-docs/ ; https://date-fns.org/docs/ ; https://momentjs.com/docs/ ;
https://day.js.org/docs/en/. What depends on the clock or on the machine's time zone is not known; without a
zone, dates are in UTC, as the servers are that build sites.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from broadsheet.engines.eleventy.date_formats import (
    DATE_FNS,
    DAYJS,
    LUXON,
    MOMENT,
    FormatLetters,
    written,
)
from broadsheet.scripts import (
    UNDEFINED,
    UNKNOWN,
    UnknownResultError,
    as_date,
    fixed,
    local_date,
    zone_named,
)

_Method = Callable[[Sequence[Any], Any], Any]
_FULL_DATE = {"year": "numeric", "month": "long", "day": "numeric"}


def _date(given: Sequence[Any]) -> datetime:
    found = as_date(given[:1], None)
    if not isinstance(found, datetime):
        raise UnknownResultError
    return found


def _text(given: Sequence[Any], number: int) -> str:
    if number >= len(given) or not isinstance(given[number], str):
        raise UnknownResultError
    return str(given[number])


def _zone_of(options: Any, default: str = "utc") -> str:
    return str(options.get("zone", default)) if isinstance(options, Mapping) else default


def _iso(date: datetime) -> str:
    text = date.isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z") if date.tzinfo is UTC else text


def _luxon(given: Sequence[Any], this: Any) -> Any:
    """`DateTime.fromJSDate(date, { zone: "utc" })`."""
    del this
    return _Luxon(_date(given), _zone_of(given[1] if len(given) > 1 else {}))


class _Luxon:
    """A date of luxon's, in a zone and a language."""

    def __init__(self, date: datetime, zone: str, locale: Any = UNDEFINED) -> None:
        self._date = date = date.astimezone(zone_named(zone))
        self._locale = locale
        self.members: Mapping[str, Any] = {
            "isValid": True,
            "year": float(date.year),
            "month": float(date.month),
            "day": float(date.day),
            "weekday": float(date.isoweekday()),
            "hour": float(date.hour),
            "minute": float(date.minute),
            "second": float(date.second),
            "ordinal": float(date.timetuple().tm_yday),
            "toFormat": lambda given, _: self._written(_text(given, 0)),
            "toISO": lambda given, _: _iso(date) if not given else UNKNOWN,
            "toISODate": lambda given, _: f"{date:%Y-%m-%d}" if not given else UNKNOWN,
            "toSQLDate": lambda *_: f"{date:%Y-%m-%d}",
            "toJSDate": lambda *_: date.astimezone(UTC),
            "toMillis": lambda *_: date.timestamp() * 1000,
            "toSeconds": lambda *_: date.timestamp(),
            "toUnixInteger": lambda *_: float(int(date.timestamp())),
            "toLocaleString": self._shown,
            "toUTC": lambda *_: _Luxon(date, "utc", locale),
            "setZone": lambda given, _: _Luxon(date, _text(given, 0), locale),
            "setLocale": lambda given, _: _Luxon(date, zone, _text(given, 0)),
            "reconfigure": self._configured,
        }
        for letters, name in (
            ("MMMM", "monthLong"),
            ("MMM", "monthShort"),
            ("EEEE", "weekdayLong"),
        ):
            self.members = {**self.members, name: self._known(letters)}

    def _known(self, letters: str) -> Any:
        try:
            return self._written(letters)
        except UnknownResultError:
            return UNKNOWN

    def _written(self, form: str) -> str:
        is_english = self._locale is UNDEFINED or self._locale in {"en", "en-US"}
        return written(self._date, form, LUXON, is_english=is_english)

    def _shown(self, given: Sequence[Any], this: Any) -> str:
        del this
        options = given[0] if given else {"year": "numeric", "month": "numeric", "day": "numeric"}
        return local_date(self._date, self._locale, options)

    def _configured(self, given: Sequence[Any], this: Any) -> Any:
        del this
        if not given or not isinstance(given[0], Mapping):
            raise UnknownResultError
        return _Luxon(self._date, "utc", given[0].get("locale", self._locale))


class _Moment:
    """The function `moment` or `dayjs`, with what belongs to it."""

    def __init__(self, language: FormatLetters) -> None:
        self._language = language
        self.members: Mapping[str, Any] = {
            "utc": self,
            "tz": self._in_zone,
            "extend": lambda *_: UNDEFINED,
            "locale": lambda *_: UNKNOWN,
        }

    def __call__(self, given: Sequence[Any], this: Any) -> Any:
        """Return the date given."""
        del this
        return self._of(_date(given))

    def _in_zone(self, given: Sequence[Any], this: Any) -> Any:
        del this
        return self._of(_date(given).astimezone(zone_named(_text(given, 1))))

    def _of(self, date: datetime) -> Any:
        parts: Mapping[str, _Method] = {
            "format": lambda given, _: written(
                date, _text(given, 0) if given else "YYYY-MM-DD[T]HH:mm:ssZ", self._language
            ),
            "utc": lambda *_: self._of(date.astimezone(UTC)),
            "tz": lambda given, _: self._of(date.astimezone(zone_named(_text(given, 0)))),
            "toDate": lambda *_: date.astimezone(UTC),
            "toISOString": lambda *_: _iso(date.astimezone(UTC)),
            "unix": lambda *_: float(int(date.timestamp())),
            "valueOf": lambda *_: date.timestamp() * 1000,
            "isValid": lambda *_: True,
            "year": lambda given, _: float(date.year) if not given else UNKNOWN,
            "month": lambda given, _: float(date.month - 1) if not given else UNKNOWN,
            "date": lambda given, _: float(date.day) if not given else UNKNOWN,
            "day": lambda given, _: float(date.isoweekday() % 7) if not given else UNKNOWN,
        }
        return parts


def _formatted(given: Sequence[Any], this: Any) -> str:
    """`format(date, "yyyy")` of date-fns; a language among its options makes words unknown."""
    del this
    options = given[2] if len(given) > 2 else {}  # noqa: PLR2004 - the third argument
    if not isinstance(options, Mapping):
        raise UnknownResultError
    date = _date(given)
    if "timeZone" in options:
        date = date.astimezone(zone_named(str(options["timeZone"])))
    return written(date, _text(given, 1), DATE_FNS, is_english="locale" not in options)


def _formatted_in_zone(given: Sequence[Any], this: Any) -> str:
    """`formatInTimeZone(date, "Asia/Tokyo", "yyyy")` of date-fns-tz."""
    del this
    date = _date(given).astimezone(zone_named(_text(given, 1)))
    return written(date, _text(given, 2), DATE_FNS, is_english=len(given) == 3)  # noqa: PLR2004


def _shifted(given: Sequence[Any], this: Any) -> datetime:
    """`toZonedTime(date, "Asia/Tokyo")` of date-fns-tz: a date whose parts are those of the zone."""
    del this
    return _date(given).astimezone(zone_named(_text(given, 1))).replace(tzinfo=UTC)


_PRESETS: Mapping[str, Mapping[str, str]] = {
    "DATE_SHORT": {**_FULL_DATE, "month": "numeric"},
    "DATE_MED": {**_FULL_DATE, "month": "short"},
    "DATE_MED_WITH_WEEKDAY": {**_FULL_DATE, "month": "short", "weekday": "short"},
    "DATE_FULL": _FULL_DATE,
    "DATE_HUGE": {**_FULL_DATE, "weekday": "long"},
}
_DATE_FNS: Mapping[str, Any] = {
    "format": _formatted,
    "formatISO": lambda given, _: _iso(_date(given)) if len(given) == 1 else UNKNOWN,
    "parseISO": lambda given, _: _date(given),
    "toDate": lambda given, _: _date(given),
    "getYear": lambda given, _: float(_date(given).year),
    "getMonth": lambda given, _: float(_date(given).month - 1),
    "getDate": lambda given, _: float(_date(given).day),
    "isValid": lambda *_: True,
}

DATE_LIBRARIES: Mapping[str, Any] = fixed(
    {
        "luxon": {
            "DateTime": {
                **dict.fromkeys(("fromJSDate", "fromISO", "fromMillis"), _luxon),
                **_PRESETS,
            }
        },
        "date-fns": _DATE_FNS,
        **{f"date-fns/{name}": method for name, method in _DATE_FNS.items()},
        "date-fns-tz": {
            "format": _formatted,
            "formatInTimeZone": _formatted_in_zone,
            **dict.fromkeys(("toZonedTime", "utcToZonedTime"), _shifted),
        },
        "moment": _Moment(MOMENT),
        "moment-timezone": _Moment(MOMENT),
        "dayjs": _Moment(DAYJS),
    }
)
"""Packages, and what they export or are."""
