"""Colours that people can tell apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.colours import (
    COMFORTABLE,
    READABLE,
    contrast,
    for_background,
    is_colour,
    mix,
    quieter,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#ffffff", "#ffffff") == 1
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_what_is_a_colour():
    assert is_colour("#a8400c")
    assert not any(map(is_colour, ("#A8400C", "#fff", "red", "#a8400c ", "#gggggg", "")))


def test_mixing():
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#ffffff", 0) == "#102030"


@given(colours, colours)
def test_a_colour_moved_for_a_background_reads_well_on_it(colour, background):
    best = max(contrast("#ffffff", background), contrast("#000000", background))
    moved = for_background(colour, background)
    assert is_colour(moved)
    assert contrast(moved, background) >= min(COMFORTABLE, best) - 0.1


@given(colours, colours)
def test_quiet_text_reads_well_wherever_the_text_does(text, background):
    if contrast(text, background) >= READABLE:
        assert contrast(quieter(text, background), background) >= READABLE
