"""Finds the issue of an edition that is due by `send = "mon 08:00"`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from broadsheet.config import records
from broadsheet.newsletter.selection.period import Period, last_periods

_LOOK_BACK = 32
"""Days within which every kind of send time occurs."""


@dataclass(frozen=True, slots=True)
class Due:
    """An issue to send: its period, and since when it is due.

    Only the newest is ever due: if several were missed, say while a machine was off, only the last
    one is sent.
    """

    period: Period
    since: datetime


def scheduled(send: records.SendTime, kind: str, now: datetime, zone: tzinfo) -> Due | None:
    """Return the issue that the schedule has last asked for.

    `kind` is the edition's period: day, week or month. The moment is in `zone`; where clocks skip
    it, as at the change to daylight saving, it is the same moment by the old offset.
    """
    today = now.astimezone(zone).date()
    for back in range(_LOOK_BACK):
        day = today - timedelta(days=back)
        moment = datetime.combine(day, time(send.hour, send.minute), zone)
        if _is_day(send, day) and moment.astimezone(UTC) <= now.astimezone(UTC):
            return Due(last_complete(kind, moment, zone), moment)
    return None


def last_complete(kind: str, moment: datetime, zone: tzinfo) -> Period:
    """Return the last day, week or month that was over at a moment."""
    return last_periods(moment, kind, zone)[0]


def _is_day(send: records.SendTime, day: date) -> bool:
    if send.weekday is not None:
        return day.weekday() == send.weekday
    return send.day is None or day.day == send.day
