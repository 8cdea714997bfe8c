import time
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


@pytest.mark.parametrize(
    "value", ["2025-13-01", "yesterday", "17 Jun 2025 11:20 pm", "2025-06-17 23:20:05 +99", 3]
)
def test_the_error_quotes_what_was_typed(value):
    with pytest.raises(ValueError) as caught:
        dates.parse(value, SHANGHAI)
    assert str(caught.value) == f'"{value}" is not a date; write e.g. 2025-06-17T23:20:05+08:00'


@pytest.mark.parametrize("year", [1000, 9998])
def test_the_first_and_the_last_year(year):
    assert dates.parse(f"{year}-05-05", UTC) == datetime(year, 5, 5, tzinfo=UTC)
    outside = year - 1 if year == 1000 else year + 1
    with pytest.raises(ValueError, match=f"the year {outside} is out of range; write e.g. 2025"):
        dates.parse(f"{outside:04}-05-05", UTC)


@pytest.mark.parametrize(
    ("offset", "minutes"),
    [
        ("Z", 0),
        ("z", 0),
        ("UTC", 0),
        (" GMT", 0),
        ("+00", 0),
        ("+8", 480),
        ("-4", -240),
        ("+5:30", 330),
        ("+0530", 330),
        ("-05:30", -330),
        ("UTC+8", 480),
        (" GMT-3", -180),
        ("GMT+05:30", 330),
        ("+08:00:59", 480),
        ("+080059", 480),
        ("+08:15:59", 495),
        ("+23:59", 1439),
        ("-2359", -1439),
        ("+14:59", 899),
    ],
)
def test_offsets(offset, minutes):
    moment = dates.parse(f"2025-06-17T23:20:05{offset}", SHANGHAI)
    assert moment.utcoffset() == timedelta(minutes=minutes)
    assert moment.replace(tzinfo=None) == datetime(2025, 6, 17, 23, 20, 5)


@pytest.mark.parametrize(
    "offset", ["+24", "+24:00", "-2400", "+05:60", "+0099", "+8:5", "+123", "UTC+", "+"]
)
def test_what_is_no_offset(offset):
    with pytest.raises(ValueError, match="is not a date"):
        dates.parse(f"2025-06-17T23:20:05{offset}", SHANGHAI)


@pytest.mark.parametrize(
    "text", ["17 June 2025 23:20:05", "Tuesday, 17 Jun 2025 23:20:05", "tue, 17 JUN 2025 23:20:05"]
)
def test_days_and_months_may_be_written_out(text):
    assert dates.parse(text, SHANGHAI) == datetime(2025, 6, 17, 23, 20, 5, tzinfo=SHANGHAI)


def test_years_whose_offsets_have_seconds_are_written_in_utc(monkeypatch):
    """Before 1901 Shanghai's clocks were 8:05:43 ahead, which RFC 3339 cannot say."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        moment = datetime(1900, 1, 1, 12, tzinfo=SHANGHAI)
        assert dates.rfc3339(moment) == "1900-01-01T03:54:17Z"
        moment = datetime(2025, 6, 17, 23, 20, 5, tzinfo=SHANGHAI)
        assert dates.rfc3339(moment) == "2025-06-17T23:20:05+08:00"
        assert dates.rfc822(moment) == "Tue, 17 Jun 2025 15:20:05 +0000"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_name_of_a_zone_is_taken_off_the_end():
    assert dates.without_zone_name("2025-06-17 23:20:05 +0800 CST") == "2025-06-17 23:20:05 +0800"
    assert dates.without_zone_name("Tue 17 Jun") == "Tue 17 Jun"
    assert dates.without_zone_name("5 UTC5") == "5 UTC5"


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
