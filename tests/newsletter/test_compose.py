"""What a letter says, from an issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from newsletter_samples import PICTURE, article, config, context, edition, letter

from broadsheet.model import Person
from broadsheet.newsletter.compose import dateline, span_of
from broadsheet.newsletter.edition import make_edition
from broadsheet.newsletter.selection.issue import Scope
from broadsheet.newsletter.selection.period import number_of, parse_period
from broadsheet.newsletter.selection.select import make_scope


def test_defaults_in_the_sites_language() -> None:
    made = letter([article("a", image=PICTURE), article("b")], site='language = "zh-CN"')
    assert made.title == "Broadsheet 周报"
    assert made.subject == "Title a"
    assert made.dateline[0] == "2025年6月16日至22日"
    assert made.why == "您收到这封信，是因为您订阅了《Broadsheet 周报》。"
    assert (made.lead.day, made.lead.minutes) == ("6月18日", "阅读约 2 分钟")
    assert made.url == "https://example.org/digests/weekly/2025-W25/"
    assert made.archive == "https://example.org/digests/weekly/"


def test_patterns() -> None:
    made = letter(
        [article("a"), article("b")],
        digest="""
        title = "{site} – {edition}"
        subject = "{title} {issue} ({date}, {count}): {lead}"
        preheader = "{count} in {issue}"
        """,
    )
    assert made.title == "Broadsheet – weekly"
    assert made.subject == "Broadsheet – weekly 2025-W25 (Jun 16 – 22, 2025, 2): Title a"
    assert made.preheader == "2 in 2025-W25"


@pytest.mark.parametrize("title", ["{site} {0} {", "}{x!r}", "%(site)s", "$site"])
def test_braces_in_a_title_are_its_own(title: str) -> None:
    assert letter([article("a", title=title)]).subject == title
    made = letter([article("a", title=title)], digest='subject = "{lead}!"')
    assert made.subject == f"{title}!"


def test_a_title_of_two_lines_or_with_overrides_is_made_one_plain_line() -> None:
    made = letter([article("a", title="One\r\nBcc: two\u202e three")])
    assert made.lead.title == "One Bcc: two three"
    assert made.subject == "One Bcc: two three"


def test_long_summaries_are_cut_and_the_leads_less_so() -> None:
    long = "这是一句话。" * 800
    made = letter([article("a", summary=long), article("b", summary=long)])
    assert 240 < len(made.lead.summary) <= 480
    assert 120 < len(made.sections[0].stories[0].summary) <= 240


def test_what_there_is_not_is_empty() -> None:
    made = letter([article("a", summary="", body="", authors=(Person("Ada"),))])
    assert (made.lead.summary, made.preheader, made.lead.minutes, made.lead.authors) == (
        "",
        "",
        "",
        "",
    )
    assert made.lead.picture is None
    assert made.sections == ()


def test_only_authors_other_than_the_sites_own_are_named() -> None:
    made = letter([article("a", authors=(Person("Ada"), Person("Grace"), Person("Lin")))])
    assert made.lead.authors == "Grace, Lin"


def test_stories_keep_their_own_language() -> None:
    made = letter([article("a", language="ar")])
    assert (made.lead.language, made.lead.direction) == ("ar", "rtl")


def test_the_rest_has_a_heading_only_beside_others() -> None:
    articles = [article("lead", lead=True), article("1", "x"), article("2", "x"), article("3")]
    grouped = letter(articles, digest='group_by = "tags"')
    assert [section.heading for section in grouped.sections] == ["x", "More stories"]
    assert [section.heading for section in letter(articles).sections] == [""]


def test_tags_are_as_the_site_spells_them() -> None:
    made = letter([article("a", "AI", "微软", "ai")])
    assert made.lead.tags == ("AI", "微软")


def test_the_lead_has_the_heading_that_it_would_have_in_a_section() -> None:
    def kicker(digest: str) -> str:
        return letter([article("a", "x", "y", sections=("Essays",))], digest=digest).lead.kicker

    assert kicker("") == ""
    assert kicker('group_by = "tags"') == "x"
    assert kicker('group_by = "tags"\ngroups = ["none such", "Y"]') == "y"
    assert kicker('group_by = "sections"') == "Essays"
    assert kicker('group_by = "topics"') == ""


def test_a_shortened_letter_has_something_of_each_section() -> None:
    articles = [article(str(n), "a" if n < 7 else "b" if n < 9 else "c") for n in range(10)]
    made = letter([article("lead", lead=True), *articles], digest='group_by = "tags"')

    def kept(count: int) -> list[int]:
        return [len(section.stories) for section in made.shortened(count).sections]

    assert [len(section.stories) for section in made.sections] == [7, 2, 1]
    assert [kept(count) for count in (1, 3, 5, 7, 10)] == [
        [],
        [1, 1],
        [2, 1, 1],
        [3, 2, 1],
        [6, 2, 1],
    ]


def test_an_issue_says_which_it_is_in_words_that_people_use() -> None:
    made = context([article("a", "Atom")])
    both = make_scope(
        made.site, [("--tag", "tags", "atom"), ("--tag", "tags", "none such")], limit=5
    )
    week, window = (
        parse_period(name, "week", UTC) for name in ("2025-W25", "2025-06-16--2025-06-23")
    )
    span = span_of(week, edition(made).language)
    assert dateline(week, Scope(), edition(made), made) == (span,)
    assert dateline(week, both, edition(made), made) == (
        span,
        "Atom",
        "none-such",
    )
    assert dateline(window, Scope(), edition(made), made) == (span,)


def test_shortened_letters_keep_their_order() -> None:
    made = letter([article(str(n)) for n in range(6)])
    short = made.shortened(3)
    assert [story.title for story in short.sections[0].stories] == ["Title 1", "Title 2"]
    assert (short.omitted, short.count) == (3, 6)
    assert made.shortened(1).sections == ()


def test_an_unusual_edition_has_its_name_in_its_title() -> None:
    text = config().digest["weekly"]
    made = context([article("a")])
    renamed = type(made.site.config)(
        root=made.site.config.root, site=made.site.config.site, digest={"policy": text}
    )
    other = replace(made, site=replace(made.site, config=renamed))
    assert make_edition("policy", other).title == "Broadsheet · policy"


def test_an_edition_in_another_language_uses_the_words_of_the_sites_own_folder(tmp_path) -> None:
    (tmp_path / "views/words").mkdir(parents=True)
    (tmp_path / "views/words/de.toml").write_text('title_week = "{site} jede Woche"')
    read = config('language = "de"', 'templates = "views"', tmp_path)
    assert edition(context([article("a")], read)).title == "Broadsheet jede Woche"


def test_issues_are_counted_from_the_first() -> None:
    made = letter([article("a")], digest='first = "2025-W01"\nsubject = "{issue}: {lead}"')
    assert made.dateline[0] == "No. 25"
    assert made.subject == "25: Title a"
    zone = UTC
    for first, name, number in (
        ("2025-01", "2026-03", 15),
        ("2025-06-01", "2025-06-17", 17),
        ("2024-W52", "2025-W02", 3),
        ("2025-W26", "2025-W25", None),
        ("2025-01", "2025-W25", None),
    ):
        assert number_of(parse_period(name, "week", zone), first, zone) == number


def test_stories_have_tiers() -> None:
    long = "Some words of a summary. " * 20
    articles = [article("lead", lead=True), *(article(str(n), summary=long) for n in range(16))]
    stories = letter(articles).tiered().sections[0].stories
    assert [story.tier for story in stories] == ["second"] * 3 + ["story"] * 9 + ["title"] * 4
    assert len(stories[3].brief) < 150 < len(stories[0].brief)
    assert stories[3].show == ("summary", "author", "date")
    grouped = [article("lead", lead=True), *(article(str(n), f"t{n % 4}") for n in range(16))]
    sections = letter(grouped, digest='group_by = "tags"\nlimit = 99').tiered().sections
    assert [[story.tier for story in section.stories][0] for section in sections] == ["second"] * 4


def test_without_a_summary_the_next_headlines_stand_in_the_inbox() -> None:
    made = letter([article("a", summary="", body=""), article("b"), article("c")])
    assert made.preheader == "Title b · Title c"
