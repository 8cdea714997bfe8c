"""Whatever the clock, the zone and the articles: run once a period, every article is mailed once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter_samples import TEXTS, article, config
from newsletter_samples import site as make

from broadsheet.errors import UsageError
from broadsheet.newsletter.period import EXAMPLES, period_of
from broadsheet.newsletter.routine import IssueOptions, IssueStatus, make_issues
from broadsheet.newsletter.select import select_issue

# Clocks that change at midnight, by half an hour, twice a year near each other, or skipped a whole day.
ZONES = [
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kolkata",
    "America/Sao_Paulo",
]
BEGIN, END = datetime(2011, 11, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sampled_from([*EXAMPLES]),
    st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None)),
    st.lists(
        st.tuples(st.floats(-1.5, 6.5), st.sampled_from(["", "edge", "second before"])), max_size=12
    ),
    st.lists(st.floats(0, 0.999), min_size=5, max_size=5),
)
@pytest.mark.slow
def test_every_article_is_in_exactly_one_issue(
    zone_name: str,
    kind: str,
    first: datetime,
    moments: list[tuple[float, str]],
    clocks: list[float],
) -> None:
    zone = ZoneInfo(zone_name)
    periods = [period_of(first.replace(tzinfo=UTC), kind, zone)]
    while len(periods) < len(clocks) + 1:
        periods.append(period_of(periods[-1].end, kind, zone))
    length = periods[0].end.astimezone(UTC) - periods[0].start.astimezone(UTC)
    articles = []
    for number, (place, edge) in enumerate(moments):
        moment = periods[0].start.astimezone(UTC) + length * place
        if edge:
            moment = period_of(moment, kind, zone).end.astimezone(UTC)
            moment -= timedelta(seconds=edge != "edge")
        articles.append(article(str(number), published=moment))
    read = config(f'period = "{kind}"', f'timezone = "{zone_name}"')
    site = make(articles, read)
    carried: Counter[str] = Counter()
    for clock, under_way in zip(clocks, periods[1:], strict=True):
        start, end = under_way.start.astimezone(UTC), under_way.end.astimezone(UTC)
        options = IssueOptions(now=start + (end - start) * clock, edition="weekly")
        (period,) = options.periods(read)["weekly"]
        if issue := select_issue(site, "weekly", period):
            carried.update(each.id for each in issue.articles)
    covered = [
        each.id
        for each in articles
        if periods[0].start.timestamp() <= each.published.timestamp() < periods[-2].end.timestamp()
    ]
    assert carried == Counter(covered)


def test_ways_to_say_when_exclude_each_other() -> None:
    now = datetime(2025, 6, 23, tzinfo=UTC)
    for options in ({"since": "2025-06-01"}, {"until": "2025-06-01"}, {"backfill": 3}):
        with pytest.raises(UsageError, match="--period: goes without"):
            IssueOptions(now=now, period="last", **options).periods(config())


def test_the_ways_to_leave_can_be_replaced() -> None:
    now = datetime(2025, 6, 23, 8, tzinfo=UTC)
    options = IssueOptions(now=now, unsubscribe=("https://x.example/u/%%token%%",))
    site = make([article("a")], config('unsubscribe = "https://old.example/"'))
    (made,) = make_issues(options, site, TEXTS, {}, []).issues
    assert (made.status, made.name, made.shown) == (IssueStatus.MADE, "2025-W25", 1)
    assert b"List-Unsubscribe: <https://x.example/u/%%token%%>\r\n" in made.form("eml")
    assert b'href="https://x.example/u/%%token%%"' in made.form("html")
    assert b"<https://x.example/u/%%token%%>" in made.form("text")
    assert b"old.example" not in b"".join(file.content for file in made.files)
