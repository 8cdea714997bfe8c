"""What Redcarpet 3.5 made of the same text, with `fenced_code_blocks` and `autolink`, as Jekyll 3 had it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.engines.jekyll.markdown import configured
from broadsheet.engines.settings import Settings
from broadsheet.markdown import Renderer
from broadsheet.markdown.redcarpet import as_commonmark

SHOWN = [
    ("####h\n\na", "<h4>h</h4><p>a</p>"),
    ("a\n- b\n- c", "<p>a\n- b\n- c</p>"),
    ("a\n\n- b\n- c", "<p>a</p><ul><li>b</li><li>c</li></ul>"),
    ("<div>\n<b>\n\n    *b*</b>\n</div>\n*c*", "<div><b>\n\n    *b*</b></div><p><em>c</em></p>"),
    ("<pre>a</pre>\n\n*b*\n\n<pre>\nc\n</pre>", "<pre>a</pre><p><em>b</em></p><pre>c</pre>"),
    ("<div><p>\nx\n\n</p></div>\n\n*y*", "<div><p>x</p></div><p><em>y</em></p>"),
    ("T\n:   x", "<p>T\n:   x</p>"),
    ("- [ ] a", "<ul><li>[ ] a</li></ul>"),
    ("```\na\tb\n```", "<pre><code>a   b\n</code></pre>"),
    ("```\n####h\n- b\n<div>\n```\n\n</div>", "<pre><code>####h\n- b\n&lt;div&gt;\n</code></pre>"),
    ("a\n```\nb\n```", "<p>a\n<code> b </code></p>"),  # To CommonMark, line breaks are spaces.
    # A list goes on with what is indented by four, and an item without an empty line holds text alone.
    (
        "- a\n\n      b\n- c\n  - d",
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p><ul><li>d</li></ul></li></ul>",
    ),
    ("* a\n  b\n* c\n\n  d", "<ul><li>a\nb</li><li>c</li></ul><p>d</p>"),
    ("- a\n# b\n> c\n- d", "<ul><li>a\n# b\n&gt; c</li><li>d</li></ul>"),
    ("*   a\n    *   b\n        1. c", "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li></ul>"),
    ("- a\n\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    ("- a\n\n- b\n- c", "<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul>"),
    (
        "> a  \n> b\n\n- c  \n  d",
        "<blockquote><p>a<br>\nb</p></blockquote><ul><li>c<br>\nd</li></ul>",
    ),
    ("1) a\n2) b", "<p>1) a\n2) b</p>"),
    ("   a\n   ```", "<p>a\n```</p>"),
    ("\u00a0a\n\u00a0\n* b", "<p>&nbsp;a\n&nbsp;\n* b</p>"),
    (
        "> - a\n>\n> b > c\n\n> d\n\ne",
        "<blockquote><ul><li>a</li></ul><p>b &gt; c</p><p>d</p></blockquote><p>e</p>",
    ),
    ("a\n* * *\nb", "<p>a</p><hr><p>b</p>"),
    ("~~x~~ a|b", "<p>~~x~~ a|b</p>"),
]


JEKYLL = next(engine for engine in ENGINES.values() if engine.name == "jekyll").flavour
CONFIG = parse_config(
    '[site]\ntitle = "T"\nurl = "https://x.org/"\n[content]\ndialect = "jekyll"\n', Path(), resolve
)
AROUND_BLOCKS = re.compile(
    r"\s*(</?(?:[uo]l|li|blockquote|hr|table|tr|t[hd]|pre|p|h4|div)[^<>]*>)\s*"
)


@pytest.fixture
def shown(make_article):
    def render(text, *extensions):
        settings = {"markdown": "redcarpet", "redcarpet": {"extensions": list(extensions)}}
        flavour = configured(JEKYLL, Settings.of(settings))
        renderer = Renderer(CONFIG, lambda url, _: url, flavour)
        return AROUND_BLOCKS.sub(r"\1", renderer.render(make_article(body=text)).html)

    return render


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_blocks_are_redcarpets(shown, text, html):
    assert shown(text) == html


def test_extensions_are_those_of_the_configuration(shown):
    assert shown("~~x~~", "strikethrough") == "<p><del>x</del></p>"
    assert "<table>" in shown("a|b\n-|-\nc|d", "tables")
    assert shown("a\nb", "hard_wrap") == "<p>a<br>\nb</p>"


@pytest.mark.parametrize(
    "piece", ["<div>\n", "</div>\n", "<pre>\n</div>\n", "```\n", "```\n\n~~~\n"]
)
def test_bad_input_takes_linear_time(piece):
    assert as_commonmark(piece * 50_000)


@pytest.mark.parametrize("unit", ["- ", "> ", "* a\n  ", "- a\n\n", "> a\n\n", " - a\n", "1. "])
def test_lists_and_quotations_are_read_in_linear_time(unit):
    started = time.process_time()
    as_commonmark(unit * (20_000 // len(unit)))
    as_commonmark("\n".join(" " * depth + "- a" for depth in range(150)))
    assert time.process_time() - started < 2
