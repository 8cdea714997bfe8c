"""Days, weeks, months and windows by the clocks of the site."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsletter_samples import article

from broadsheet.errors import UsageError
from broadsheet.newsletter.selection.period import (
    EXAMPLES,
    Period,
    before,
    last_periods,
    named_period,
    number_of,
    parse_period,
    parse_window,
    period_of,
    window,
)
from broadsheet.newsletter.selection.select import between

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = (
    "UTC",
    "Asia/Shanghai",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Apia",
)


def holds(period: Period, moment: datetime) -> bool:
    """Return whether an issue of a period has an article of a moment."""
    return bool(between([article("a", published=moment)], period.start, period.end))


moments = st.datetimes(datetime(1905, 1, 1), datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("name", "kind", "start", "end"),
    [
        ("2025-06-17", "day", "2025-06-17", "2025-06-18"),
        ("2025-W25", "week", "2025-06-16", "2025-06-23"),
        ("2025-06", "month", "2025-06-01", "2025-07-01"),
        ("2025-12", "month", "2025-12-01", "2026-01-01"),
        ("2025-W01", "week", "2024-12-30", "2025-01-06"),
        ("2020-W53", "week", "2020-12-28", "2021-01-04"),
        ("2025-06-10--2025-06-17", "window", "2025-06-10", "2025-06-17"),
    ],
)
def test_a_name_means_its_days(name: str, kind: str, start: str, end: str) -> None:
    period = parse_period(name, "week", SHANGHAI)
    assert (period.name, period.kind) == (name, kind)
    assert period.start == datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    assert period.end == datetime.fromisoformat(end).replace(tzinfo=SHANGHAI)
    assert period.last_day == date.fromisoformat(end) - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "week"),
    [("2021-01-03", "2020-W53"), ("2024-12-30", "2025-W01"), ("2027-01-01", "2026-W53")],
)
def test_a_week_belongs_to_the_year_that_has_its_thursday(day: str, week: str) -> None:
    moment = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    assert period_of(moment, "week", SHANGHAI).name == week


def test_the_clocks_of_the_site_decide() -> None:
    late = datetime(2025, 6, 15, 16, 30, tzinfo=UTC)
    assert period_of(late, "day", SHANGHAI).name == "2025-06-16"
    assert period_of(late, "week", SHANGHAI).name == "2025-W25"
    assert period_of(late, "week", UTC).name == "2025-W24"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2025-W54", '--period: "2025-W54" does not exist'),
        ("2025-W00", "does not exist"),
        ("2025-02-30", "does not exist"),
        ("2025-13", "does not exist"),
        ("0000-01", "does not exist"),
        ("9999-12", "does not exist: the year 9999 is out of range"),
        (
            "last week",
            '--period: "last week" is not a period; write last, current, yesterday, or e.g. 2025-06-17 (a day), 2025-W25 (a week)',
        ),
        ("last--week", '--period: "last--week" is not a period'),
        ("２０２５-W25", "is not a period"),
        ("", "is not a period"),
        ("2025-06-17--2025-06-10", "--since: 2025-06-17 is not before --until 2025-06-10"),
        ("2025-06-17--2025-06-17", "is not before"),
        ("2025-02-30--2025-06-17", '--since: "2025-02-30" is not a date'),
        ("2025-06-17--2025-06-31", '--until: "2025-06-31" is not a date'),
    ],
)
def test_what_is_no_period_is_said_to_be_none(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_period(text, "week", SHANGHAI)
    assert says in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_windows_end_that_is_no_date_is_named() -> None:
    with pytest.raises(UsageError, match="--until: .*yesterday.* is not a date; write e.g."):
        parse_window("2025-06-10", "yesterday", SHANGHAI)


def test_a_window_with_times_has_them_in_its_name() -> None:
    made = parse_window("2025-06-10T08:00:00+08:00", "2025-06-10T12:30:00Z", SHANGHAI)
    assert made.name == "2025-06-10T080000--2025-06-10T203000"
    assert parse_period(made.name, "week", SHANGHAI) == made


@given(moments, st.sampled_from([*EXAMPLES]), st.sampled_from(ZONES))
def test_every_moment_is_in_its_period_and_in_no_neighbour(
    moment: datetime, kind: str, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    period = period_of(moment, kind, zone)
    assert holds(period, moment)
    assert parse_period(period.name, kind, zone) == period
    following = period_of(period.end, kind, zone)
    assert following.start.astimezone(UTC) == period.end.astimezone(UTC)
    assert not holds(following, moment)


@given(moments, moments, st.sampled_from(ZONES))
def test_a_windows_name_can_be_read_back(one: datetime, other: datetime, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    since, until = sorted((one, other))
    if since.replace(microsecond=0) == until.replace(microsecond=0):
        return
    made = window(since, until, zone)
    if any(end.replace(fold=1).utcoffset() != end.utcoffset() for end in (made.start, made.end)):
        return  # A clock time that comes twice: its name means the first.
    again = parse_period(made.name, "week", zone)
    assert (again.name, again.start, again.end) == (made.name, made.start, made.end)


@pytest.mark.parametrize(
    ("zone_name", "day", "hours"),
    [
        ("Europe/Berlin", "2025-03-30", 23),
        ("Europe/Berlin", "2025-10-26", 25),
        ("America/Sao_Paulo", "2018-11-04", 23),  # Its first hour does not exist.
        ("America/Havana", "2025-11-02", 25),  # Its first hour comes twice.
        ("Pacific/Apia", "2011-12-29", 24),  # The day after it does not exist.
    ],
)
def test_days_on_which_clocks_change_are_whole(zone_name: str, day: str, hours: int) -> None:
    period = parse_period(day, "day", ZoneInfo(zone_name))
    assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == timedelta(hours=hours)


def test_a_repeated_hour_is_in_the_day_both_times() -> None:
    havana = ZoneInfo("America/Havana")
    day = parse_period("2025-11-02", "day", havana)
    for fold in (0, 1):
        moment = datetime(2025, 11, 2, 0, 30, tzinfo=havana, fold=fold)
        assert holds(day, moment)
        assert not holds(parse_period("2025-11-01", "day", havana), moment)


def test_a_period_has_its_start_and_not_its_end() -> None:
    day = parse_period("2025-06-17", "day", SHANGHAI)
    tick = timedelta(microseconds=1)
    assert [holds(day, day.start + offset) for offset in (-tick, 0 * tick, tick)] == [
        False,
        True,
        True,
    ]
    assert [holds(day, day.end + offset) for offset in (-tick, 0 * tick)] == [True, False]


def test_a_period_has_only_its_part_of_the_articles() -> None:
    day = parse_period("2025-06-17", "day", UTC)
    hours = (60, 49, 48, 47, 30, 24, 23, -1)
    articles = [article(str(n), published=day.start + timedelta(hours=n)) for n in hours]
    assert [a.slug for a in between(articles, day.start, day.end)] == ["23"]
    assert [a.slug for a in between(articles, day.end, day.end + timedelta(days=1))] == [
        "47",
        "30",
        "24",
    ]
    assert between(articles, day.start - timedelta(days=7), day.start - timedelta(days=6)) == []
    assert between([], day.start, day.end) == []


@pytest.mark.parametrize(
    ("kind", "earlier"), [("day", "2025-03-30"), ("week", "2025-03-24"), ("month", "2025-02-28")]
)
def test_one_period_earlier(kind: str, earlier: str) -> None:
    moment = datetime(2025, 3, 31, tzinfo=SHANGHAI)
    assert before(moment, kind, SHANGHAI).date().isoformat() == earlier


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("last", "day", "2025-06-22"),
        ("last", "week", "2025-W25"),
        ("last", "month", "2025-05"),
        ("yesterday", "week", "2025-06-22"),
        ("current", "week", "2025-W26"),
        ("current", "month", "2025-06"),
        ("2025-W20", "day", "2025-W20"),
    ],
)
def test_periods_named_by_the_clock(text: str, kind: str, name: str) -> None:
    monday = datetime(2025, 6, 23, 8, tzinfo=SHANGHAI)
    assert named_period(text, kind, SHANGHAI, monday).name == name


@given(moments, st.sampled_from([*EXAMPLES]), st.sampled_from(ZONES), st.integers(1, 5))
def test_the_last_periods_are_over_and_follow_each_other(
    moment: datetime, kind: str, zone_name: str, count: int
) -> None:
    zone = ZoneInfo(zone_name)
    found = last_periods(moment, kind, zone, count)
    assert len(found) == count
    assert found[-1].is_over(moment)
    following = period_of(moment, kind, zone)
    assert not following.is_over(moment)
    for earlier, later in zip(found, (*found[1:], following), strict=True):
        assert earlier.end.astimezone(UTC) == later.start.astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "first", "number"),
    [
        ("2025-06-17", "2025-06-17", 1),
        ("2025-06-17", "2025-06-10", 8),
        ("2025-W25", "2025-W24", 2),
        ("2025-W02", "2024-W52", 3),
        ("2025-06", "2025-06", 1),
        ("2025-02", "2023-11", 16),
        ("2025-W25", "2025-W26", None),
        ("2025-W25", "2025-06", None),
        ("2025-W25", "2025-W99", None),
    ],
)
def test_issues_are_counted_from_the_first(name: str, first: str, number: int | None) -> None:
    period = parse_period(name, "week", SHANGHAI)
    assert str(number_of(period, first, SHANGHAI)) == str(number)  # Subjects show it: no "2.0".
