"""Inline marks of PyMdown Extensions, as Material for MkDocs 9.8 shows them."""

import pytest

from broadsheet.markdown.bodies.pymdown_marks import MARKS, without_marks

ALL = frozenset({*MARKS, "inlinehilite"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("++ctrl+alt+del++", "<kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>Del</kbd>"),
        ("++page-up++", "<kbd>Page Up</kbd>"),
        ("==a *b*==", "<mark>a *b*</mark>"),
        ("^^in^^ x^2^", "<ins>in</ins> x<sup>2</sup>"),
        ("H~2~O ~~gone~~", "H<sub>2</sub>O ~~gone~~"),
        ("{++a++}{--b--}{~~c~>d~~}", "<ins>a</ins><del>b</del><del>c</del><ins>d</ins>"),
        ("{==a==}{>>for authors<<}", "<mark>a</mark>"),
        (":material-check:{ .x } a :smile: :octicons-tag-16:", " a 😄 "),
        ("`#!python x = 1` and `#! x`", "`x = 1` and `#! x`"),
    ],
)
def test_marks(text, shown):
    assert without_marks(text, ALL) == shown
    assert without_marks(text, frozenset()) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`==x==`",
            "```\n++x++\n```",
            "$a^2^ ~b~$",
            "10:30:40",
            "a == b == c",
            "c++ and d++",
            "2^ 3^",
        ),
        *(
            "[x](/?q==a==b)",
            "https://e.org/:smile:/x",
            "<a href='/x^^a^^'>x</a>",
            "[a]: /~b~/c",
            r"\==a==",
        ),
    ],
)
def test_code_formulas_and_other_text_stay(text):
    assert without_marks(text, ALL) == text
