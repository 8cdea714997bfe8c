"""Articles that come after their issue: with `late` each is mailed once, without it `check` names them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter_samples import TEXTS, article, config

from broadsheet.newsletter.context import make_context
from broadsheet.newsletter.files import select
from broadsheet.newsletter.missed import missed_articles
from broadsheet.newsletter.places import ExistingIssues, mark_of
from broadsheet.newsletter.selection.period import EXAMPLES, period_of
from broadsheet.newsletter.selection.select import NO_SCOPE
from broadsheet.site.site import make_site

RUNS = 5


class Made(ExistingIssues):
    """Issues that were made, without files."""

    def is_made(self, edition, issue):
        return issue in self.get(edition, ())

    def add(self, issue):
        self["weekly"] = (*self.get("weekly", ()), issue.name)
        self.records = {**self.records, issue.path: tuple(map(mark_of, issue.articles))}


@settings(max_examples=60, deadline=None)
@given(
    zone_name=st.sampled_from(["UTC", "Asia/Shanghai", "Africa/Casablanca", "America/Havana"]),
    kind=st.sampled_from([*EXAMPLES]),
    first=st.datetimes(datetime(2011, 11, 1), datetime(2025, 6, 1)),  # noqa: DTZ001 - the zone is drawn
    places=st.lists(st.tuples(st.floats(-1.5, RUNS), st.integers(0, RUNS - 1)), max_size=12),
    clocks=st.lists(st.floats(0, 0.999), min_size=RUNS, max_size=RUNS),
    late=st.booleans(),
    skip_below=st.integers(1, 3),
)
def test_every_article_is_mailed_once_or_named(
    zone_name, kind, first, places, clocks, late, skip_below
):
    zone = ZoneInfo(zone_name)
    read = config(
        f'period = "{kind}"\nlate = {str(late).lower()}\nskip_below = {skip_below}',
        f'timezone = "{zone_name}"',
    )
    periods = [period_of(first.replace(tzinfo=UTC), kind, zone)]
    while len(periods) <= RUNS:
        periods.append(period_of(periods[-1].end, kind, zone))
    begin, length = periods[0].start.timestamp(), periods[0].end.timestamp()
    length -= begin
    arriving = [
        (run, article(str(number), published=datetime.fromtimestamp(begin + place * length, UTC)))
        for number, (place, run) in enumerate(places)
    ]
    existing, carried, issues = Made(), Counter(), {}
    for run, clock in enumerate(clocks):
        current = periods[run + 1]
        start, end = current.start.astimezone(UTC), current.end.astimezone(UTC)
        site = make_site(
            [each for came, each in arriving if came <= run], read, start + (end - start) * clock
        )
        context = make_context(site, TEXTS, existing, [])
        if late:
            for period, before in issues.items():
                again = select("weekly", period, NO_SCOPE, context)
                assert [each.id for each in again.articles] == before, "it was sent so"
        issue = select("weekly", periods[run], NO_SCOPE, context)
        if issue:
            issues[periods[run]] = [each.id for each in issue.articles]
            carried.update(issues[periods[run]])
            existing.add(issue)
    if not issues:
        return
    named = Counter(each.article.id for each in missed_articles(site, existing))
    since, until = min(p.start.timestamp() for p in issues), max(p.end.timestamp() for p in issues)
    dated_within = [a.id for a in site.articles if since <= a.published.timestamp() < until]
    assert carried + named == Counter(dated_within)
    if late and skip_below == 1 and periods[-2] in issues:
        assert not named
