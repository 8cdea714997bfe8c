from __future__ import annotations

import pytest
from checking import check_all
from conftest import CONFIG

NO_SUMMARY = "title: No summary"


def rules(site, *only):
    found = check_all(site, *only)
    return [(problem.path, problem.rule) for problem in found]


def test_a_rule_is_off_for_all_files(site):
    site.config(CONFIG + '[check]\noff = ["summary-missing"]\n')
    site.article("a.md", NO_SUMMARY)
    assert rules(site) == []


def test_a_rule_is_off_by_path(site):
    site.config(CONFIG + '[check.paths]\n"content/old/*" = ["summary-missing"]\n')
    site.article("old/a.md", NO_SUMMARY)
    site.article("new/b.md", "title: b\ndate: 2025-01-01")
    assert rules(site) == [("content/new/b.md", "summary-missing")]


@pytest.mark.parametrize(
    "field",
    ["check_off: summary-missing", "check_off: [summary-missing]", "check_off:\n- summary-missing", "check_off: ['summary-missing', \"image-alt\"]"],
)  # fmt: skip
def test_a_rule_is_off_for_one_article(site, field):
    body = "![](https://example.org/a.png)" if "image-alt" in field else "Text."
    site.raw("a.md", f"---\ntitle: a\ndate: 2025-01-01\n{field}\n---\n{body}\n".encode())
    site.article("b.md", "title: b")
    assert rules(site) == [("content/b.md", "summary-missing")]


def test_toml_front_matter_has_the_field_too(site):
    text = '+++\ntitle = "a"\ndate = 2025-01-01\ncheck_off = ["summary-missing"]\n+++\nText.\n'
    site.raw("a.md", text.encode())
    assert rules(site) == []


def test_switches_that_turn_nothing_off_are_reported_where_they_are(site):
    site.config(CONFIG + '[check]\noff = ["image-alt", "imagealt"]\n')
    site.article("a.md", "title: a\nsummary: s\ncheck_off: [title-long]")
    problems = check_all(site)
    assert [(f.path, f.rule, f.severity) for f in problems] == [
        ("content/a.md", "switch-unused", "warning"),
        ("publish.toml", "switch-unknown", "error"),
        ("publish.toml", "switch-unused", "warning"),
    ]
    assert problems[0].excerpt[problems[0].column - 1 :].startswith("title-long")
    assert "did you mean image-alt?" in problems[1].message
    assert problems[1].excerpt.startswith("off =")


def test_switches_are_not_judged_by_a_part_of_the_site(site):
    site.config(CONFIG + '[check]\noff = ["image-alt"]\n')
    site.article("a.md", NO_SUMMARY)
    site.article("b.md", "date: 2025-01-01\nsummary: Something.")
    assert rules(site, "content/a.md") == [("content/a.md", "summary-missing")]
    assert rules(site, "content/b.md") == []
    assert rules(site, "content") == [("content/a.md", "summary-missing")]
