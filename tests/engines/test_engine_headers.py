"""Headers that only one engine has."""

import pytest

from broadsheet.engines.hexo.dialect import split_header
from broadsheet.engines.jekyll.dialect import JekyllDialect
from broadsheet.engines.pelican.dialect import PelicanDialect
from broadsheet.errors import UnreadableError


def pelican(text):
    return PelicanDialect.split(object.__new__(PelicanDialect), text)


@pytest.mark.parametrize(
    ("text", "fields", "lines", "body_line"),
    [
        ("---\ntitle: A\n---\nx", {"title": "A"}, {"title": 2}, 4),
        ("title: A\ntags:\n- b\n---\nx", {"title": "A", "tags": ["b"]}, {"title": 1, "tags": 2}, 5),
        ('"title": "A",\n"n": 1\n;;;\nx', {"title": "A", "n": "1"}, {"title": 1, "n": 2}, 4),
        ("-----\ntitle: A\n-----\nx", {"title": "A"}, {"title": 2}, 4),
        ("tags:\n\t- b\n---\nx", {"tags": ["b"]}, {"tags": 1}, 4),
        ("x", {}, {}, 1),
    ],
)
def test_hexo(text, fields, lines, body_line):
    matter = split_header(text)
    assert (matter.fields, matter.lines, matter.body, matter.body_line) == (
        fields,
        lines,
        "x",
        body_line,
    )


def test_hexos_faults_have_the_lines_of_the_file():
    with pytest.raises(UnreadableError) as fault:
        split_header("title: A\n- b\n---\nx")
    assert fault.value.line == 2


@pytest.mark.parametrize(
    ("text", "fields", "body", "body_line"),
    [
        (
            "Title: A: b\nTags: x,\n    y\nSummary: one\n    two\n\nx",
            {"title": "A: b", "tags": "x,", "summary": "one two"},
            "x",
            7,
        ),
        ("---\ntitle: A\n---\nx", {"title": "A"}, "x", 4),
        ("Title: A\nTitle: B\n\nx", {"title": "A"}, "x", 4),
        ("Title: A\n---\nx", {"title": "A"}, "x", 3),
        ("----\nTitle: A\n... x\nx", {"title": "A"}, "x", 4),
        ("Title: A\nno field\n", {"title": "A"}, "no field\n", 2),
        ("Title: A\n\tand B\nTags: c\n\nx", {"title": "A and B", "tags": "c"}, "x", 5),
        ("x", {}, "x", 1),
        ("\nTitle: A\n", {}, "\nTitle: A\n", 1),
    ],
)
def test_pelican(text, fields, body, body_line):
    matter = pelican(text)
    assert (matter.fields, matter.body, matter.body_line) == (fields, body, body_line)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a {:k=>1} b", "a {:k=>1} b"),
        ("## T {:.x}", "## T {:.x}"),
        ("*a*{: .x} `b`{:.y} [c](/d){:.z}", "*a* `b` [c](/d)"),
        ("> a\n> {: .x}\n\n- {:.y} b\n", "> a\n> \n\n-  b\n"),
    ],
)
def test_kramdowns_attributes_behind_text_are_text(typed, shown):
    """kramdown 2.4 warns: "Found span IAL after text - ignoring it"."""
    assert JekyllDialect.body(typed) == shown


def test_kramdowns_contents_and_attributes_are_dropped():
    text = "* TOC\n{:toc}\n\n1. Contents\n{: toc }\n\n# A {#a}\n{: .no_toc}\n*Text*{:.b}\n* item\n"
    assert JekyllDialect.body(text) == "\n\n\n\n\n\n# A {#a}\n\n*Text*\n* item\n"
