"""What Redcarpet 3.5 made of the same text, with `fenced_code_blocks` and `autolink`, as Jekyll 3 had it."""

from __future__ import annotations

import re
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
    ("a\n* * *\nb", "<p>a</p><hr><p>b</p>"),
    ("~~x~~ a|b", "<p>~~x~~ a|b</p>"),
]


JEKYLL = next(engine for engine in ENGINES.values() if engine.name == "jekyll").flavour
CONFIG = parse_config(
    '[site]\ntitle = "T"\nurl = "https://x.org/"\n[content]\ndialect = "jekyll"\n', Path(), resolve
)
AROUND_BLOCKS = re.compile(r"\s*(</?(?:ul|li|table|tr|t[hd]|pre|p|h4|div)[^<>]*>)\s*")


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
