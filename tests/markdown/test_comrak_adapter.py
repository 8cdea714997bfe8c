from __future__ import annotations

import pytest

from broadsheet.markdown.commonmark.comrak_adapter import has_definitions


@pytest.mark.parametrize(
    "text", [": x", "a\n: x", "a\n  : x", "a\n\t:\tx", "> a\n>: x", "a\n\n> : x"]
)
def test_a_line_that_begins_with_a_colon_may_define(text):
    assert has_definitions(text)


@pytest.mark.parametrize("text", ["", "a: b", "a : b", ":x", "a\n:x", "a\n::: tip", "https://x"])
def test_other_colons_define_nothing(text):
    assert not has_definitions(text)


@pytest.mark.parametrize(("count", "are_made"), [(2000, True), (2001, False)])
def test_too_many_definitions_are_none(count, are_made):
    assert has_definitions("a\n: x\n\n" * count) is are_made
