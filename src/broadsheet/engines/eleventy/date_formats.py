"""The formats in which libraries write dates: what each letter stands for, with English words.

https://moment.github.io/luxon/#/formatting?id=table-of-tokens ; https://date-fns.org/docs/format ;
https://momentjs.com/docs/#/displaying/format/ ; https://day.js.org/docs/en/display/format
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from broadsheet.scripts import MONTHS, WEEKDAYS, UnknownResultError

_Show = Callable[[datetime], str]


def ordinal(number: int) -> str:
    """Return a number as `1st` and `12th` are."""
    is_teen = number // 10 % 10 == 1
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _offset(date: datetime, between: str) -> str:
    minutes = int((date.utcoffset() or datetime.resolution * 0).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{between}{rest:02}"


def _twelve(date: datetime) -> int:
    return (date.hour + 11) % 12 + 1


_NUMBERS: Mapping[str, _Show] = {
    "year": lambda d: str(d.year),
    "year2": lambda d: f"{d.year % 100:02}",
    "year4": lambda d: f"{d.year:04}",
    "month": lambda d: str(d.month),
    "month2": lambda d: f"{d.month:02}",
    "day": lambda d: str(d.day),
    "day2": lambda d: f"{d.day:02}",
    "hour": lambda d: str(d.hour),
    "hour2": lambda d: f"{d.hour:02}",
    "twelve": lambda d: str(_twelve(d)),
    "twelve2": lambda d: f"{_twelve(d):02}",
    "minute": lambda d: str(d.minute),
    "minute2": lambda d: f"{d.minute:02}",
    "second": lambda d: str(d.second),
    "second2": lambda d: f"{d.second:02}",
    "thousandths": lambda d: f"{d.microsecond // 1000:03}",
    "day_of_year": lambda d: str(d.timetuple().tm_yday),
    "day_of_year3": lambda d: f"{d.timetuple().tm_yday:03}",
    "week": lambda d: str(d.isocalendar().week),
    "week2": lambda d: f"{d.isocalendar().week:02}",
    "week_year": lambda d: f"{d.isocalendar().year:04}",
    "weekday": lambda d: str(d.isoweekday()),
    "weekday_from_0": lambda d: str(d.isoweekday() % 7),
    "quarter": lambda d: str((d.month + 2) // 3),
    "offset": lambda d: _offset(d, ":"),
    "offset4": lambda d: _offset(d, ""),
    "seconds_since_1970": lambda d: str(int(d.timestamp())),
}
_WORDS: Mapping[str, _Show] = {
    "month_name": lambda d: MONTHS[d.month - 1],
    "month_name3": lambda d: MONTHS[d.month - 1][:3],
    "weekday_name": lambda d: WEEKDAYS[d.weekday()],
    "weekday_name3": lambda d: WEEKDAYS[d.weekday()][:3],
    "weekday_name2": lambda d: WEEKDAYS[d.weekday()][:2],
    "half": lambda d: "PM" if d.hour >= 12 else "AM",  # noqa: PLR2004 - noon
    "half_small": lambda d: "pm" if d.hour >= 12 else "am",  # noqa: PLR2004
    "month_th": lambda d: ordinal(d.month),
    "day_th": lambda d: ordinal(d.day),
    "american": lambda d: f"{d.month}/{d.day}/{d.year}",
    "american2": lambda d: f"{d.month:02}/{d.day:02}/{d.year:04}",
    "date3": lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
    "date": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "date_th": lambda d: f"{MONTHS[d.month - 1]} {ordinal(d.day)}, {d.year}",
    "full_date": lambda d: f"{WEEKDAYS[d.weekday()]}, {MONTHS[d.month - 1]} {d.day}, {d.year}",
    "full_date_th": lambda d: (
        f"{WEEKDAYS[d.weekday()]}, {MONTHS[d.month - 1]} {ordinal(d.day)}, {d.year}"
    ),
}


class FormatLetters(NamedTuple):
    """The formats of one library: what its letters mean, and what finds these and text in quotes."""

    letters: Mapping[str, str]
    pattern: re.Pattern[str]
    quote: str = ""
    """What two quotes stand for."""


_QUOTED = r"'(?P<quoted>(?:[^']|''){0,99})'"
_BRACKETED = r"\[(?P<quoted>[^\[\]]{0,99})\]"
_RUN = "(?P<one>[A-Za-z])(?P=one)*"
_LUXON = re.compile(rf"{_QUOTED}|(?P<letters>{_RUN})")
_DATE_FNS = re.compile(rf"{_QUOTED}|(?P<letters>[A-Za-z]o(?![A-Za-z])|{_RUN})")
_MOMENT = re.compile(rf"{_BRACKETED}|(?P<letters>[DMd]o|{_RUN})")


def _letters(text: str) -> dict[str, str]:
    """Return letters → what they stand for, of words that alternate."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_COMMON = (
    "H hour HH hour2 h twelve hh twelve2 m minute mm minute2 s second ss second2 SSS thousandths "
)
LUXON = FormatLetters(
    _letters(
        _COMMON + "y year yy year2 yyyy year4 L month LL month2 LLL month_name3 LLLL month_name "
        "M month MM month2 MMM month_name3 MMMM month_name d day dd day2 E weekday c weekday "
        "EEE weekday_name3 ccc weekday_name3 EEEE weekday_name cccc weekday_name a half "
        "o day_of_year ooo day_of_year3 W week WW week2 kkkk week_year q quarter ZZ offset ZZZ offset4 "
        "X seconds_since_1970 D american DD date3 DDD date DDDD full_date"
    ),
    _LUXON,
)
DATE_FNS = FormatLetters(
    _letters(
        _COMMON + "y year yy year2 yyyy year4 L month LL month2 LLL month_name3 LLLL month_name "
        "M month MM month2 MMM month_name3 MMMM month_name Mo month_th Lo month_th d day dd day2 do day_th "
        "E weekday_name3 EE weekday_name3 EEE weekday_name3 EEEE weekday_name i weekday iii weekday_name3 "
        "iiii weekday_name a half aa half aaa half_small I week II week2 RRRR week_year Q quarter "
        "xxx offset xx offset4 t seconds_since_1970 P american2 PP date3 PPP date_th PPPP full_date_th"
    ),
    _DATE_FNS,
    "'",
)
_OF_DAYJS = _letters(
    _COMMON + "YY year2 YYYY year4 M month MM month2 MMM month_name3 MMMM month_name D day DD day2 "
    "d weekday_from_0 dd weekday_name2 ddd weekday_name3 dddd weekday_name A half a half_small "
    "Z offset ZZ offset4 Do day_th Q quarter X seconds_since_1970"
)
DAYJS = FormatLetters(_OF_DAYJS, _MOMENT)
MOMENT = FormatLetters(
    _OF_DAYJS
    | _letters(
        "Mo month_th DDD day_of_year DDDD day_of_year3 E weekday e weekday_from_0 W week WW week2 "
        "GGGG week_year L american2 LL date l american ll date3"
    ),
    _MOMENT,
)


def written(date: datetime, form: str, language: FormatLetters, *, is_english: bool = True) -> str:
    """Return a date in a format. Raises UnknownResultError if a letter's meaning is not known.

    Names of months and the like are known in English only.
    """

    def shown(found: re.Match[str]) -> str:
        if found["quoted"] is not None:
            return found["quoted"].replace("''", language.quote) or language.quote
        name = language.letters.get(found["letters"], "")
        show = _NUMBERS.get(name) or (_WORDS.get(name) if is_english else None)
        if show is None:
            raise UnknownResultError(found["letters"])
        return show(date)

    return language.pattern.sub(shown, form)
