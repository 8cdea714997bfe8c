"""Which articles stand under which heading of an issue."""

from __future__ import annotations

from datetime import UTC

import pytest
from newsletter_samples import article, config, site

from broadsheet.newsletter.selection.period import parse_period
from broadsheet.newsletter.selection.select import select_issue

WEEK = parse_period("2025-W25", "week", UTC)


def headings(*articles, digest):
    """Return the headings of an issue with their articles; a first article leads it."""
    found = select_issue(
        site([article("lead", lead=True), *articles], config(digest)), "weekly", WEEK
    )
    return [(group.title, [a.slug for a in group.articles]) for group in found.groups]


def alone(*numbers):
    """Return articles that each have a tag of their own."""
    return [article(str(n), f"t{n}") for n in numbers]


def test_configured_terms_keep_their_headings_also_over_one_article():
    """Others that would stand alone go together when there are more than three of them."""
    found = headings(*alone(1, 2, 3, 4, 5, 6), digest='group_by = "tags"\ngroups = ["t6", "T2"]')
    assert found == [("t6", ["6"]), ("t2", ["2"]), ("", ["1", "3", "4", "5"])]


def test_configured_single_terms_do_not_count_as_alone():
    found = headings(*alone(1, 2, 3, 4, 5), digest='group_by = "tags"\ngroups = ["t5", "t4"]')
    assert found == [("t5", ["5"]), ("t4", ["4"]), ("t1", ["1"]), ("t2", ["2"]), ("t3", ["3"])]


def test_two_articles_are_not_alone():
    pair = [article("a", "pair"), article("b", "pair")]
    found = headings(*pair, *alone(1, 2, 3, 4), digest='group_by = "tags"')
    assert found == [("pair", ["a", "b"]), ("", ["1", "2", "3", "4"])]


@pytest.mark.parametrize("count", [3, 4])
def test_three_may_stand_alone(count):
    found = headings(*alone(*range(count)), digest='group_by = "tags"')
    if count == 3:
        assert found == [("t0", ["0"]), ("t1", ["1"]), ("t2", ["2"])]
    else:
        assert found == [("", ["0", "1", "2", "3"])]


def test_configured_sections_come_first_in_any_case():
    articles = [article(name, sections=(name, "Deep")) for name in ("News", "essays", "notes")]
    found = headings(*articles, digest='group_by = "sections"\ngroups = ["NOTES", "Deep"]')
    assert found == [("notes", ["notes"]), ("News", ["News"]), ("essays", ["essays"])]


def test_without_group_by_there_is_one_group_without_a_heading():
    assert headings(*alone(1, 2), digest="") == [("", ["1", "2"])]
    assert headings(digest='group_by = "tags"') == []


def test_the_lead_names_the_heading_it_would_have():
    def heading(lead, digest):
        return select_issue(site([lead], config(digest)), "weekly", WEEK).lead_heading

    lead = article("1", "a", "b")
    assert heading(lead, 'group_by = "tags"') == "a"
    assert heading(lead, 'group_by = "tags"\ngroups = ["x", "B"]') == "b"
    assert heading(article("1"), 'group_by = "tags"') == ""
    assert heading(lead, "") == ""
