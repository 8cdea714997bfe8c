"""Notes and headings that are found by lines alone are those that comrak finds."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.markdown.scanning.note_lines import heading_line, note_lines
from broadsheet.markdown.scanning.scanner import Scan

LINES = st.sampled_from(
    (
        *("", "", "", "a[^1] b", "[^1]: a", "[^2]: - b", "[^a-b]:  c[^1]", "[^3]:", "[^4]: | x |"),
        *(
            "# A",
            "## B ##  ",
            "#C",
            "####### D",
            "e\n---",
            "===",
            "> f",
            "> ---",
            "- g",
            "  # H",
            "1. # I",
        ),
        *("  [^5]: j", "- [^6]: k", "> [^7]: l", "[^m n]: o", "[^]: p", r"\[^1]: q", "  r", ": s"),
        *("|--|", "| t | u |", "***", "[^v*w*]: x", "[^y]: # Z", "[c]: d", '[e]: f "', "[^1]: b  "),
    )
)


def _parsed(text: str) -> Scan:
    """Return a scan that asks comrak for everything."""
    parsed = Scan(text)
    parsed.__dict__["_has_no_code"] = False
    return parsed


@given(st.lists(LINES, max_size=12).map("\n".join))
@example("a[^1]\n\n# B\n\n[^1]: c\n\n[^2]: d\n[^3]: e\n")
@example("a[^1]\n\n- # B\n\n[^1]: c")
@example("A\n===\n\n[^1]: c")
def test_lines_show_what_comrak_finds(text):
    plain, parsed = Scan(text), _parsed(text)
    assert plain.notes == parsed.notes
    for note in plain.notes:
        assert plain.heading_above(note.start) == parsed.heading_above(note.start)


@pytest.mark.parametrize(
    "text",
    [
        "a[^1]\n\n[^1]: b\nc",  # The note goes on.
        "a[^1]\n[^1]: b",  # It begins amid a paragraph.
        "a[^1]\n\n  [^1]: b",
        "a[^1]\n\n[^b c]: d",
        "a[^1]\n\n[^1]:\n\nb",
    ],
)
def test_what_lines_do_not_show_is_left_to_comrak(text):
    assert note_lines(text) is None


def test_usual_notes_need_no_parser():
    text = "a[^1] b[^2]\n\n## Notes\n\n[^1]: c\n[^2]: d\n"
    notes = note_lines(text) or ()
    assert [(text[note.start : note.end], note.name) for note in notes] == [
        ("[^1]: c", "1"),
        ("[^2]: d", "2"),
    ]
    heading = heading_line(text, notes[0].start)
    assert not isinstance(heading, bool)
    assert (text[heading.start : heading.end], heading.level) == ("## Notes", 2)
    assert heading_line("a\n\n", 3) is False


PIECES = st.sampled_from(
    (
        *(
            "[^1]",
            "[^2]",
            "[^1]: a",
            "[a](b)",
            "[a](b ",
            "](c 'd",
            '"',
            "'",
            "(",
            ")",
            "[",
            "]",
            "!",
            "\\",
        ),
        *(" ", "e", "\n", "\n\n", "> ", "**", "|"),
    )
)


@given(st.lists(PIECES, max_size=15).map("".join))
@example("[a](b 'c [^1]') [^2]")
@example("[a](b\n'c [^1]')")
@example("[a](b[^1])")
def test_marks_are_those_that_comrak_finds(text):
    both = Scan(f"{text}\n\n[^1]: x\n\n[^2]: x")
    found = [span.start for span in both.elements("sup") if span.start < len(text)]
    assert [mark.start for mark in Scan(text).note_marks] == found


@pytest.mark.parametrize("unit", ["[^1] ", "[^1](", "[a]([^1] "])
def test_many_marks_are_found_in_linear_time(unit):
    started = time.process_time()
    assert {mark.name for mark in Scan(unit * (200_000 // len(unit))).note_marks} == {"1"}
    assert time.process_time() - started < 5  # A paragraph is not read once more for each mark.
