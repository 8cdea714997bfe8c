"""How long an article takes to read."""

from __future__ import annotations

import pytest

from broadsheet.newsletter.stories import reading_minutes


@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("", 0),
        ("---\n\n***\n", 0),
        ("one", 1),
        ("word " * 238, 1),
        ("word " * 239, 2),
        ("字" * 400, 1),
        ("字" * 401, 2),
        ("字" * 400 + " word" * 238, 2),
        ("[x](https://example.org/" + "a" * 9000 + ")", 1),
        ("한" * 801, 3),
    ],
)
def test_words_and_characters_count_at_their_own_speeds(body: str, minutes: int) -> None:
    assert reading_minutes(body) == minutes
