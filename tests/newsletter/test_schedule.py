"""Which issue a schedule asks for: exactly one, also around clock changes and missed runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config.send import SendTime, send_time
from broadsheet.newsletter.schedule import last_complete, scheduled

BERLIN = ZoneInfo("Europe/Berlin")


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("send", "kind", "now", "name"),
    [
        ("mon 08:00", "week", "2025-06-23T07:59", "2025-W24"),  # Last week's was due then.
        ("mon 08:00", "week", "2025-06-23T08:00", "2025-W25"),
        ("mon 08:00", "week", "2025-06-29T23:59", "2025-W25"),  # Late, but still sent.
        ("fri 17:30", "week", "2025-06-27T18:00", "2025-W25"),
        ("08:00", "day", "2025-06-17T08:00", "2025-06-16"),
        ("08:00", "day", "2025-06-17T07:00", "2025-06-15"),
        ("1 08:00", "month", "2025-07-01T08:00", "2025-06"),
        ("28 08:00", "month", "2025-07-01T08:00", "2025-05"),
        ("mon 08:00", "day", "2025-06-25T08:00", "2025-06-22"),  # A daily edition sent on Mondays.
        ("02:30", "day", "2025-03-30T03:30", "2025-03-29"),  # Clocks skip 02:30.
        ("02:30", "day", "2025-10-26T02:30", "2025-10-25"),  # It comes twice.
        ("00:00", "day", "2025-01-01T00:00", "2024-12-31"),
        ("mon 00:00", "week", "2025-12-29T00:00", "2025-W52"),
    ],
)
def test_the_issue_that_is_due(send, kind, now, name):
    assert scheduled(send_time(send), kind, at(now), BERLIN).period.name == name


def test_of_several_that_were_missed_only_the_last_is_sent():
    """A machine that was off for three weeks sends one issue."""
    due = scheduled(send_time("mon 08:00"), "week", at("2025-07-16T12:00"), BERLIN)
    assert due.period.name == "2025-W28"
    assert due.since == at("2025-07-14T08:00")


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([SendTime(8, 0), SendTime(0, 0, weekday=0), SendTime(23, 59, day=28)]),
    st.sampled_from(["day", "week", "month"]),
)
def test_what_is_due_is_over_and_was_due_before_now(now, send, kind):
    due = scheduled(send, kind, now, BERLIN)
    assert due.period.end <= due.since + timedelta(hours=1)
    assert due.since.astimezone(UTC) <= now
    assert last_complete(kind, due.since, BERLIN) == due.period
    later = scheduled(send, kind, now + timedelta(minutes=7), BERLIN)
    assert later.since >= due.since
