from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.text import xml_text


@pytest.mark.parametrize("kept", ["", "a\tb\nc\r\n", "\x7f\x85\x9f", "微软 😀", "\ufffd\ue000"])
def test_what_xml_may_hold_is_kept(kept):
    assert xml_text(kept) == kept


@pytest.mark.parametrize(
    "forbidden", ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"]
)
def test_what_xml_may_not_hold_is_removed(forbidden):
    assert xml_text(f"a{forbidden}b{forbidden}") == "ab"


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_becomes_fit_for_xml_and_stays_so(text):
    clean = xml_text(text)
    element = etree.Element("a")
    element.text = clean
    assert etree.fromstring(etree.tostring(element)).text == (clean or None)
    assert xml_text(clean) == clean
