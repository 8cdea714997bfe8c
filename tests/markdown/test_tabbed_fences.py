"""Code behind a tab in items and quotations, as goldmark, marked and markdown-it show it."""

from __future__ import annotations

import time

import pytest

from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.commonmark.tabbed_fences import with_spaces


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n\n\t```\n\tx\n\t```\n", "x\n"),
        ("- a\n\t~~~\n\tx\n\t\ty\n\n\tz", "x\n\ty\n\nz"),
        ("- a\n\t- b\n\n\t\t```\n\t\tx\n\t\t```\n", "x\n"),
        (">\t```\n>\tx\n>\t\ty\n>\t```\n", "x\n\ty\n"),
        ("-\t```\n\tx\n\t```\n", "x\n"),
        ("- a\n\t```\n  x\n\t```\n", "x\n"),
        ("```\n\tx\n```\n", "\tx\n"),
        ("\t```\n\tx\n", "```\nx\n"),
    ],
)
def test_fenced_code_behind_a_tab_has_no_space_too_many(text, code):
    """Kills: tabs of the code that become spaces, and a fence whose tab stays."""
    html, _ = CommonMark().convert(text, "")
    assert html.partition("<code>")[2].partition("</code>")[0] == code


def test_thousands_of_such_fences_take_linear_time():
    text = "- a\n" + "\t```\n\tx\n\t```\n" * 2000
    start = time.perf_counter()
    with_spaces(text)
    assert time.perf_counter() - start < 1
