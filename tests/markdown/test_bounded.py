"""An article of 200 KB takes at most five seconds and 500 MB, whatever stands in it, or is a named problem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile_pieces import PIECES, hostile
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.errors import ArticleError
from broadsheet.markdown import Flavour, Renderer

ENGINES = ("markdown", "commonmark")
SECONDS = 5
MEGABYTES = 500
SIZE = 200_000
SIZES = (SIZE,) if os.environ.get("THOROUGH") else (SIZE // 10,)
FLAVOUR = Flavour(
    has_tags=True,
    has_templates=True,
    has_abbreviations=True,
    math=frozenset({"$", "$$"}),
    directives=frozenset({"containers", "alerts", "admonitions"}),
)


def renderer(engine):
    text = f'[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[markdown]\nengine="{engine}"\n'
    config = parse_config(text, Path(), resolve)
    return Renderer(config, lambda url, _: f"https://e.org/{url}", FLAVOUR)


def render(make_article, engine, body):
    made = renderer(engine)
    started = time.process_time()
    rendered = made.render(make_article(body=body))
    made.summary(make_article(body=body))
    assert time.process_time() - started < SECONDS
    assert len(rendered.html) < 100 * SIZE
    return rendered


CHILD = r"""
import json, re, sys, time
from pathlib import Path
sys.path[:0] = json.loads(sys.argv[1])
from conftest import article as article_of
from hostile_pieces import hostile
from test_bounded import renderer
from broadsheet.errors import ArticleError

engine, size, names = json.loads(sys.argv[2])
made = renderer(engine)
texts = hostile(size)
for name in names:
    article = article_of(body=texts[name])
    started = time.process_time()
    problem = ""
    try:
        made.render(article)
        made.summary(article)
    except ArticleError as error:
        problem = str(error)
    seconds = time.process_time() - started
    status = Path("/proc/self/status").read_text()  # ru_maxrss counts what the parent had, too.
    kilobytes = int(re.search(r"VmHWM:\s*(\d+)", status)[1])
    print(json.dumps([name, seconds, kilobytes, problem]), flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory in kilobytes")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", SIZES)
def test_hostile_articles_take_neither_long_nor_much_memory(engine, size):
    """In a process of its own, whose memory tells the most that any of them took.

    `THOROUGH=1` tries them at 200 KB, which takes minutes. All are converted: none needs a problem.
    """
    here = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    names = list(hostile(100))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, json.dumps(here), json.dumps([engine, size, names])],
        capture_output=True,
        text=True,
        timeout=SECONDS * len(names),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, *_ in found] == names
    most = SECONDS * size / SIZE + 1  # What is quadratic takes more than its share at full size.
    slow = [(name, seconds, problem) for name, seconds, _, problem in found if seconds > most]
    assert slow == []
    assert [(name, problem) for name, _, _, problem in found if problem] == []
    assert [(name, size) for name, _, size, _ in found if size > MEGABYTES * 1000][:1] == []


@settings(
    max_examples=int(os.environ.get("BOUNDED", "25")),
    derandomize="BOUNDED" not in os.environ,
    phases=[Phase.explicit, Phase.generate],  # To make a slow example smaller takes minutes.
)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
@example("[word word ")
@example("![word word ")
@example("[a](word word ")
@example("[a](b'word ")
@example("[^a word word ")
@example("[a][word word ")
@example("[a]: b\n> a\n>> b\n")
def test_pieces_many_times(make_article, piece):
    """`BOUNDED=300` looks for worse, with other pieces each time, for minutes."""
    for engine in ENGINES:
        render(make_article, engine, piece * (SIZE // 10 // len(piece)))


@pytest.mark.parametrize("piece", ["[", "![", "[^a", "[a](", "[a](b'", "[a](b(", "http://a", "@"])
@pytest.mark.parametrize("words", [1, 12])
def test_marks_far_from_one_another_take_no_longer(make_article, piece, words):
    """Fewer marks than are too many, in paragraphs so long that whatever reads the rest is slow."""
    render(make_article, "markdown", (piece + "word " * words) * 2000)


def test_html_that_makes_a_parser_open_elements_again_without_end_is_flattened(make_article):
    body = "".join(f"<b id=x{n}>" for n in range(2000)) + "<p>a" * 2000
    rendered = render(make_article, "commonmark", body)
    assert rendered.html.count("<b") == 0
    assert "write the closing tags" in rendered.problems[0].message
    sound = "<p><b>a</b> <i>b</i></p>\n\n" * 2000
    assert render(make_article, "commonmark", sound).html.count("<b>") == 2000


def test_a_summary_is_looked_for_in_flattened_html(make_article):
    """One paragraph of 60 KB took 16 seconds, since what decides on words had open elements."""
    body = "".join(f"<b id={n}>" for n in range(2400)) + "<p>x" * 5600
    render(make_article, "commonmark", body)


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<b id=x>", "<q>"])
def test_elements_in_one_another_by_the_thousand_are_flattened(make_article, piece):
    body = piece * 12_000 + "the end"
    rendered = render(make_article, "commonmark", body)
    assert "the end" in rendered.html
    assert rendered.html.count("</") < 250
    assert "write the closing tags" in rendered.problems[0].message
    deep = piece * 150 + "the end"
    assert render(make_article, "commonmark", deep).problems == ()


def test_thousands_of_elements_beside_one_another_stay(make_article):
    for sound in ("<li>a", "<p>a", "<div><i>a</i></div>", "<br>"):
        rendered = render(make_article, "commonmark", f"<ul>{sound * 15_000}</ul>")
        assert rendered.problems == ()
        assert rendered.html.count(sound[:2]) >= 15_000


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_that_grow_are_shown_as_text(make_article, engine):
    rendered = render(make_article, engine, "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "a\n" * 1000)
    assert "<table" not in rendered.html
    assert "tables of more than 40000 cells" in rendered.problems[0].message
    rows = "|a|b|\n|-|-|\n" + "|c|d|\n" * 2000
    sound = render(make_article, engine, rows)
    assert sound.html.count("<tr>") == 2001
    assert sound.problems == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_footnotes_by_the_thousand_are_shown_as_typed(make_article, engine):
    rendered = render(make_article, engine, "[^1]: b\n\n" + "a[^1] " * 4000 + "`[^1]`")
    assert rendered.html.count("a[^1]") == 4000
    assert "<code>[^1]</code>" in rendered.html
    assert "more than 3000 marks" in rendered.problems[0].message
    sound = render(make_article, engine, "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(500)))
    assert sound.html.count("<sup") == 500


def test_what_is_too_much_for_python_markdown_is_converted_by_the_other_engine(make_article):
    rendered = render(make_article, "markdown", "# b\n" * 10_000)
    assert rendered.html.count("<h1>") == 10_000
    assert 'write shorter paragraphs, or engine = "commonmark"' in rendered.problems[0].message


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a ada@example.org.", ">ada@example.org</a>."),
        ("a.b-c_d+e@x-y.example.org", ">a.b-c_d+e@x-y.example.org</a>"),
        ("x@@y.org a@b a..b@c.org", "x@@y.org a@b a.."),
        ("http://a.org/b?c=d#e.", ">http://a.org/b?c=d#e</a>."),
        ("www.a.org/b_(c)", ">www.a.org/b_(c)</a>"),
        ("see http://a.org... and", '">http://a.org</a>... and'),
    ],
)
def test_bare_addresses_are_links_as_before(make_article, text, html):
    assert html in render(make_article, "markdown", text).html


def test_an_article_that_is_refused_is_named(make_article):
    with pytest.raises(ArticleError, match=r"^content/.*cannot be converted"):
        renderer("markdown").render(make_article(text=lambda: 1 / 0))
