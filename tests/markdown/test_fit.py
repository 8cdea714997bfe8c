"""How many articles of a plain folder the other converter shows otherwise."""

from __future__ import annotations

import pytest

from broadsheet.markdown.fit import read_otherwise


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('<img src="a.png" alt="x">\n\nWords.', 0),
        (
            '<picture><source srcset="a.webp"><img src="a.png"></picture>\n\n<iframe src="/b"></iframe>',
            0,
        ),
        ("Words <b>and</b> *more*.", 0),
        ("> One.\n\n> Two.", 1),
        ("<div>\n\n*a*\n\n</div>\n\n- b\n- c\n", 0),
        ("1. a\n   2. b", 1),
    ],
)
def test_what_looks_the_same_is_not_counted(body, count):
    """Kills a count of paragraphs that only one converter puts around a picture of raw HTML."""
    assert read_otherwise([body]) == count
