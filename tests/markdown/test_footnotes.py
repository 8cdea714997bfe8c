"""Footnotes in Markdown: which are kept, in which order, where, and what their ids begin with."""

from __future__ import annotations

import re

import pytest

from broadsheet.markdown.footnotes import (
    id_prefix,
    tidy,
    with_defined_names,
    with_single_words,
)
from broadsheet.markdown.scanning.scanner import scan


def tidied(text):
    scanned = scan(with_single_words(text))
    found = tidy(scanned.shifted, scanned, "PLACE")
    return re.sub(r"\n\n+", "\n\n", scanned.unshifted(found.text)), found.undefined


def test_text_without_notes_stays_as_it_is():
    assert tidied("a [^ b\n[x]: y") == ("a [^ b\n[x]: y\n", ())
    assert tidied("[x]: y\n\na") == ("[x]: y\n\na", ())


def test_notes_that_only_notes_refer_to_are_kept_in_the_order_in_which_they_are_reached():
    text = "a[^1] b[^2]\n\n[^5]: five\n[^4]: four [^5]\n[^3]: three [^4]\n[^2]: two [^3]\n[^1]: one [^5]\n[^6]: six [^7]\n[^7]: seven"
    lines, undefined = tidied(text)
    notes = [line[:4] for line in lines.split("\n") if line.startswith("[^")]
    assert notes == ["[^1]", "[^2]", "[^5]", "[^3]", "[^4]"]
    assert undefined == ()


def test_a_note_that_refers_to_itself_ends():
    assert tidied("a[^1]\n\n[^1]: one [^1] [^2]\n[^2]: two [^1]") == (
        "a[^1]\n\n[^1]: one [^1] [^2]\n[^2]: two [^1]",
        (),
    )


def test_notes_that_refer_to_themselves_are_kept_where_any_mark_counts():
    """Kills: the check for a definition, and the text's own order lost."""
    text = "a[^3]\n\n[^1]: one[^1]\n[^2]: two [^4] [^x]\n[^3]: three\n[^4]: four"
    scanned = scan(text)
    found = tidy(scanned.shifted, scanned, "PLACE", by_any_mark=True)
    notes = [line[:4] for line in found.text.split("\n") if line.startswith("[^")]
    assert (notes, found.undefined) == (["[^3]", "[^1]", "[^4]"], ())


def test_names_are_found_whatever_their_capital_letters():
    """Kills: marks in code changed, and a name that is defined as it is typed."""
    text = "[^a] [^B] `[^b]` [^x]\n\n[^A]: one\n[^a]: two\n[^b]: three"
    assert with_defined_names(text) == text.replace("[^B]", "[^b]")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_note_between_two_lists_stays_between_them(gap):
    """Kills: a list that goes on behind the note; a separator before words, or where notes end no list."""
    text = f"- a[^1]{gap}[^1]: one{gap}- b"
    scanned = scan(text)
    assert "<!-- -->" in tidy(scanned.shifted, scanned, "PLACE", by_any_mark=True).text
    assert "<!-- -->" not in tidy(scanned.shifted, scanned, "PLACE").text
    words = scan(text.replace("- b", "-b"))
    assert "<!-- -->" not in tidy(words.shifted, words, "PLACE", by_any_mark=True).text


def test_what_a_note_names_and_nobody_defines_is_reported():
    _, undefined = tidied("a[^1] [^x]\n\n[^1]: one [^y]\n[^2]: unused [^z]")
    assert undefined == ("x", "y")
    assert tidied("a[^1] [^x]")[1] == ("1",)
    assert tidied("a `[^1]` [^2]\n\n[^2]: b `` [^3] ` ``")[1] == ()


def test_indented_and_lazy_lines_belong_to_their_note():
    text = "a\n\n[^1]: one\nlazy\n\n    indented\n\n    more\n\nend\n\n[^2]: two\n# Heading"
    assert tidied(text)[0] == "a\n\nend\n\n# Heading\n"
    text = "a[^1]\n\n[^1]: one\nlazy\n\n    indented\n\nend"
    assert tidied(text)[0] == "a[^1]\n\nend\n\n[^1]: one\nlazy\n\n    indented"


def test_the_list_stands_below_the_heading_that_the_author_gave_it():
    text = "a[^1]\n\n## Notes\n\n[^1]: one\n\nend"
    assert tidied(text)[0] == "a[^1]\n\n## Notes\n\nPLACE\n\nend\n\n[^1]: one"
    assert tidied("a\n\n## Notes\n\n[^1]: one\n\nend")[0] == "a\n\nend\n"


@pytest.mark.parametrize(
    ("slug", "prefix"),
    [
        ("plain-slug-2", "plain-slug-2"),
        ("a" * 40, "a" * 40),
        ("a" * 41, "a" * 40 + "-c0f8bd"),
        ("Title", "title-7e8cd2"),
        ("-a", "a-c27489"),
        ("标签", "1d0fd5"),
        ("a b", "a-b-c8687a"),
    ],
)
def test_ids_begin_with_ascii_that_is_the_articles_own(slug, prefix):
    assert id_prefix(slug) == prefix


def test_long_slugs_that_begin_alike_have_different_prefixes():
    slugs = ["a" * 60, "a" * 60 + "b", "a" * 60 + "-b"]
    prefixes = {id_prefix(slug) for slug in slugs}
    assert len(prefixes) == 3
    assert {len(prefix) for prefix in prefixes} == {47}


def test_names_with_spaces_are_names():
    text = "a[^Big note] [^no note]\n\n[^Big note]: one"
    assert tidied(text)[0] == "a[^Big-note] [^no note]\n\n[^Big-note]: one"


@pytest.mark.parametrize(
    "words", [r"\[^a b]", "[c](/d '[^a b]')", "`[^a b]`", "e <!-- [^a b] -->", "[^a b](/c)"]
)
def test_what_is_no_mark_keeps_its_spaces(words):
    text = f"{words} [^a b]\n\n> [^a b]: one"
    assert with_single_words(text) == f"{words} [^a-b]\n\n> [^a-b]: one"


@pytest.mark.parametrize(
    "no_mark",
    [
        r"\[^1]",
        '[a](/b "[^1]")',
        "[a](/b\n'c [^1]')",
        "[^1](https://e.org/)",
        "![^1](e.png)",
        '<a title="[^1]">',
        "<div>\n[^1]\n</div>",
        "<!-- [^1] -->",
        '[a][e]\n\n[e]: /b "[^1]"',
    ],
)
def test_what_is_no_mark_keeps_no_note_and_is_not_reported(no_mark):
    assert tidied(no_mark)[1] == ()
    lines, undefined = tidied(f"{no_mark}\n\nb[^2]\n\n[^1]: one\n[^2]: two")
    assert "[^1]: one" not in lines
    assert "[^2]: two" in lines
    assert undefined == ()


@pytest.mark.parametrize(
    "text",
    [
        r"a \\[^1]",
        "[a](b) [^1]",
        "[a](b 'c') ([^1])",
        "a[^1]: b",
        "[a [^1]](/b)",
        "[a]: /b\nc[^1]",
        "![^1]",
        "<b>a</b>[^1]",
    ],
)
def test_marks_are_found_beside_what_may_hold_none(text):
    assert tidied(text)[1] == ("1",)
    assert "[^1]: one" in tidied(f"{text}\n\n[^1]: one")[0]


def test_a_note_in_a_quotation_is_defined():
    assert tidied("> [^1]: one\n\na[^1]") == ("> [^1]: one\n\na[^1]\n", ())
