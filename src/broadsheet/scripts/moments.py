"""Methods of dates (ECMA-262, 21.4), all in UTC, as the servers are that build sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from broadsheet.scripts.values import UNKNOWN, UnknownResultError


def as_date(given: Sequence[Any], this: Any) -> Any:
    """Return `new Date(x)`; without `x`, the clock would tell."""
    del this
    value = given[0] if given else UNKNOWN
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise UnknownResultError from error
    if not isinstance(value, datetime):
        return UNKNOWN
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


_PARTS: Mapping[str, Callable[[datetime], float]] = {
    "FullYear": lambda date: date.year,
    "Month": lambda date: date.month - 1,
    "Date": lambda date: date.day,
    "Day": lambda date: date.isoweekday() % 7,
    "Hours": lambda date: date.hour,
    "Minutes": lambda date: date.minute,
    "Seconds": lambda date: date.second,
}

METHODS_OF_DATES: Mapping[str, Callable[[datetime], Any]] = {
    **{f"get{name}": make for name, make in _PARTS.items()},
    **{f"getUTC{name}": make for name, make in _PARTS.items()},
    "getTime": lambda date: date.timestamp() * 1000,
    "toISOString": lambda date: date.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    "toJSON": lambda date: date.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    "valueOf": lambda date: date.timestamp() * 1000,
}
