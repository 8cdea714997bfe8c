"""Marks of an editor's changes, as PyMdown's extension `critic` shows them, without comments."""

import pytest

from broadsheet.markdown.bodies.critic_marks import with_changes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{++a++}{--b--}{~~c~>d~~}", "<ins>a</ins><del>b</del><del>c</del><ins>d</ins>"),
        ("{==a==}{>>for authors<<}", "<mark>a</mark>"),
        *((text, text) for text in ("`{++x++}`", "```\n{--x--}\n```", "$a_{--b--}$", "{++a--}")),
    ],
)
def test_changes_are_shown_and_comments_are_not(text, shown):
    """Kills: comments that are published, and marks that are replaced in code and formulas."""
    assert with_changes(text) == shown
