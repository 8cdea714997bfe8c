"""Python-Markdown tries no pattern in vain, and makes the same HTML."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.markdown import extensions_of
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.python_markdown.converter import PythonMarkdown

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
        "[g][e]",
        "[e]",
        "\n\n[e]: /f 'g'\n\n",
        "\n\n> [g]: <h i>\n\n",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("**a** _b_ `c` ~~d~~ \\* [e](f) ![g](h) <http://i> &copy; www.j.k  \nl@m.org")
def test_what_is_not_tried_would_change_nothing(text):
    chosen, all_of_them = PythonMarkdown(), PythonMarkdown()
    lines = all_of_them._markdown.preprocessors["normalize_whitespace"]
    lines._patterns = [(pattern, "") for pattern, _ in lines._patterns]
    lines._of_definitions = ()
    processors = all_of_them._markdown.treeprocessors
    del processors["attr_list"].run, processors["unescape"].run
    assert chosen.convert(text, "p") == all_of_them.convert(text, "p")


def test_each_pattern_is_among_those_that_may_be_tried():
    converter = PythonMarkdown()._markdown
    tried = {pattern for pattern, _ in converter.preprocessors["normalize_whitespace"]._patterns}
    assert tried == set(converter.inlinePatterns)


def test_patterns_without_a_known_mark_are_tried_on_each_text():
    converter = PythonMarkdown(Flavour(python_extensions=extensions_of({"wikilinks": {}})))
    assert 'href="/a/"' in converter.convert("[[a]]", "p")[0]


def test_thousands_of_references_to_a_note_take_no_quadratic_time():
    html, undefined = PythonMarkdown().convert("x[^a] " * 5000 + "\n\n[^a]: note\n", "p")
    assert html.count('id="fnref') == 5000
    assert len(set(re.findall(r'id="(fnref[^"]*)"', html))) == 5000
    assert undefined == ()


def test_a_note_that_the_last_note_defines_is_shown():
    html, _ = PythonMarkdown().convert("a[^1] b[^2]\n\n[^1]: One\n\n    - [^2]: Two\n", "p")
    assert html.index('id="fn:p-1"') < html.index('id="fn:p-2"') < html.index("<p>Two")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. a\n\n        b\n          c\n", "b\n  c"),
        ("* a\n    * b\n\n            c\n", "c"),
        ("1. a\n\n       b\n", "b"),
        ("- a\n  - b\n\n        c\n", "c"),
    ],
)
def test_code_in_items_may_be_indented_as_either_converter_wants_it(text, code):
    """By eight spaces for Python-Markdown, or by four more than the text for CommonMark."""
    html, _ = PythonMarkdown().convert(text, "p")
    assert f"<code>{code}\n</code>" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n- b\n", "<p>a\n- b</p>"),
        ("\\$a\\,b\\*", "<p>\\$a\\,b*</p>"),
        ("#tag", "<h1>tag</h1>"),
        ("- a\n1. b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("a\\\nb", "<p>a\\\nb</p>"),
        ("a\n\xa0\nb", "<p>a\n\xa0\nb</p>"),
        ("a\n```\nb\n```\nc", "<p>a</p>\n<pre><code>b</code></pre>\n<p>c</p>"),
        ("```\nR\tG\n\tb\n```", "<pre><code>R   G\n    b</code></pre>"),
        ("```\na\n```\nb", "<pre><code>a</code></pre>\n<p>b</p>"),
        ("a\n\n```\nb\n``` \nc", "<p>a</p>\n<pre><code>b</code></pre>\n<p>c</p>"),
    ],
)
def test_where_it_is_the_engines_own_its_blocks_and_escapes_are_kept(text, html):
    """Markdown 3.8 with the extensions `extra`, as Pelican configures it."""
    assert PythonMarkdown(Flavour(is_python_markdown=True)).convert(text, "p")[0] == html


def test_where_it_is_the_engines_own_notes_keep_their_order_and_boxes_are_text():
    """Markdown 3.11: kills the order of the marks, unused notes left out, and boxes of task lists."""
    text = "a[^2] b[^1]\n\n[^1]: one\n[^2]: two\n[^3]: three\n\n- [ ] do\n"
    html, undefined = PythonMarkdown(Flavour(is_python_markdown=True)).convert(text, "p")
    places = [html.index(f'<li id="fn:p-{name}">') for name in (1, 2, 3)]
    assert places == sorted(places)
    assert '<a class="footnote-ref" href="#fn:p-2">2</a>' in html
    assert "<li>[ ] do</li>" in html
    assert undefined == ()


def test_boxes_are_shown_where_a_site_has_the_extension_for_them():
    flavour = Flavour(
        is_python_markdown=True, python_extensions=extensions_of({"pymdownx.tasklist": {}})
    )
    assert 'type="checkbox"' in PythonMarkdown(flavour).convert("- [ ] do\n", "p")[0]


def test_elsewhere_tabs_in_code_are_kept():
    html = PythonMarkdown().convert("```\nR\tG\n\tb\n```", "p")[0]
    assert html == "<pre><code>R\tG\n\tb</code></pre>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("-\n  a\n", "<ul><li>a</li></ul>"),
        ("1.\n   a\n2. b\n", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n-\n- b\n", "<ul><li>a</li><li></li><li>b</li></ul>"),
        (
            "- a\n  - b\n3. c\n",
            '<ul><li>a<ul><li>b</li></ul></li></ul><ol start="3"><li>c</li></ol>',
        ),
        ("- a  \n  b\n", "<ul><li>a<br>    b</li></ul>"),
        ("- a  \n- b\n", "<ul><li>a</li><li>b</li></ul>"),
        ("T\n: - a\n  - b\n", "<dl><dt>T</dt><dd><ul><li>a</li><li>b</li></ul></dd></dl>"),
        (
            "- a\n  > - b\n  >   - c\n",
            "<ul><li><p>a</p><blockquote><ul><li>b<ul><li>c</li></ul></li></ul></blockquote></li></ul>",
        ),
        (
            "1. > a\n   > b\n   >\n   > c\n\n   d\n",
            "<ol><li><blockquote><p>ab</p><p>c</p></blockquote><p>d</p></li></ol>",
        ),
        (
            "- > a\n\n  > b\n- c\n",
            "<ul><li><blockquote><p>a</p><p>b</p></blockquote></li><li><p>c</p></li></ul>",
        ),
        (
            "| a | b |\n|---|---|\n| c | d |\ne\n",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr>"
            "<tr><td>e</td><td></td></tr></tbody></table>",
        ),
        (
            "- a\n\n      b\n      c\n- d\n",
            "<ul><li><p>a</p><pre><code>bc</code></pre></li><li><p>d</p></li></ul>",
        ),
    ],
)
def test_items_quotes_and_tables_are_where_commonmark_has_them(text, html):
    assert PythonMarkdown().convert(text, "p")[0].replace("\n", "") == html


def test_items_in_a_note_are_a_list():
    html = PythonMarkdown().convert("a[^1]\n\n[^1]: b\n    - c\n      - d\n", "p")[0]
    assert "<p>b</p>\n<ul>\n<li>c<ul>\n<li>d</li>" in html


OWN = Flavour(is_python_markdown=True)


@pytest.mark.parametrize("flavour", [Flavour(), OWN])
@pytest.mark.parametrize("address", ["gopher://a.org/1", "irc://b.org/c", "HTTPS://d.org/"])
def test_addresses_between_angle_brackets_are_links(flavour, address):
    """Kills the pattern of pymdownx.magiclink, which knows http and ftp: Pelican's article lost the others."""
    html, _ = PythonMarkdown(flavour).convert(f"See <{address}> and `<{address}>`.", "p")
    assert html == (
        f'<p>See <a href="{address}">{address}</a> and <code>&lt;{address}&gt;</code>.</p>'
    )


@pytest.mark.parametrize("flavour", [Flavour(), OWN])
def test_html_within_wrappers_may_be_indented_below_an_empty_line(flavour):
    """Markdown 3.11 shows HTML; kills the wrapper's line taken away, which leaves indented code."""
    inner = "<section>\n\n    <p>Innen</p>\n\n</section>"
    html, _ = PythonMarkdown(flavour).convert(f"<div>\n\n{inner}\n\n</div>\n\n*Ende*\n", "p")
    assert inner in html
    assert "<pre>" not in html
    assert html.endswith("<p><em>Ende</em></p>")


def test_words_within_wrappers_may_be_code():
    html, _ = PythonMarkdown().convert("<div>\n\n    make\n\n</div>\n", "p")
    assert html.endswith("<pre><code>make\n</code></pre>")


@pytest.mark.parametrize("flavour", [Flavour(), OWN])
@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '<figure markdown="span">\n![猫](/a.png){ width="9" }\n<figcaption>B *c*</figcaption>\n</figure>',
            '<figure>\n<img alt="猫" src="/a.png" width="9">\n\n<figcaption>B *c*</figcaption>\n</figure>',
        ),
        (
            '<div markdown="1">\n<p>*roh*</p>\n\n**fett**\n</div>',
            "<div>\n<p>*roh*</p>\n<p><strong>fett</strong></p>\n</div>",
        ),
        ("<p markdown>*a*</p>", "<p><em>a</em></p>"),
        (
            "<details markdown>\n<summary>S</summary>\n*x*\n\n```\n<b markdown>\n```\n</details>",
            "<details>\n<summary>S</summary>\n<p><em>x</em></p>\n"
            "<pre><code>&lt;b markdown&gt;</code></pre>\n</details>",
        ),
    ],
)
def test_tags_say_that_markdown_is_in_them(flavour, text, html):
    """Markdown 3.11 with `extra`: kills Markdown in `<figure markdown>` shown as typed."""
    assert PythonMarkdown(flavour).convert(text, "p")[0] == html


@pytest.mark.parametrize("flavour", [Flavour(), OWN])
def test_notes_within_tags_are_kept(flavour):
    """Kills the notes looked for outside of HTML alone: nothing referred to this one, so it was dropped."""
    html, _ = PythonMarkdown(flavour).convert("<div markdown>\na[^1]\n\n[^1]: 注\n</div>\n", "p")
    assert 'href="#fn:p-1"' in html
    assert "注" in html


def test_nothing_is_lost_in_tags_that_are_never_closed():
    """Markdown 3.11 loses the words; kills the missing look for ends."""
    assert "words" in PythonMarkdown().convert(2 * "<div markdown>\n" + "words\n", "p")[0]


@pytest.mark.parametrize(
    "unit", ["<div markdown>\n", "<p markdown>", "<x markdown ", "<b markdown=1></b>"]
)
def test_many_tags_with_markdown_take_no_quadratic_time(unit):
    text = unit * (20_000 // len(unit))
    started = time.process_time()
    with suppress(ValueError):
        PythonMarkdown().convert(text, "p")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("flavour", [Flavour(), OWN])
@pytest.mark.parametrize("text", ["**m*)**后*`c`*", "“*[l](/x)`c``c`**后*[l](/x)`c`</b>`c`_"])
def test_code_in_emphasis_that_the_package_pairs_wrongly_is_whole(flavour, text):
    """Markdown 3.11.3: kills its marks in the article, which XML forbids: one such article stopped all feeds."""
    html, _ = PythonMarkdown(flavour).convert(f"*a*\n\n{text}\n", "p")
    assert html.startswith("<p><em>a</em></p>" if "m*" in text else "<p>*a*</p>")
    assert "<code>c" in html
    assert not re.search("[\x02\x03]|klzzwxh", html)


def test_other_processors_of_emphasis_may_be_there():
    """Kills the package's own taken for the only one: betterem removes it."""
    flavour = Flavour(
        is_python_markdown=True, python_extensions=frozenset({("pymdownx.betterem", "{}")})
    )
    html, _ = PythonMarkdown(flavour).convert("**a** _b_", "p")
    assert html == "<p><strong>a</strong> <em>b</em></p>"


def test_emphasis_that_is_paired_wrongly_takes_no_quadratic_time():
    started = time.process_time()
    PythonMarkdown().convert("**m*)**后*`c`*" * 200, "p")
    assert time.process_time() - started < 1.5
