"""Fences by themselves: what is taken out of a text, and what is put in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.markdown.fences import stash


def stashed(text):
    found = []
    lines = stash(text.split("\n"), lambda fence: found.append(fence) or "X")
    return "\n".join(lines), [(fence.language, fence.code) for fence in found]


@pytest.mark.parametrize(
    ("text", "left", "found"),
    [
        ("a\n```py\nb\n```\nc", "a\nX\nc", [("py", "b")]),
        ("~~~\n```\n~~~~", "X", [("", "```")]),
        ("  ```\n  a\n b\n  ```", "  X", [("", "a\nb")]),
        ("> > ```\n> > a\n> b", "> > X", [("", "a\nb")]),
        ("1. ```r\n   a\n   ```\n2. b", "1. X\n2. b", [("r", "a")]),
        ("- a\n\n\t```go\n\tb\n\t\tc\n\t```", "- a\n\n    X", [("go", "b\n    c")]),
        ("- a\n  ```\n  b\n\nc", "- a\n  X\nc", [("", "b\n")]),
        ("[^1]: a\n\n    ```\n    b\n    ```", "[^1]: a\n\n    X", [("", "b")]),
        ("text\n\n    ```\n    b", "text\n\n    ```\n    b", []),
        ("a ``` b", "a ``` b", []),
        ("``` a ` b", "``` a ` b", []),
        ("```{r, echo=TRUE}\na\n```", "X", [("r", "a")]),
        ("```{.py .numbers}\na\n```", "X", [("py", "a")]),
        ("```{linenos=true}\na\n```", "X", [("", "a")]),
    ],
)
def test_fences(text, left, found):
    assert stashed(text) == (left, found)


@given(
    st.lists(st.sampled_from(["```", "~~~~", "    ", "- ", "> ", "\t", "a", "\n", "`"])).map(
        "".join
    )
)
def test_no_line_is_lost(text):
    kept = []
    lines = stash(text.split("\n"), lambda fence: kept.extend(fence.lines) or "X")
    assert len(lines) - sum("X" in line for line in lines) + len(kept) == text.count("\n") + 1
