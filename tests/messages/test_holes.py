"""Holes survive every transfer encoding: what is filled in is what a mail program reads."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.messages.holes import (
    Template,
    compile_base64,
    compile_quoted_printable,
    compile_text,
    hole,
)

LENGTHS = {"leave": 46, "short": 1, "line": 57}
FILLED = {"leave": b"t" * 20 + b"=" + b"." * 25, "short": b".", "line": b"l" * 57}

PIECES = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=130),
        st.sampled_from([hole(name) for name in LENGTHS]),
        st.just("\r\n"),
        st.just("."),
    ),
    max_size=12,
)


def plain(text: str, filled: dict[str, bytes] = FILLED) -> bytes:
    for name, value in filled.items():
        text = text.replace(hole(name), value.decode())
    return text.encode()


@given(PIECES)
def test_base64_is_that_of_the_filled_text(pieces):
    text = "".join(pieces)
    made = compile_base64(text.encode(), LENGTHS).fill(FILLED)
    assert made == base64.encodebytes(plain(text)).replace(b"\n", b"\r\n")


@given(PIECES)
def test_quoted_printable_is_read_as_the_filled_text(pieces):
    text = "".join(pieces)
    filled = {"leave": b"t" * 46, "short": b"s", "line": b"l" * 57}
    made = compile_quoted_printable(text.encode(), LENGTHS).fill(filled)
    decoded = quopri.decodestring(made.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    assert decoded == plain(text, filled)
    assert all(len(line) <= 76 for line in made.split(b"\r\n"))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=400))
def test_quoted_printable_lines_never_begin_with_a_dot(text):
    made = compile_quoted_printable(f".{text}{hole('leave')}".encode(), LENGTHS)
    filled = made.fill({"leave": b"t" * 46})
    assert not any(line.startswith(b".") for line in filled.split(b"\r\n"))
    assert quopri.decodestring(filled.replace(b"\r\n", b"\n")) == f".{text}{'t' * 46}".encode()


def test_no_soft_break_falls_into_a_hole():
    for before in range(80):
        text = "x" * before + hole("leave") + "y" * 40
        made = compile_quoted_printable(text.encode(), LENGTHS).fill({"leave": b"T" * 46})
        assert b"T" * 46 in made, before


def test_only_the_lines_that_hold_a_hole_are_encoded_again():
    template = compile_base64(b"a" * 5700 + b"\0leave\0" + b"b" * 5700, LENGTHS)
    windows = [part for part in template.parts if not isinstance(part, bytes)]
    assert len(windows) == 1
    assert len(windows[0].fill(FILLED)) <= 2 * 78


@given(PIECES)
def test_a_template_is_read_back_equal(pieces):
    text = "".join(pieces)
    template = compile_text("To: " + text) + compile_base64(text.encode(), LENGTHS)
    assert Template.load(template.dump()) == template


def test_names_are_those_of_all_holes():
    template = compile_text(hole("short")) + compile_base64(hole("line").encode(), LENGTHS)
    assert template.names == {"short", "line"}
    with pytest.raises(KeyError):
        template.fill({"short": b""})
