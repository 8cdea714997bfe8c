"""What changed since the last build."""

from __future__ import annotations

import re

import pytest
from checking import check_all
from conftest import CONFIG

from broadsheet.checks.moves import MOVE_RULES
from broadsheet.cli import main


def build_then_change(site, example):
    before, after = example.split("\n=>\n")
    site.article("a.md", f"summary: x\n{before}")
    site.article("b.md", "title: Other\nsummary: x\ndate: 2025-01-01")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    site.article("a.md", f"summary: x\n{after}")
    return [
        f
        for f in check_all(site)
        if f.rule in {rule.id for rule in MOVE_RULES.rules} or f.severity == "error"
    ]


@pytest.mark.parametrize("formats", ["atom", "rss", "json"])
@pytest.mark.parametrize("rule", MOVE_RULES.rules, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_in_every_format(site, rule, formats):
    site.config(CONFIG + f'[feeds]\nformats = ["{formats}"]\n')
    found = build_then_change(site, rule.bad)
    (problem,) = (f for f in found if f.rule == rule.id)
    assert (problem.path, problem.excerpt.startswith("slug: new")) == ("content/a.md", True)
    assert {f.rule for f in found if f.severity == "error"} <= {rule.id}


@pytest.mark.parametrize("rule", MOVE_RULES.rules, ids=lambda rule: rule.id)
def test_the_good_example_is_clean(site, rule):
    found = build_then_change(site, rule.good)
    assert [f for f in found if f.rule == rule.id or f.severity == "error"] == []


def test_a_renamed_file_has_moved(site):
    site.article("old.md", "title: One\nsummary: x")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    (site.root / "content/old.md").rename(site.root / "content/new.md")
    rules = {(f.rule, f.message.split("; ")[1]) for f in check_all(site)}
    assert rules == {
        ("id-changed", "write id: https://example.org/old/"),
        ("permalink-changed", "redirect it to https://example.org/new/"),
    }


def test_an_article_that_is_gone_is_no_move(site):
    site.article("a.md", "title: One\nsummary: x")
    site.article("b.md", "title: Two\nsummary: x\ndate: 2025-01-01")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    (site.root / "content/a.md").unlink()
    assert check_all(site) == ()


def test_a_site_that_has_moved_is_one_problem_and_names_the_line_to_write(site):
    """The ids of entries and feeds stay with that line."""
    for name in ("a", "b"):
        site.article(f"{name}.md", f"title: {name}\nsummary: x\ndate: 2025-01-0{ord(name) - 96}")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    ids = [re.findall(r"<id>(.*)</id>", (site.root / "out/atom.xml").read_text("utf-8"))]
    moved = CONFIG.replace("https://example.org/", "https://new.example/")
    site.config(moved + "[feeds]\nlimit = 20\n")
    (problem,) = (f for f in check_all(site) if f.rule == "id-changed")
    assert (problem.path, problem.excerpt) == ("publish.toml", "[feeds]")
    line = 'id_url = "https://example.org/"'
    assert problem.message.endswith(f"write {line} below [feeds]")
    site.config(moved + f"[feeds]\n{line}\n")
    assert [f for f in check_all(site) if f.rule == "id-changed"] == []
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    ids.append(re.findall(r"<id>(.*)</id>", (site.root / "out/atom.xml").read_text("utf-8")))
    assert ids[0] == ids[1] != []
    assert 'href="https://new.example/a/"' in (site.root / "out/atom.xml").read_text("utf-8")
