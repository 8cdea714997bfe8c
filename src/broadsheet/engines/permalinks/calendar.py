"""Tokens of dates that engines share; names are English, whatever the process's locale."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from broadsheet.engines.permalinks.address import Address

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)

DATE: Mapping[str, Callable[[Address], str]] = {
    "year": lambda a: f"{a.date.year:04}",
    "month": lambda a: f"{a.date.month:02}",
    "i_month": lambda a: str(a.date.month),
    "day": lambda a: f"{a.date.day:02}",
    "i_day": lambda a: str(a.date.day),
    "hour": lambda a: f"{a.date.hour:02}",
    "minute": lambda a: f"{a.date.minute:02}",
    "second": lambda a: f"{a.date.second:02}",
}
