"""The line that a build says in passing."""

from __future__ import annotations

from broadsheet.cli import main


def build(site):
    return main(["-C", str(site.root), "build", "--now", "2026-01-01"])


def test_a_build_counts_what_cheap_rules_find(site, capsys):
    site.article("a.md", "title: Same\nsummary: Same")
    site.article("b.md", "title: Same\nsummary: Same")
    assert build(site) == 0
    line = (
        "worth a look: 2 summary-repeats, 1 date-taken, 1 title-taken; publish check shows them\n"
    )
    assert line in capsys.readouterr().err


def test_what_is_switched_off_is_not_counted(site, capsys):
    site.article("a.md", "title: Same\nsummary: Same\ncheck_off: [summary-repeats]")
    assert build(site) == 0
    assert "worth a look" not in capsys.readouterr().err


def test_a_build_that_writes_nothing_says_nothing(site, capsys):
    site.article("a.md", "title: Same\nsummary: Same")
    build(site)
    capsys.readouterr()
    assert build(site) == 0
    assert capsys.readouterr() == ("", "")
