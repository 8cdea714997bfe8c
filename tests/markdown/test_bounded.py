"""An article of 200 KB takes seconds and no gigabytes, whatever stands in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.markdown import Flavour, Renderer

SIZE = 200_000
FLAVOUR = Flavour(has_tags=True, has_templates=True, math=frozenset({"math_dollars"}))


def render(make_article, engine, body):
    text = f'[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[markdown]\nengine="{engine}"\n'
    renderer = Renderer(
        parse_config(text, Path(), resolve), lambda url, _: f"https://e.org/{url}", FLAVOUR
    )
    started = time.process_time()
    rendered = renderer.render(make_article(body=body))
    renderer.summary(make_article(body=body))
    assert time.process_time() - started < 5
    assert len(rendered.html) < 100 * SIZE
    return rendered


PIECES = [
    *(
        "# a\n",
        "a\n=\n",
        "> ",
        "> > ~~~ a\n",
        "[",
        "[a](b) ",
        "*a* ",
        "**a",
        "`",
        "`a ",
        "&amp;",
        "\\",
        "$a",
        "<!-- ",
    ),
    *(
        "http://a.b(c ",
        "<a href='x'>http://a.b/，",
        "{% raw %}",
        "{% highlight x %}\n",
        "{{< figure ",
        "<img data-src ",
    ),
    *(
        "<b id=1>",
        "<p>",
        "</b>",
        "*[a]: b\n",
        "[a]: b\n",
        "[^a]",
        "[^a]: b\n",
        "a\n: b\n\n",
        "| ",
        "|-|",
        "<div>\n",
    ),
    *(
        "<details>\n\n",
        "- a\n",
        "  \n",
        "::: a\n",
        "![a](b c.png) ",
        "<iframe src=a>",
        '{{< x a="b ',
        "{{ site.url }}",
    ),
]


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_many_times(make_article, engine, piece):
    size = SIZE if os.environ.get("THOROUGH") else SIZE // 5
    render(make_article, engine, piece * (size // len(piece)))


@settings(max_examples=int(os.environ.get("BOUNDED", "5")), deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
def test_pieces_many_times(make_article, piece):
    for engine in ("markdown", "commonmark"):
        render(make_article, engine, piece * (SIZE // 5 // len(piece)))


def test_html_that_makes_a_parser_open_elements_again_without_end_is_flattened(make_article):
    body = "".join(f"<b id=x{n}>" for n in range(2000)) + "<p>a" * 2000
    rendered = render(make_article, "commonmark", body)
    assert rendered.html.count("<b") == 0
    assert "write the closing tags" in rendered.problems[0].message
    sound = "<p><b>a</b> <i>b</i></p>\n\n" * 2000
    assert render(make_article, "commonmark", sound).html.count("<b>") == 2000


def test_what_is_too_much_for_python_markdown_is_converted_by_the_other_engine(make_article):
    rendered = render(make_article, "markdown", "# a\n" * 10_000)
    assert rendered.html.count("<h1>") == 10_000
    assert 'write shorter paragraphs, or engine = "commonmark"' in rendered.problems[0].message
