"""Whatever the clock, the zone and the articles: run once a period, every article is mailed once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter_samples import TEXTS, article, config
from newsletter_samples import site as make

from broadsheet.errors import UsageError
from broadsheet.model import Article, Person
from broadsheet.newsletter.context import make_context
from broadsheet.newsletter.places import ExistingIssues, mark_of
from broadsheet.newsletter.routine import IssueOptions, IssueRun, IssueStatus, make_issues
from broadsheet.newsletter.selection.period import EXAMPLES, period_of
from broadsheet.newsletter.selection.select import select_issue

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
        now = start + (end - start) * clock
        (period,) = IssueOptions(edition="weekly").periods(read, now)["weekly"]
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
            IssueOptions(period="last", **options).periods(config(), now)


def test_the_way_to_leave_is_in_every_form() -> None:
    now = datetime(2025, 6, 23, 8, tzinfo=UTC)
    site = make([article("a")], config('unsubscribe = "https://x.example/u/%%token%%"'))
    (made,) = make_issues(IssueOptions(), make_context(site, TEXTS), now).issues
    assert (made.status, made.name, made.shown) == (IssueStatus.MADE, "2025-W25", 1)
    assert b"List-Unsubscribe: <https://x.example/u/%%token%%>\r\n" in made.form("eml")
    assert b'href="https://x.example/u/%%token%%"' in made.form("html")
    assert b"<https://x.example/u/%%token%%>" in made.form("text")


MONDAY = datetime(2025, 6, 23, 8, tzinfo=UTC)
WEEKS = [article("a"), article("b", days=7), article("c", days=14)]


def run(
    articles: Sequence[Article] = WEEKS, made: ExistingIssues | None = None, **options: Any
) -> IssueRun:
    now = options.pop("now", MONDAY)
    context = make_context(make(articles, config()), TEXTS, made)
    return make_issues(IssueOptions(**options), context, now)


def made_before(out: Path, issue: str, headers: str = "") -> ExistingIssues:
    """Return what is in `out`: an issue with some headers."""
    place = out / "digests/weekly" / issue / "email.eml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"Subject: x\n{headers}\n", encoding="utf-8")
    return ExistingIssues({"weekly": (issue,)}, out)


def outcomes(found: IssueRun) -> list[tuple[str, str, str]]:
    return [(each.edition, each.name, each.status) for each in found.issues]


def test_the_last_periods_are_made_unless_they_are_made_already(tmp_path: Path) -> None:
    found = run(made=made_before(tmp_path, "2025-W24"), backfill=4)
    expected = {"22": "none", "23": "made", "24": "unchanged", "25": "made"}
    assert outcomes(found) == [("weekly", f"2025-W{n}", what) for n, what in expected.items()]
    assert [each.period.kind for each in found.issues] == ["week"] * 4
    written = {file.path for file in found.files}
    assert {f"digests/weekly/2025-W{n}/email.eml" for n in (23, 25)} <= written
    assert "digests/weekly/2025-W24/email.eml" not in written
    assert "digests/weekly/index.html" in written


def test_an_issue_that_is_made_already_is_made_again_unless_only_new_ones_are_wanted(
    tmp_path: Path,
) -> None:
    there = made_before(tmp_path, "2025-W25")
    assert outcomes(run(made=there)) == [("weekly", "2025-W25", "made")]
    assert outcomes(run(made=there, if_new=True)) == [("weekly", "2025-W25", "unchanged")]
    preview = made_before(tmp_path, "2025-W25", "X-Preview: yes\n")
    assert outcomes(run(made=preview, if_new=True)) == [("weekly", "2025-W25", "made")]
    other = made_before(tmp_path, "2025-W24")
    assert outcomes(run(made=other, if_new=True)) == [("weekly", "2025-W25", "made")]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"since": "2025-06-10"}, "2025-06-10--2025-06-24"),
        ({"until": "2025-06-10"}, "2025-06-03--2025-06-10"),
        ({"since": "2025-06-01", "until": "2025-06-20"}, "2025-06-01--2025-06-20"),
        ({"limit": 3}, "2025-W25--3"),
        ({"tags": ("X",), "period": "2025-W25"}, "2025-W25--tags--x"),
        ({"terms": (" tags =X",)}, "2025-W25--tags--x"),
        ({"terms": ("tags=X=",)}, "2025-W25--tags--x="),
        ({"topics": ("X",)}, "2025-W25--topics--x"),
    ],
)
def test_options_say_of_when_and_of_what_an_issue_is(options: dict[str, Any], name: str) -> None:
    articles = [article("a", "x", terms=(("tags", ("x", "x=")), ("topics", ("X",))))]
    articles.append(replace(articles[0], source="b", published=datetime(2025, 6, 4, tzinfo=UTC)))
    (made,) = run(articles, **options).issues
    assert (made.name, made.status) == (name, IssueStatus.MADE)
    assert made.issue is not None
    assert made.record == tuple(mark_of(each) for each in made.issue.articles)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"until": "x"}, "--until: "),
        ({"since": "x"}, "--since: "),
        (
            {"backfill": 2, "since": "2025-06-01"},
            "--since: goes without --backfill; choose one way",
        ),
        ({"terms": ("x",)}, '--term: "x" names no taxonomy; write e.g. tags=Python'),
        ({"limit": 0}, "--limit: 0 is too few"),
    ],
)
def test_an_option_that_cannot_be_followed_is_named(options: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        run(**options)


def test_a_note_is_drafted_in_place_of_an_issue() -> None:
    found = run(edit=True)
    (made,) = found.issues
    assert (made.status, made.issue, made.record) == (IssueStatus.DRAFTED, None, ())
    assert made.note is not None
    assert made.note.path == "issues/weekly/2025-W25.md"
    assert list(found.files) == []


def test_a_draft_of_a_note_holds_its_issue_back_except_in_a_preview(tmp_path: Path) -> None:
    place = tmp_path / "issues/weekly/2025-W25.md"
    place.parent.mkdir(parents=True)
    place.write_text("---\ndraft: true\n---\nx\n", encoding="utf-8")
    site = make(WEEKS, config(root=tmp_path))
    for preview, status in ((False, IssueStatus.HELD), (True, IssueStatus.MADE)):
        context = replace(make_context(site, TEXTS), with_drafts=preview)
        (made,) = make_issues(IssueOptions(), context, MONDAY).issues
        assert (made.edition, made.name, made.status) == ("weekly", "2025-W25", status)


def test_the_recipient_can_be_replaced() -> None:
    (made,) = run(to=Person("Bob", "bob@example.org")).issues
    assert b"\r\nTo: Bob <bob@example.org>\r\n" in made.form("eml")
