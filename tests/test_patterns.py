from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.patterns import in_braces, is_pattern, names_in


@pytest.mark.parametrize("text", ["", "plain", "{site}", "{site} · {term}{term}", "{{site}} 100 %"])
def test_patterns(text):
    assert is_pattern(text, ("site", "term"))


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{}",
        "{0}",
        "{x}",
        "{site!r}",
        "{site:9}",
        "{site.a}",
        "{site[0]}",
        "{site:{term}}",
    ],
)
def test_what_is_no_pattern(text):
    assert not is_pattern(text, ("site", "term"))


PARTS = ["{site}", "{term}", "{{", "}}", "text", "!r", ":.[]0 ", "微"]


@given(st.lists(st.sampled_from(PARTS)))
def test_a_pattern_can_be_filled(parts):
    text = "".join(parts)
    filled = {"{site}": "A", "{term}": "B", "{{": "{", "}}": "}"}
    assert is_pattern(text, ("site", "term"))
    assert text.format(site="A", term="B") == "".join(filled.get(part, part) for part in parts)
    assert names_in(text) == {part[1:-1] for part in parts if part in {"{site}", "{term}"}}


@given(st.text(st.sampled_from("{}site!r:.[]0 "), max_size=20))
def test_no_pattern_fails_when_it_is_filled(text):
    if is_pattern(text, ("site",)):
        text.format(site="x")


def test_names_for_messages():
    assert in_braces(("site", "term")) == "{site}, {term}"
