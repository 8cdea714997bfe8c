"""Links and pictures of a source text are those that comrak sees."""

from __future__ import annotations

import time

import pytest

from broadsheet.markdown.scanning.links import links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a [b](c) d", [("[b](c)", "b", "c", False)]),
        ("[a](b 'c (d')", [("[a](b 'c (d')", "a", "b", False)]),
        ("[a\nb](c) d (e)", [("[a\nb](c)", "a\nb", "c", False)]),
        ("> [a](<b c>)\n> - ![d]()", [("[a](<b c>)", "a", "b c", False), ("![d]()", "d", "", True)]),
        ("[![a [b]](c)](d)", [("[![a [b]](c)](d)", "![a [b]](c)", "d", False), ("![a [b]](c)", "a [b]", "c", True)]),
        (r"[a \] `]` b](c)", [(r"[a \] `]` b](c)", r"a \] `]` b", "c", False)]),
        ('[a]({{< ref "b.md" >}}) [c]({% link d.md %})', [
            ('[a]({{< ref "b.md" >}})', "a", '{{< ref "b.md" >}}', False),
            ("[c]({% link d.md %})", "c", "{% link d.md %}", False),
        ]),
        ('{{<x y="[a](b)">}} <x y="[c](d)">', [("[a](b)", "a", "b", False)]),
        ("<div>\n  <p>[a](b)</p>\n</div>", [("[a](b)", "a", "b", False)]),
        (r"\[a](b) \![c](d)", [("[c](d)", "c", "d", False)]),
        ("`[a](b)` <!-- [c](d) --> [e](f '[g](h)')", [("[e](f '[g](h)')", "e", "f", False)]),
        ("[a][b](c) [d](e\n\n[b]: f", []),
    ],
)  # fmt: skip
def test_links_are_found_with_what_they_say(text, expected):
    found = [(text[x.start : x.end], x.words, x.address, x.is_image) for x in links(text)]
    assert found == expected


def test_what_is_hidden_holds_no_link():
    text = "[a](b) [c](d)"
    assert [link.words for link in links(text, [(0, 6)])] == ["c"]


@pytest.mark.parametrize(
    "unit", ["[a](b ", "![", "[a](b) ", "![a](", "[](<", "](", "[a\n](b)\n", "{{", "<a "]
)
def test_links_are_found_in_linear_time(unit):
    started = time.process_time()
    list(links(unit * (100_000 // len(unit)) + ")"))
    assert time.process_time() - started < 5
