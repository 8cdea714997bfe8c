"""The command `publish check`, from outside."""

from __future__ import annotations

import json
import os

import pytest

from broadsheet import console
from broadsheet.cli import main


def check(site, *options):
    return main(["-C", str(site.root), "check", "--now", "2026-01-01", *options])


def test_a_clean_site_exits_with_0_and_says_so(site, capsys):
    site.article("a.md", "summary: Something.")
    assert check(site, "--strict") == 0
    assert capsys.readouterr() == ("", "0 errors and 0 warnings in 1 article\n")


def test_warnings_fail_a_strict_check_only(site, capsys):
    site.article("a.md")
    assert check(site) == 0
    assert check(site, "--strict") == 1
    out, err = capsys.readouterr()
    assert "warning[summary-missing]: the article has no summary" in out
    assert err.startswith("0 errors and 1 warning in 1 article")


def test_errors_fail(site, capsys):
    site.article("a.md", "date: 2025-13-01\nsummary: x")
    assert check(site) == 1
    out, _ = capsys.readouterr()
    assert "error[field-invalid]: date: " in out
    assert "--> content/a.md:2" in out


def test_json(site, capsys):
    site.article("a.md")
    assert check(site, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["command"], report["articles"]) == ("check", 1)
    assert [problem["rule"] for problem in report["problems"]] == ["summary-missing"]


def test_github_annotations(site, capsys):
    site.article("a.md")
    assert check(site, "--format", "github") == 0
    assert capsys.readouterr().out.startswith("::warning file=content/a.md,line=2,")


def test_paths_are_relative_to_where_one_stands(site, capsys, monkeypatch):
    site.article("a/x.md")
    site.article("b/y.md", "title: Y\ndate: 2025-01-01")
    monkeypatch.chdir(site.root / "content")
    assert check(site, "b", "--json") == 0
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["path"] == "content/b/y.md"


def test_an_empty_site_is_an_error(site, capsys):
    assert check(site) == 1
    assert "holds no article" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours(monkeypatch, terminal, environment, expected):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setitem(os.environ, name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert console.has_colour() is expected
