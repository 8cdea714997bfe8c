"""What Markdown makes of Python-Markdown is as slow as it must be, and no other HTML."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from broadsheet.markdown.python_markdown import PythonMarkdown

PIECES = [
    *(
        "*",
        "**",
        "_",
        "`",
        "~~",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "![",
        "<",
        ">",
        "&",
        "@",
        "^",
        ":",
        "\n",
    ),
    *("  \n", "\n\n", "> ", "- ", "1. ", "# ", "    ", "[^1]", "[^1]: ", "www.a.org", "WwW.b.org"),
    *(
        "http://x.org",
        "FTP://y.org",
        "a@b.org",
        "<c@d.org>",
        "<br>",
        "&amp;",
        "word",
        "{.c}",
        "{#d}",
        "“微软”",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("**a** _b_ `c` ~~d~~ \\* [e](f) ![g](h) <http://i> &copy; www.j.k  \nl@m.org")
def test_the_quick_processors_make_what_their_parents_make(text):
    quick, slow = PythonMarkdown(), PythonMarkdown()
    processors = slow._markdown.treeprocessors
    processors.register(InlineProcessor(slow._markdown), "inline", 20)
    processors.register(AttrListTreeprocessor(slow._markdown), "attr_list", 8)
    processors.register(UnescapeTreeprocessor(slow._markdown), "unescape", 0)
    assert quick.convert(text, "p") == slow.convert(text, "p")


def test_thousands_of_references_to_a_note_take_no_quadratic_time():
    html, undefined = PythonMarkdown().convert("x[^a] " * 5000 + "\n\n[^a]: note\n", "p")
    assert html.count('id="fnref') == 5000
    assert len(set(re.findall(r'id="(fnref[^"]*)"', html))) == 5000
    assert undefined == ()
