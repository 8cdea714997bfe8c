"""Directives of engines become quotations with a title; snippets are put in their place."""

from __future__ import annotations

import time

import pytest

from broadsheet.markdown.bodies.directives import (
    ADMONITIONS,
    ALERTS,
    CONTAINERS,
    SNIPPETS,
    as_quotations,
)
from broadsheet.markdown.bodies.snippets import MAX_CHARACTERS, include

ALL_DIRECTIVES = frozenset({CONTAINERS, ADMONITIONS, ALERTS, SNIPPETS})


def quoted(text, directives=ALL_DIRECTIVES):
    """Return the lines that stand for a text, without empty ones."""
    return [line for line in as_quotations(text, directives).split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (":::tip\nx\n:::", "Tip"),
        (":::tip Mind this\nx\n:::", "Mind this"),
        (":::note[Mind *this*]\nx\n:::", "Mind *this*"),
        ("::: warning\nx\n:::", "Warning"),
        ("::: {.callout-note}\nx\n:::", "Note"),
        ('::: {.callout-tip title="T" collapse="true"}\nx\n:::', "T"),
        ("::: details More\nx\n:::", "More"),
        ("::: details More {open}\nx\n:::", "More"),
        ('!!! note "T"\n    x', "T"),
        ("!!! note\n    x", "Note"),
        ('!!! note "T "is" quoted"\n    x', 'T "is" quoted'),
        ('!!! danger highlight blink "T"\n    x', "T"),
        ('??? abstract "Folded"\n    x', "Folded"),
        ("???+ tip\n\n    x", "Tip"),
        ('=== "Tab one"\n    x', "Tab one"),
        ('===+ "Shown first"\n    x', "Shown first"),
        ('===! "A new group"\n    x', "A new group"),
        ('!!! note ""\n    x', None),
        ("!!!danger\n    x", "Danger"),
        ('??? "Only a title"\n    x', "Only a title"),
        ('!!! tip "Of `code`"\n    x', "Of `code`"),
        (":::tip Of `code`\nx\n:::", "Of `code`"),
        (":::tip[`x`]\nx\n:::", "`x`"),
    ],
)
def test_a_directive_is_a_quotation_with_a_title(text, title):
    head = [f"> **{title}**", ">"] if title else []
    assert quoted(f"before\n\n{text}\n\nafter") == ["before", *head, "> x", "after"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("> [!NOTE]\n> x", ["> **Note**  ", "> x"]),
        ("> [!tip]- Folded\n> x", ["> **Folded**  ", "> x"]),
        ("> > [!warning] W\n> > x", ["> > **W**  ", "> > x"]),
        ("> [!x](u)", ["> [!x](u)"]),
        ("[!NOTE]\nx", ["[!NOTE]", "x"]),
        ("- > [!NOTE]\n  > x", ["- > **Note**  ", "  > x"]),
        ("> [!tip] Of `code`", ["> **Of `code`**  "]),
        (
            "a\n> [!tip]\n\n> b\n\n> [!x]",
            ["a", "> **Tip**  ", "<p></p>", "> b", "<p></p>", "> **X**  "],
        ),
        # What stands amid a quotation, in code, raw HTML or a comment begins none.
        ("> a\n> [!NOTE] T", ["> a", "> [!NOTE] T"]),
        ("    > [!NOTE]", ["    > [!NOTE]"]),
        ("<table>\n> [!NOTE]", ["<table>", "> [!NOTE]"]),
        ("<!--\n> [!NOTE]\n-->", ["<!--", "> [!NOTE]", "-->"]),
    ],
)
def test_alerts(text, shown):
    assert quoted(text) == shown


def test_github_has_five_kinds_of_alerts_which_zola_shows_without_titles():
    """As Zola 0.22 shows them: `<blockquote class="markdown-alert-note"><p>x</p></blockquote>`."""
    text = "> [!note]\n> x\n\n> [!NOTE] T\n> x\n\n> [!custom]\n> x"
    shown = as_quotations(text, frozenset({"github_alerts"}))
    first, rest = text.split("\n\n", 1)
    apart = "\n\n\n<p></p>\n\n"  # Else Python-Markdown would make one of both.
    assert shown == first.replace("[!note]", "") + apart + rest


def test_tabs_of_a_container_are_quotations_with_their_titles():
    inner = "::: tabs\n@tab No\nc\n:::"
    text = f"::: code-tabs#shell\n\n@tab npm\na\n\n@tab:active of `x`\n\n{inner}\n\n```\n@tab in\n```\n:::\n"
    shown = [line for line in quoted(text) if line.strip(" >")]
    assert shown == [
        "> **npm**",
        "> a",
        "<p></p>",
        "> **of `x`**",
        "> > **No**",
        "> > c",
        "> ```",
        "> @tab in",
        "> ```",
    ]


def test_what_is_within_one_another():
    text = '::::details Long\n:::note\na\n:::\n!!! tip "T"\n    b\n::::\n\nafter'
    assert quoted(text)[0] == "> **Long**"
    levels = [line.count(">") for line in quoted(text) if line.endswith(("a", "b"))]
    assert levels == [2, 2]


def test_a_body_keeps_its_code_and_paragraphs():
    text = '!!! note "T"\n\n    a\n\n    ```py\n    x = 1\n\n    y = 2\n    ```\n\nafter'
    assert as_quotations(text, ALL_DIRECTIVES).strip().split("\n") == [
        *("> **T**", ">", "> a", ">", "> ```py", "> x = 1", ">", "> y = 2", "> ```"),
        *("", "", "after"),
    ]


def test_in_a_list_it_stays_in_its_item():
    text = "1. item\n\n    !!! tip\n        x\n\n2. next"
    assert [line for line in quoted(text) if "x" in line] == ["    > x", "2. next"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n:::tip\nx\n:::\n!!! note\n    y\n> [!NOTE]\n```",
        "Title\n=====\n\n:: x ::",
        "wow!!! note\n\n`!!! note`",
    ],
)
def test_code_and_other_text_stay_as_they_are(text):
    assert as_quotations(text, ALL_DIRECTIVES) == text


@pytest.mark.parametrize(
    "text", ["::: center\nx\n:::", "::: {.column-page}\nx\n:::", ":::\nx", "::: a\nx"]
)
def test_a_container_of_another_kind_leaves_what_it_holds(text):
    assert quoted(text) == ["x"]


def test_an_engine_has_only_its_own_directives():
    text = ":::tip\nx\n:::\n\n!!! note\n    y"
    assert as_quotations(text, frozenset()) == text
    assert "!!! note" in as_quotations(text, frozenset({"containers"}))
    assert ":::tip" in as_quotations(text, frozenset({"admonitions"}))


@pytest.mark.parametrize(
    "piece", [":::a\n", "::::a\n", '!!! a "', "!!! a\n    ", "> [!", '=== "a"\n', "    "]
)
@pytest.mark.slow
def test_much_of_it_takes_no_long(piece):
    started = time.process_time()
    as_quotations(piece * (100_000 // len(piece)) + ":::\n" * 10_000, ALL_DIRECTIVES)
    assert time.process_time() - started < 5


FILES = {
    "a.md": "one\ntwo\nthree\n",
    "outer.md": '--8<-- "a.md"\nend\n',
    "loop.md": 'x\n--8<-- "loop.md"\n',
    "parts.py": "# --8<-- [start:f]\ndef f():\n# --8<-- [end:f]\nrest\n",
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('--8<-- "a.md"', "one\ntwo\nthree"),
        ("b\n  --8<-- 'a.md:2:3'\nc", "b\n  two\n  three\nc"),
        ('--8<-- "a.md:2"', "two\nthree"),
        ('--8<-- "a.md::1"', "one"),
        ('--8<-- "parts.py:f"', "def f():"),
        ('--8<-- "outer.md"', "one\ntwo\nthree\nend"),
        ('```py\n--8<-- "parts.py"\n```', "```py\ndef f():\nrest\n```"),
        ("--8<--\na.md\n;outer.md\n--8<--\nend", "one\ntwo\nthree\nend"),
        (';--8<-- "a.md"', '--8<-- "a.md"'),
        ('in a line --8<-- "a.md"', 'in a line --8<-- "a.md"'),
    ],
)
def test_snippets(text, shown):
    found = include(text, FILES.get)
    assert (found.text, found.missing) == (shown, [])


def test_snippets_are_bounded_and_what_is_missing_is_named():
    assert include('a\n--8<-- "gone.md"\nb', FILES.get).missing == ["gone.md"]
    looped = include('--8<-- "loop.md"', FILES.get)
    assert (looped.missing, looped.text.count("x")) == (["loop.md"], 8)
    large = {"x": "x" * 400_000, "y": '--8<-- "x"\n' * 5}
    found = include('--8<-- "y"', large.get)
    assert len(found.text) <= MAX_CHARACTERS
    assert found.missing == ["x"] * 3


@pytest.mark.parametrize(
    "text",
    [
        ":::tip\na\n:::\n\n:::note\nb\n:::",
        "> quote\n\n!!! note\n    b",
        "!!! note\n    a\n\n> quote",
        "> [!NOTE]\n> a\n\n\n> [!TIP]\n> b",
        "> quote\n\n> [!TIP]\n> b",
        "> [!TIP]\n> a\n\n> quote",
        ":::tip\na\n:::\n\n> [!TIP]\n> b",
    ],
)
def test_two_quotations_stay_two(text):
    """Python-Markdown would make one of them."""
    shown = quoted(text)
    between = shown[shown.index("<p></p>") - 1 : shown.index("<p></p>") + 2]
    assert [line[0] for line in between] == [">", "<", ">"]


def test_two_quotations_of_the_author_are_what_the_converter_makes_of_them():
    text = "> a\n\n> b\n\n!!! note\n    c"
    assert "\n".join(quoted(text)).startswith("> a\n> b\n")


def test_a_container_may_begin_with_indented_code():
    assert quoted("::: tip\n\n    a\n\nb\n:::")[-3:] == [">     a", ">", "> b"]
    assert quoted("::: tip\n\n    a\n    b\n:::")[-2:] == [">     a", ">     b"]
    assert quoted("  ::: tip\n  a\n  :::")[-1] == "  > a"


def test_an_admonition_that_holds_code_alone_keeps_its_indentation():
    assert quoted("!!! note\n\n        x") == ["> **Note**", ">", ">     x"]


def test_quotations_in_code_are_not_set_apart():
    """Kills a look at the lines as they are typed: an article with an alert got `<p></p>` in its code."""
    code = "```\n> [!NOTE]\n\n> a\n\n> [!TIP]\n```"
    assert code in as_quotations(f"> [!NOTE]\n> x\n\nText.\n\n{code}", ALL_DIRECTIVES)
