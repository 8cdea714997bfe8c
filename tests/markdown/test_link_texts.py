"""What stands in the brackets of links is what Python-Markdown finds, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.inlinepatterns import LinkInlineProcessor

from broadsheet.markdown.scanning.link_texts import read_for_ends, text_of_label, text_of_link

THEIRS = LinkInlineProcessor(r"\[")


@given(st.text("[]a \n", max_size=30))
def test_texts_are_those_of_the_package(text):
    for start in (at + 1 for at, sign in enumerate(text) if sign == "["):
        found, end, is_closed = THEIRS.getText(text, start)
        ours = text_of_link(text, start)
        assert ours[2] == is_closed
        if is_closed:
            assert ours == (found, end, True)


def test_labels_have_at_most_999_characters():
    assert text_of_label("a" * 999 + "]", 0) == ("a" * 999, 1000, True)
    assert not text_of_label("a" * 1000 + "]", 0)[2]
    assert text_of_link("a" * 1000 + "]", 0)[2]


def test_brackets_that_stay_open_are_read_once():
    text = "[word " * 20_000
    started = time.process_time()
    assert not any(text_of_link(text, at)[2] for at in range(1, len(text), 6))
    assert time.process_time() - started < 2  # Each by itself would take many minutes.


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('[a](b) [c](<d> "e")', 0),
        ("[a](b", 1),
        ("[a](b(c)) [d](e'f)", 2),
        ("[a](b\n)", 1),
        ('[a](b "c)', 1),
        ("a", 0),
    ],
)
def test_addresses_are_read_for_whose_end_is_not_plain(text, links):
    assert read_for_ends(text) == links * len(text)
