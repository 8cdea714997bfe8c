"""What the scanner says of a text: where code of every kind stands, and the blocks of the text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.markdown.formulas import shift_math, unshift_math
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.spans import Kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a `b` c", ["`b`"]),
        ("标题 `代码` 和 ``x ` y``", ["`代码`", "``x ` y``"]),
        ("a\n\n    b\n\n    c\n\nd", ["b\n\n    c"]),
        ("\tb", ["b"]),
        ("> ```py\n> a\n> ```\nb", ["```py\n> a\n> ```"]),
        ("- a\n\n  ~~~\n  b\n  ~~~\n- `c`", ["~~~\n  b\n  ~~~", "`c`"]),
        ("    ```\n    a\n    ```", ["```\n    a\n    ```"]),
        ("[e]: f\n[g]: h `i` and `j`", ["`i`", "`j`"]),
        ("<pre>\n\n`a`\n</pre>\n\n`b`", ["<pre>\n\n`a`\n</pre>", "`b`"]),
        ("x <code>a `b`</code> `c`", ["<code>a `b`</code>", "`c`"]),
        ("x <!-- `a` --> `b`", ["`b`"]),
        ("x ` y", []),
        ("|a|\n|-|\n|`b`|", ["`b`"]),
        ("[^1]: a `b`\n\n        c", ["`b`", "c"]),
        ("- a\n\n      b\n      c\n\n  d", ["b\n      c"]),
        ("[^1]: a\n\n        b\n\n        c\n\nd", ["b\n\n        c"]),
        ("A\n: b\n\n        c\n        d\n\ne", ["  c\n        d"]),
    ],
)
def test_code_of_every_kind(text, code):
    assert [text[span.start : span.end] for span in scan(text).code] == code


def test_blocks():
    text = "# A\n\nb\nc\n\n> d\n\nE\n=\n\n- f\n\n<p>g</p>\n\n```\nh\n```"
    blocks = [(block.kind, block.level) for block in scan(text).blocks]
    assert blocks == [
        (Kind.HEADING, 1),
        (Kind.PARAGRAPH, 0),
        (Kind.QUOTE, 0),
        (Kind.HEADING, 1),
        (Kind.OTHER, 0),
        (Kind.FENCED, 0),
    ]


def test_blocks_below_a_note_are_in_no_other():
    text = "a[^1]\n\n[^1]: b\n\n    c\n\nd\n\n# E"
    found = [(block.kind, text[block.start : block.end]) for block in scan(text).blocks]
    assert found[0] == (Kind.PARAGRAPH, "a[^1]")
    assert found[1][0] == Kind.NOTE
    assert found[2:] == [(Kind.PARAGRAPH, "d"), (Kind.HEADING, "# E")]


def test_elements_raw_html_and_definitions():
    text = "- a\n  1. b\n\n<div>\nx\n</div>\n\n[ä]: /b (c)\n\n    [d]: /e\n\n<p>\n\ny"
    scanned = scan(text)
    assert [text[i.start : i.end] for i in scanned.elements("li")] == ["- a\n  1. b", "1. b"]
    assert [text[i.start : i.end].strip() for i in scanned.raw_html] == ["<div>\nx\n</div>", "<p>"]
    assert [tuple(each)[2:] for each in scanned.definitions] == [("ä", "/b", " (c)")]
    assert text[slice(*scanned.definitions[0][:2])] == "[ä]: /b (c)"


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        ("> [a]: /b\n> [c]: /d", [("a", "/b", ""), ("c", "/d", "")]),
        ("- e\n\n  [a]: /b\n\n1. [c]: /d", [("a", "/b", ""), ("c", "/d", "")]),
        ("[a]:\n  /b\n[c]: /d\n  (e)", [("a", "/b", ""), ("c", "/d", "\n  (e)")]),
        ("[a]:\n[c]:\nd", [("a", "[c]:", "")]),
        ("# e\n[a]: /b\n[c]: /d\nf", [("a", "/b", ""), ("c", "/d", "")]),
        ("e\n[a]: /b\n[c]: /d", []),
        ("> e\n[a]: /b", []),
        ("- e\n  [a]: /b", []),
        ("<div>\n[a]: /b\n</div>", []),
        ("    [a]: /b\n\n```\n[c]: /d\n```", []),
    ],
)
def test_definitions_of_links_stand_in_any_block_but_amid_no_paragraph(text, definitions):
    """Kills: those amid paragraphs or raw HTML; none in quotations or items, or of two lines."""
    found = scan(text).definitions
    assert [tuple(each)[2:] for each in found] == definitions
    assert all(text[each.start : each.end].startswith(f"[{each.label}]:") for each in found)


def test_texts_end_where_blocks_within_them_begin():
    text = (
        "# A\n\nb\nc\n\n> d\n> e\n>\n> - f\n>   - g\n\n1. h\n\n   i\n\n|j|k|\n|-|-|\n|l|`m`|\n\n"
        "Term\nof two\n: U\n\n    code\n\n***\n\n<p>\n\n```\nx\n```\nlast *n*"
    )
    found = [(each.kind, text[each.start : each.end].strip(" >\n")) for each in scan(text).texts]
    assert found[0] == (Kind.HEADING, "# A")
    assert [typed for _, typed in found[1:]] == [
        *(
            "b\nc",
            "d\n> e",
            "- f",
            "- g",
            "h",
            "i",
            "j",
            "k",
            "l",
            "`m`",
            "Term\nof two",
            ": U\n\n    code",
        ),
        "last *n*",
    ]


def test_raw_html_within_items_quotes_and_definitions_but_not_in_code():
    text = (
        "- a\n\n  <div>\n  b\n\n- <p>\n\n> <hr>\n> c\n>\n> d\n\nE\n:   f\n\n    <ul>\n\n"
        "```\n<div>\n```\n\n<pre>\n\n<div>\n\n</pre>\n\n<!--\n\n<div>\n\n-->\n"
    )
    found = [(html.level, text[html.start : html.end].strip()) for html in scan(text).raw_html]
    assert found == [
        (1, "<div>\n  b"),
        (1, "<p>"),
        (1, "<hr>\n> c"),
        (1, "<ul>"),
        (0, "<pre>"),
        (0, "<!--"),
    ]


def test_notes_end_where_their_code_does_and_headings_are_found_in_quotes():
    text = "# A\n\n[^b c]: no name\n[^1]: a\n\n          b\n          c\n\nd[^1]\n\n> ## E\n> [^2]: f\n"
    scanned = scan(text)
    assert [(text[n.start : n.end], n.name, n.is_nested) for n in scanned.notes] == [
        ("[^1]: a\n\n          b\n          c", "1", False),
        ("[^2]: f", "2", True),
    ]
    found = [scanned.heading_above(text.index(mark)) for mark in ("[^b c]", "> [^2]")]
    assert [h and (text[h.start : h.end], h.level) for h in found] == [("# A", 1), ("## E", 2)]
    assert scanned.heading_above(text.index("d[^1]")) is scanned.heading_above(2) is None


def test_what_is_replaced_is_outside_of_code():
    text = "x `x` <code>x</code>\n\n    x\n\nx"
    assert scan(text).sub(re.compile("x"), lambda _: "yy") == "yy `x` <code>x</code>\n\n    x\n\nyy"


@pytest.mark.parametrize(
    "text",
    [
        "[Y](/x)",
        "[`]`Y](/x 'x')",
        "![Y [Y]](/x)",
        "[Y](<x x> 'x')",
        "https://e.org/x/a Y",
        "<https://e.org/x> Y",
        "<a href='/x'>Y</a>",
        "\\x Y",
        "\\\\Y",
        "[x]: /x 'x'\n\n[Y][x]",
        "> - Y `x`\n>   [Y\n>   Y](/x)",
        "é [Y](/x) [Y] Y",
    ],
)
def test_words_are_no_addresses_titles_or_tags(text):
    """Kills: marks that are looked for in addresses, titles, tags, labels and behind a backslash."""
    text = text.replace("\\x", "\\*").replace("x", "*")
    assert scan(text).sub_words(re.compile(r"[*Y]"), lambda _: "Z") == text.replace("Y", "Z")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# A *b*", "A *b*"),
        ("## A {#b .c} ##", "A"),
        ("# C#", "C#"),
        ("# C# #", "C#"),
        ("A\nb {x}\n===", "A\nb"),
        ("# a {b} c}", "a {b} c}"),
        ("#", ""),
    ],
)
def test_words_of_headings(text, words):
    scanned = scan(text)
    assert scanned.words_of(next(scanned.each_block())) == words


def test_code_that_is_shifted_stays_within_its_quote():
    shifted = scan("> - a\n>\n>       > b\n>       > c\n").shifted
    assert [line[:8] for line in shifted.split("\n")[2:4]] == [">       "] * 2
    assert shifted.count(">") == 4


PIECES = st.sampled_from(
    [
        "`",
        "``",
        "```\n",
        "~~~\n",
        "    ",
        "\t",
        "- ",
        "> ",
        "\n",
        "\n\n",
        "a",
        "é",
        "漢",
        "<pre>",
        "</pre>",
    ]
    + [
        "<code>",
        "</code>",
        "<!--",
        "-->",
        "[a]: b\n",
        "|",
        "[^1]: ",
        "\r\n",
        "\U0001f600",
        "\\",
        "$",
        "$$",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_is_lost(text):
    scanned = Scan(text)
    assert len(scanned.masked) == len(scanned.shifted) == len(text)
    assert scanned.unshifted(scanned.shifted) == text
    assert all(a.end <= b.start for a, b in zip(scanned.code, scanned.code[1:], strict=False))
    math = shift_math(text, frozenset({"$", "$$"}))
    # What was shifted comes back as HTML shows it; no piece has an ampersand of its own.
    assert unescape(unshift_math(math)) == text


def test_a_note_that_ends_with_a_table_has_all_its_cells():
    """Kills: the end that comrak 0.0.16 gives, behind the last but one cell."""
    text = "a[^1]\n\n[^1]:\n    | b | c |\n    |---|---|\n    | d | e |\n\nf"
    note = scan(text).notes[0]
    assert text[note.start : note.end].endswith("| d | e |")
