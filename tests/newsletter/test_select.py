"""Which articles an issue has, which leads, and under which headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsletter_samples import PICTURE, article, config, site

from broadsheet.config import parse_config
from broadsheet.config.records import DigestConfig
from broadsheet.engines import resolve
from broadsheet.errors import Problems, UsageError
from broadsheet.model import Article
from broadsheet.newsletter.places import mark_of
from broadsheet.newsletter.selection.issue import Issue, Scope, issue_name, parse_issue_name
from broadsheet.newsletter.selection.note import Note, Reference
from broadsheet.newsletter.selection.period import Period, parse_period, period_of
from broadsheet.newsletter.selection.select import (
    Carried,
    articles_of,
    edited,
    make_scope,
    select_issue,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = parse_period("2025-W25", "week", SHANGHAI)


def select(*articles: Article, digest: str = "", period: Period = WEEK) -> Issue | None:
    return select_issue(site(articles, config(digest)), "weekly", period)


def titles(issue: Issue | None) -> list[tuple[str, list[str]]]:
    assert issue is not None
    return [(group.title, [a.slug for a in group.articles]) for group in issue.groups]


def test_a_period_without_an_article_makes_no_issue() -> None:
    assert select(article("old", days=30), period=WEEK) is None


def test_an_article_on_the_border_is_in_one_issue_only() -> None:
    midnight = datetime(2025, 6, 16, tzinfo=SHANGHAI)
    border = article("border", published=midnight)
    issue, earlier = (
        select(border, period=parse_period(name, "week", SHANGHAI))
        for name in ("2025-W25", "2025-W24")
    )
    assert issue is not None
    assert earlier is None


def test_the_filter_is_that_of_custom_feeds() -> None:
    issue = select(
        article("a", "x", "y"),
        article("b", "x"),
        article("c", "x", "y", "z"),
        digest='any = { tags = ["X"] }\nall = { tags = ["y"] }\nnone = { tags = ["z"] }',
    )
    assert issue is not None
    assert [a.slug for a in issue.articles] == ["a"]


def test_what_the_command_asks_for_takes_the_place_of_any_and_limit() -> None:
    articles = [article("a", "x"), article("b", "y"), article("c", "y", "z"), article("d", "y")]
    made = site(articles, config('any = { tags = ["x"] }\nnone = { tags = ["z"] }\nlimit = 9'))
    scope = make_scope(made, [("--tag", "tags", "Y")], limit=1)
    issue = select_issue(made, "weekly", WEEK, scope)
    assert issue is not None
    assert ([a.slug for a in issue.articles], issue.limit) == (["b", "d"], 1)
    assert issue.name == "2025-W25--1--tags--y"


def test_the_limit_leaves_no_article_out_of_the_issue() -> None:
    articles = [article(str(n), days=n % 3) for n in range(9)]
    issue = select(*articles, digest="limit = 4")
    assert issue is not None
    assert [a.slug for a in issue.articles] == ["0", "3", "6", "1", "4", "7", "2", "5", "8"]
    assert (issue.count, issue.limit) == (9, 4)


def test_a_period_of_few_articles_is_skipped() -> None:
    assert select(article("a"), digest="skip_below = 2") is None
    assert select(article("a"), article("b"), digest="skip_below = 2") is not None
    window = parse_period("2025-06-16--2025-06-19", "week", SHANGHAI)
    assert select(article("a"), digest="skip_below = 2", period=window) is not None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ([{}, {"lead": True}, {"image": PICTURE}], 1),
        ([{"image": PICTURE}, {"weight": 20}, {"weight": 5}], 2),
        ([{}, {"image": PICTURE}, {"image": PICTURE}], 1),
        ([{}, {}, {}], 0),
    ],
)
def test_the_lead_story(given_: list[dict[str, object]], expected: int) -> None:
    issue = select(*(article(str(n), days=n, **fields) for n, fields in enumerate(given_)))
    assert issue is not None
    assert issue.lead.slug == str(expected)


def test_a_lead_beyond_the_limit_leads_all_the_same() -> None:
    issue = select(*(article(str(n), lead=n == 8) for n in range(9)), digest="limit = 2")
    assert issue is not None
    assert issue.lead.slug == "8"


def test_headings_are_few_and_no_article_comes_twice() -> None:
    issue = select(
        article("lead", "a", lead=True),
        article("1", "rare", "common"),
        article("2", "common"),
        article("3", "common", "second"),
        article("4", "second"),
        article("5"),
        digest='group_by = "tags"',
    )
    assert titles(issue) == [("common", ["1", "2", "3"]), ("second", ["4"]), ("", ["5"])]


def test_configured_groups_come_first_and_an_article_is_in_its_first() -> None:
    issue = select(
        article("lead", lead=True),
        article("1", "common", "second"),
        article("2", "common"),
        article("3", "common"),
        digest='group_by = "tags"\ngroups = ["none such", "Second"]',
    )
    assert titles(issue) == [("second", ["1"]), ("common", ["2", "3"])]


def test_many_articles_that_stand_alone_go_together() -> None:
    lonely = [article(str(n), f"tag {n}") for n in range(5)]
    issue = select(article("lead", lead=True), *lonely, digest='group_by = "tags"')
    assert titles(issue) == [("", ["0", "1", "2", "3", "4"])]
    issue = select(article("lead", lead=True), *lonely[:3], digest='group_by = "tags"')
    assert titles(issue) == [("tag 0", ["0"]), ("tag 1", ["1"]), ("tag 2", ["2"])]


def test_sections_group_too() -> None:
    issue = select(
        article("lead", lead=True),
        article("1", sections=("Essays", "2025")),
        article("2", sections=("notes",)),
        digest='group_by = "sections"',
    )
    assert titles(issue) == [("Essays", ["1"]), ("notes", ["2"])]


def test_an_issues_time_is_that_of_its_articles() -> None:
    changed = datetime(2025, 7, 1, tzinfo=SHANGHAI)
    newest = article("a")
    issue = select(newest, article("b", days=1, updated=changed))
    assert issue is not None
    assert (issue.published, issue.updated) == (newest.published, changed)


def test_an_unknown_edition_is_named_with_the_known_ones() -> None:
    two = replace(config(), digest={"weekly": DigestConfig(), "monthly": DigestConfig()})
    with pytest.raises(UsageError) as caught:
        select_issue(site([], two), "daily", WEEK)
    assert (
        str(caught.value)
        == 'publish digest: EDITION: "daily" is not configured; known here: weekly, monthly'
    )
    with pytest.raises(UsageError) as caught:
        select_issue(site([], replace(config(), digest={})), "weekly", WEEK)
    told = 'publish digest: EDITION: "weekly" is not configured; known here: none; write [digest.weekly]'
    assert str(caught.value) == told


def test_what_cannot_be_asked_for() -> None:
    with pytest.raises(UsageError, match="--limit: 0 is too few"):
        make_scope(site([]), limit=0)
    with pytest.raises(UsageError, match="--tag: is blank; name a term, or leave --tag out"):
        make_scope(site([]), [("--tag", "tags", "AI"), ("--tag", "tags", " ")])
    made = site([], config())
    without_topics = type(made)(made.config, (), {})
    with pytest.raises(
        UsageError, match=r"--topic: the site has no topics; known here: none; write \[taxonomies"
    ):
        make_scope(without_topics, [("--topic", "topics", "x")])


slugs = st.sampled_from(["微软", "c-1a2b3c4d", "10", "low-code", "ai"])


@given(
    st.sampled_from(["day", "week", "month"]),
    st.lists(st.tuples(st.sampled_from(["tags", "topics", "7"]), slugs), max_size=3),
    st.none() | st.integers(1, 999),
)
def test_an_issues_name_can_be_read_back(
    kind: str, terms: list[tuple[str, str]], limit: int | None
) -> None:
    period = period_of(WEEK.start, kind, SHANGHAI)
    scope = Scope(tuple(terms), limit)
    assert parse_issue_name(issue_name(period, scope), SHANGHAI) == (period, scope)


@pytest.mark.parametrize(
    "name",
    ["2025-W54", "", "index.html", "2025-W25--0", "2025-W25--tags", "2025-W25--tags--A", "--"],
)
def test_other_names_are_no_issues(name: str) -> None:
    assert parse_issue_name(name, SHANGHAI) is None


def test_a_taxonomy_is_found_by_the_field_that_it_is_read_from() -> None:
    text = """
[site]
title = "A"
url = "https://a.example/"
[taxonomies.themes]
field = "main_topics"
[taxonomies.labels]
field = "tags"
"""
    made = site(
        [article("a", terms=(("themes", ("x",)), ("labels", ("y",))))],
        parse_config(text, Path("/n"), resolve),
    )
    wanted = [("--topic", "topics", "X"), ("--tag", "tags", "y"), ("--term", "main_topics", "z")]
    assert make_scope(made, wanted).terms == (("themes", "x"), ("labels", "y"), ("themes", "z"))


def test_an_issue_keeps_what_it_had_and_takes_nothing_that_another_has() -> None:
    one, other = article("one"), article("other")
    own, elsewhere = frozenset({mark_of(one)}), frozenset({mark_of(other)})
    assert [Carried().keeps(each) for each in (one, other)] == [True, True]
    assert [Carried(elsewhere=elsewhere).keeps(each) for each in (one, other)] == [True, False]
    assert [Carried(own).keeps(each) for each in (one, other)] == [True, False]
    assert [Carried(own, own).keeps(each) for each in (one, other)] == [True, False]


def note(**names: str) -> Note:
    return Note("n.md", **{key: (Reference(name, 1),) for key, name in names.items()})  # type: ignore[arg-type]


NOTED = [article("a", "x"), article("b", "x"), article("c", "y"), article("d", "y")]


def as_noted(wanted: Note, articles: Sequence[Article] = NOTED) -> Issue | None:
    made = site(articles, config("group_by = 'tags'"))
    issue = select_issue(made, "weekly", WEEK)
    assert issue is not None
    problems = Problems()
    found = edited(issue, wanted, made, problems)
    assert list(problems) == []
    return found


def test_without_a_wish_a_note_leaves_an_issue_as_it_is() -> None:
    found = as_noted(note())
    assert found is not None
    assert (found.lead.slug, found.lead_heading, found.note) == ("a", "x", note())
    assert titles(found) == [("y", ["c", "d"]), ("x", ["b"])]
    assert found.left_out == ()


def test_the_newest_article_leads_as_long_as_a_note_names_none() -> None:
    found = as_noted(note(), [article(name, days=days) for days, name in enumerate("cba")])
    assert found is not None
    assert (found.lead.slug, titles(found)) == ("c", [("", ["b", "a"])])


def test_what_a_note_names_and_nobody_knows_is_a_problem() -> None:
    made = site(NOTED, config())
    issue = select_issue(made, "weekly", WEEK)
    assert issue is not None
    problems = Problems()
    wanted = replace(note(leave_out="a"), lead=Reference("none such", 3))
    found = edited(issue, wanted, made, problems)
    assert found is not None
    assert found.lead.slug == "b"
    assert [(p.path, p.line, p.field) for p in problems] == [("n.md", 3, "lead")]


def test_a_notes_sections_come_before_headings_and_its_lead_is_in_none() -> None:
    wanted = replace(
        note(leave_out="b"),
        lead=Reference("c", 1),
        sections=(("At sea", (Reference("d", 2),)),),
    )
    found = as_noted(wanted)
    assert found is not None
    assert (found.lead.slug, found.lead_heading) == ("c", "y")
    assert titles(found) == [("At sea", ["d"]), ("x", ["a"])]
    assert [each.slug for each in found.left_out] == ["b"]


def test_without_a_lead_of_its_own_a_note_leads_with_the_first_of_the_rest() -> None:
    found = as_noted(replace(note(), sections=(("Only", (Reference("a", 1), Reference("b", 1))),)))
    assert found is not None
    assert found.lead.slug == "c"
    assert titles(found) == [("Only", ["a", "b"]), ("y", ["d"])]
    wanted = replace(note(), only_listed=True, sections=(("Only", (Reference("b", 1),)),))
    found = as_noted(wanted)
    assert found is not None
    assert (found.lead.slug, titles(found)) == ("b", [])


def test_a_note_that_leaves_out_all_makes_no_issue() -> None:
    wanted = replace(note(), leave_out=tuple(Reference(name, 1) for name in "abcd"))
    assert as_noted(wanted) is None


def test_the_articles_of_an_edition_are_those_that_its_issues_may_have() -> None:
    made = site(NOTED, config("any = { tags = ['x'] }"))
    assert [each.slug for each in articles_of(made, "weekly")] == ["a", "b"]
    with pytest.raises(UsageError):
        articles_of(made, "yearly")
