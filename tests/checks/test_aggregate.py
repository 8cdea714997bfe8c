from __future__ import annotations

from checking import check_all
from conftest import CONFIG

from broadsheet.checks.aggregate import FEW


def fill(site, bare, others):
    for number in range(bare + others):
        summary = "" if number < bare else "summary: Something of it."
        day = f"2025-01-01T08:{number:02}:00Z"
        site.article(f"{number:02}.md", f"title: Number {number}\ndate: {day}\n{summary}")


def missing(site, *only):
    return [f for f in check_all(site, *only) if f.rule == "summary-missing"]


def test_what_most_articles_lack_is_said_once(site):
    fill(site, FEW + 1, FEW)
    (problem,) = missing(site)
    assert (problem.path, problem.line) == ("content", 0)
    assert problem.message.startswith("11 of 21 articles have no summary; ")


def test_what_half_of_the_articles_lack_is_said_of_each(site):
    fill(site, FEW + 1, FEW + 1)
    assert len(missing(site)) == FEW + 1


def test_what_few_articles_lack_is_said_of_each(site):
    fill(site, FEW, 0)
    assert len(missing(site)) == FEW


def test_articles_that_switch_the_rule_off_do_not_count(site):
    site.config(CONFIG + '[check.paths]\n"content/0*" = ["summary-missing"]\n')
    fill(site, 2 * FEW, 0)
    assert len(missing(site)) == FEW


def test_a_single_article_of_many_is_told_its_own(site):
    fill(site, 2 * FEW, 0)
    (problem,) = missing(site, "content/00.md")
    assert problem.path == "content/00.md"
