from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.checks import CheckReport
from broadsheet.checks.catalogue import all_rules
from broadsheet.columns import columns
from broadsheet.commands import check_report
from broadsheet.errors import Problem, Severity

REASONS = {name: rule.why for name, rule in all_rules().items()}


def problem(excerpt="title: 周报 and more", column=8, width=4, **given):
    fields = {
        "path": "content/a.md",
        "line": 12,
        "field": "",
        "rule": "title-long",
        "message": "is wrong; write this",
        "severity": Severity.WARNING,
    }
    return Problem(column=column, width=width, excerpt=excerpt, **(fields | given))


def lines(*problems, limit=0, style=check_report.PLAIN):
    return list(check_report.as_text(problems, REASONS, style, limit))


def test_the_whole_shape():
    assert lines(problem(width=2)) == [
        "content/a.md",
        "",
        "warning[title-long]: is wrong",
        "  --> content/a.md:12:8",
        "   |",
        "12 | title: 周报 and more",
        "   |        ^^^^",
        "   = help: write this",
        f"   = why: {all_rules()['title-long'].why}",
        "",
    ]


def test_each_file_has_a_heading_and_the_reason_comes_once():
    shown = lines(problem(path="a.md", line=2), problem(path="a.md"), problem(path="b.md"))
    assert [line for line in shown if line in {"a.md", "b.md"}] == ["a.md", "b.md"]
    assert sum("= why" in line for line in shown) == 1
    assert shown.index("a.md") < shown.index(" --> a.md:2:8") < shown.index("  --> a.md:12:8")


def test_what_is_too_much_is_counted():
    shown = lines(*(problem(line=n) for n in range(1, 9)), limit=3)
    assert sum(line.startswith("warning") for line in shown) == 3
    assert shown[-1] == "title-long: 5 more like these; --all shows them"


def test_a_whole_file_has_no_line_to_show():
    shown = lines(problem(line=0, column=0, excerpt=""))
    assert shown[2:] == ["warning[title-long]: is wrong", " = help: write this", f" = why: {all_rules()['title-long'].why}", ""]  # fmt: skip


def test_colours_are_escape_sequences_and_nothing_else():
    coloured = "\n".join(lines(problem(), style=check_report.COLOURED))
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == "\n".join(lines(problem()))
    assert "\x1b[1;33mwarning" in coloured


@given(
    st.text(st.characters(exclude_characters="\n"), max_size=400),
    st.integers(0, 420),
    st.integers(1, 300),
)
def test_carets_stand_below_their_text_and_no_line_is_long(text, column, width):
    for line in lines(problem(text, column, width)):
        assert columns(line) < check_report.WINDOW + 30
        assert "\x1b" not in line
        assert "\n" not in line


@pytest.mark.parametrize("before", ["x" * 300, "字" * 200, "\t\u202e" + "e\u0301" * 90])
def test_the_carets_of_a_long_line(before):
    found = problem(before + "HERE" + "y" * 300, len(before) + 1, 4)
    source, carets = next(
        (a, b) for a, b in zip(lines(found), lines(found)[1:], strict=False) if "^" in b
    )
    start = carets.index("^")
    width = 0
    position = 0
    while width < start:
        width += columns(source[position])
        position += 1
    assert source[position : position + 4] == "HERE"
    assert carets.count("^") == 4


def test_the_summary_counts():
    found = [problem(), problem(severity=Severity.ERROR), problem()]
    assert check_report.summary(CheckReport(tuple(found), articles=1, feeds=3, issues=0)) == (
        "1 error and 2 warnings in 1 article, 3 feeds"
    )


def test_json_has_the_contracts_fields_and_more():
    assert check_report.as_json([problem()])[0] == {
        "path": "content/a.md",
        "line": 12,
        "column": 8,
        "field": "",
        "rule": "title-long",
        "message": "is wrong; write this",
        "severity": "warning",
    }


def test_github_commands_are_escaped():
    found = problem(path="a,b:c.md", message="100%\nof it; mend", severity=Severity.ERROR)
    assert check_report.as_github([found], str) == [
        "::error file=a%2Cb%3Ac.md,line=12,col=8,title=title-long::100%25%0Aof it; mend"
    ]


HOSTILE = "a\n::error::b\x1b[31m\x9bc\u202ed\r\u2028e"


def test_no_line_of_a_message_is_begun_by_an_article_and_no_terminal_is_controlled():
    """GitHub Actions obeys lines that begin with `::`, whoever wrote them."""
    found = problem(path=f"{HOSTILE}.md", message=f"{HOSTILE}; {HOSTILE}")
    shown = [str(found), *check_report.as_text([found], {}, check_report.PLAIN, 0)]
    assert "\\n::error::b\\x1b[31m\\x9bc\\u202ed\\r\\u2028e" in str(found)
    (command,) = check_report.as_github([found], str)
    assert all(line.isprintable() for line in (*shown, command))
    assert command.startswith("::warning file=a%0A%3A%3Aerror%3A%3Ab\\x1b")
