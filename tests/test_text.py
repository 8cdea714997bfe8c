from __future__ import annotations

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.columns import beginning_of, columns, letters
from broadsheet.text import xml_text


@pytest.mark.parametrize("kept", ["", "a\tb\nc\r\n", "\x7f\x85\x9f", "微软 😀", "\ufffd\ue000"])
def test_what_xml_may_hold_is_kept(kept):
    assert xml_text(kept) == kept


@pytest.mark.parametrize(
    "forbidden", ["\x00", "\x08", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"]
)
def test_what_xml_may_not_hold_is_removed(forbidden):
    assert xml_text(f"a{forbidden}b{forbidden}") == "ab"


@pytest.mark.parametrize("between", ["\v", "\f"])
def test_what_presentation_programs_put_between_words_is_a_space(between):
    assert xml_text(f"two{between}words") == "two words"


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_becomes_fit_for_xml_and_stays_so(text):
    clean = xml_text(text)
    element = etree.Element("a")
    element.text = clean
    assert etree.fromstring(etree.tostring(element)).text == (clean or None)
    assert xml_text(clean) == clean


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("ab", 2),
        ("微软，", 6),
        ("한글", 4),
        ("ﾊﾝｶｸ", 4),
        ("e\u0301\u200b", 1),
        ("\U0001f469\u200d\U0001f469\u200d\U0001f467", 2),
        ("\U0001f1e9\U0001f1ea", 2),
        ("a\tb\x1b微", 4),
        ("", 0),
    ],
)
def test_columns_are_those_of_a_terminal(text, width):
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "most", "beginning"),
    [
        ("abc", 2, "ab"),
        ("abc", 3, "abc"),
        ("微软", 3, "微"),
        ("微软", 1, ""),
        ("ae\u0301b", 2, "ae\u0301"),
        ("\U0001f469\u200d\U0001f467b", 2, "\U0001f469\u200d\U0001f467"),
    ],
)
def test_the_beginning_of_a_text(text, most, beginning):
    assert beginning_of(text, most) == beginning


def test_every_letter_is_as_wide_as_the_library_says():
    """A wide sign among the narrow ones, or the other way round, would be found here."""
    letters = (chr(code) for code in range(0x20, 0xFFFE) if not 0xD800 <= code <= 0xDFFF)
    wide = {letter: wcwidth.wcswidth(letter) for letter in letters}
    assert {c: columns(c) for c, width in wide.items() if width >= 0 and columns(c) != width} == {}


@given(st.text(st.sampled_from("aé\u0301한ᆨ日本。、ガ\u3099“”…\u200d👍🏽\ufe0f")))
def test_letters_are_grapheme_clusters(text):
    assert list(letters(text)) == list(wcwidth.iter_graphemes(text))


@given(st.text(max_size=60), st.integers(0, 60))
def test_no_beginning_is_wider_than_asked_for(text, most):
    beginning = beginning_of(text, most)
    assert text.startswith(beginning)
    assert sum(columns(letter) for letter in letters(beginning)) <= most
    assert "".join(letters(text)) == text
