"""The mark behind an excerpt is no text of the article (markdown/bodies/excerpts.py)."""

from __future__ import annotations

import pytest

from broadsheet.markdown.bodies.excerpts import without_mark


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("\nA.\n\n---\n\nB.\n", "A.\n\nB.\n"),
        ("A.\n---\nB.\n\n---\n", "A.\nB.\n\n---\n"),
        ("```\n----- x\n```\n", "```\n-- x\n```\n"),
        ("---\nA.", "---\nA."),
        ("A -- B", "A -- B"),
    ],
)
def test_the_first_mark_is_taken_out(body, shown):
    assert without_mark(body, "---") == shown
