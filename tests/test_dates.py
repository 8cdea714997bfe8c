from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import dates

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-17T23:20:05+08:00", "2025-06-17T23:20:05+08:00"),
        ("2025-06-08T16:15:01.806Z", "2025-06-08T16:15:01Z"),
        ("2025-06-17 23:20:05 +0800", "2025-06-17T23:20:05+08:00"),
        ("2025-06-17 23:20:05 +0800 CST", "2025-06-17T23:20:05+08:00"),
        ("2025-06-17 23:20:05.10 -4", "2025-06-17T23:20:05-04:00"),
        ("2025-06-17 23:20:05 +5:30", "2025-06-17T23:20:05+05:30"),
        ("2025-06-17 23:20:05 UTC", "2025-06-17T23:20:05Z"),
        ("2025-06-17 23:20:05 GMT+8", "2025-06-17T23:20:05+08:00"),
        ("2025-06-17 23:20", "2025-06-17T23:20:00+08:00"),
        ("2024-1-2", "2024-01-02T00:00:00+08:00"),
        ("2024/01/02", "2024-01-02T00:00:00+08:00"),
        ("Tue, 17 Jun 2025 23:20:05 +0000", "2025-06-17T23:20:05Z"),
        ("Tue, 17 Jun 2025 23:20:05 +0000 (noon)", "2025-06-17T23:20:05Z"),
        ("17 Jun 2025 23:20:05 EST", "2025-06-17T23:20:05-05:00"),
        ("Tue Jun 17 23:20:05 2025", "2025-06-17T23:20:05+08:00"),
        (date(2024, 1, 2), "2024-01-02T00:00:00+08:00"),
        (datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02T03:04:05Z"),
    ],
)
def test_every_form_of_date(text, expected):
    assert dates.rfc3339(dates.parse(text, SHANGHAI)) == expected


@pytest.mark.parametrize(
    ("fraction", "microseconds"),
    [("5", 500_000), ("05", 50_000), ("000001", 1), ("1234567", 123_456), ("9999999", 999_999)],
)
@pytest.mark.parametrize("point", [".", ","])
def test_fractions_of_a_second(fraction, microseconds, point):
    moment = dates.parse(f"2025-06-17T23:20:05{point}{fraction}Z", SHANGHAI)
    assert moment == datetime(2025, 6, 17, 23, 20, 5, microseconds, UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-13-01",
        "2024-02-30",
        "yesterday",
        "",
        "0001-01-01",
        "9999-12-31",
        "2025-06-17T25:00",
        "2025-06-17 23:20:05 EST",
        "Tue, 17 Jun 2025 23:20:05 CET",
        "June 17, 2025 11:20 PM",
        "17 Jun 2025 11:20:05 pm +0800",
        None,
        3,
    ],
)
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="write e.g. 2025-06-17T23:20:05"):
        dates.parse(text, SHANGHAI)


def test_rfc822_is_english_and_utc():
    moment = datetime(2025, 6, 17, 23, 20, 5, tzinfo=timezone(timedelta(hours=8)))
    assert dates.rfc822(moment) == "Tue, 17 Jun 2025 15:20:05 +0000"


@given(st.datetimes(datetime(1000, 1, 2), datetime(9998, 1, 1), timezones=st.timezones()))
def test_what_we_write_we_read(moment):
    # In UTC: no time that clocks skip or have twice equals one of another zone (PEP 495).
    whole = moment.astimezone(UTC).replace(microsecond=0)
    for written in (dates.rfc3339(moment), dates.rfc822(moment)):
        assert dates.parse(written, SHANGHAI).astimezone(UTC) == whole


@given(st.text())
def test_any_text_is_a_date_or_refused(text):
    try:
        assert dates.parse(text, UTC).tzinfo is not None
    except ValueError:
        pass
