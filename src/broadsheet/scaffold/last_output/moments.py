"""Finds the time zone in which dates without an offset agree with the engine's feed."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from datetime import datetime, timedelta

_ENOUGH = 0.95


def infer_zone(pairs: Sequence[tuple[datetime, datetime]]) -> str:
    """Return the zone in which most dates agree with those of a feed; "" if there is none.

    A pair is a date of an article, read as if it were in UTC, and the date of its entry.
    """
    shifts = {typed - shown for typed, shown in pairs}
    if not pairs or shifts <= {timedelta()} or max(map(abs, shifts)) > timedelta(hours=14):
        return ""
    hours = {shift / timedelta(hours=1) for shift in shifts}
    if len(hours) == 1 and (hour := hours.pop()).is_integer():
        return f"Etc/GMT{-int(hour):+d}"
    return next(filter(None, (_fits(name, pairs) for name in _names())), "")


def _names() -> list[str]:
    found = zoneinfo.available_timezones()
    return sorted(name for name in found if "/" in name and not name.startswith("Etc/"))


def _fits(name: str, pairs: Sequence[tuple[datetime, datetime]]) -> str:
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return ""
    right = sum(typed.replace(tzinfo=zone) == shown for typed, shown in pairs)
    return name if right >= _ENOUGH * len(pairs) else ""
