"""Questions that are answered by a text's signs have the same answers as by the text itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.markdown.bodies.readable import readable
from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.html.fragments import for_readers
from broadsheet.markdown.python_markdown.bounds import is_too_much
from broadsheet.markdown.python_markdown.converter import PythonMarkdown
from broadsheet.markdown.scanning.signs import has

MARKS = ["{{", "[^", "\n", "\x02", " :", "8<-", "]:", '"', "toc", "“"]
PIECES = st.sampled_from([*MARKS, "a", "字", " ", "{", "[", "^", ":", "\ud800", "\U0001f600"])


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(st.sampled_from(MARKS), max_size=3))
def test_a_text_has_the_marks_that_are_in_it(text, marks):
    assert has(text, *marks) == any(mark in text for mark in marks)


@pytest.mark.parametrize("mark", ["[TOC]", " [[toc]]\t", "[[_ToC_]] ", "[[_toc]]"])
def test_a_mark_of_contents_is_dropped(mark):
    assert readable(f"标题：一\n\n{mark}\n\n[TOC] b", "") == "标题：一\n\n\n\n[TOC] b"


TYPED = st.sampled_from(
    "- [ ] a\n|- [x] b\n|[c](gemini:d)|[e](HTTPS://f)|![g](h 'data-src')|hidden|`display:none`|\n\n|reversed|"
    "www.example.org|[^1]|[^1]: i\n\n|1. j\n|> k\n|**l**|# m\n|&lt;iframe&gt;".split("|")
)


@pytest.mark.parametrize("engine", [CommonMark(), PythonMarkdown()])
@given(text=st.lists(TYPED, max_size=8).map("".join))
def test_what_converters_write_needs_fewer_questions(engine, text):
    html, _ = engine.convert(text, "")
    assert for_readers(html, is_typed=False) == for_readers(html)


@pytest.mark.parametrize(
    "text",
    [
        f"{' ' * 200}1. a",
        f"*[a]: {'b' * 4000}{' a' * 3000}",
        "<a " * 302,
        f"[a]: {'b' * 200_000} {'[' * 60}",
        f"a\n[b]: {'c' * 2_000_000}\n[d]: e\n\n[f]\na\n[b]: c\n" * 2,
        "www." * 1001,
    ],
)
def test_few_signs_may_be_too_much_for_python_markdown(text):
    assert is_too_much(f"{text}\n\n{'字' * 3000}")
    assert not is_too_much(f"a\n\n{'字' * 3000}")
