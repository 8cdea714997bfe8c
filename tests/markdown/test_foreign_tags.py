"""Tags with names of SVG or MathML, which the sanitiser removes with what stands behind them."""

from __future__ import annotations

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.markdown import Flavour, Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[markdown]\nengine="commonmark"\n'


def rendered(root, article):
    return (
        Renderer(parse_config(SITE, root, resolve), lambda url, _: url, Flavour())
        .render(article)
        .html
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("no <path> is *set*", "<p>no  is <em>set</em></p>"),
        ("- a <int> b\n- List<vector>s", "<ul>\n<li>a  b</li>\n<li>Lists</li>\n</ul>"),
        ("<div><text>a</text> b</div>", "<div>a b</div>"),
        ("a <Set> <b>b</b>", "<p>a  <b>b</b></p>"),
        # What the sanitiser knows, and what it unwraps, stays to it.
        ("a <svg><text>b</text></svg> c", "<p>a  c</p>"),
        ("a <x-y>b</x-y> <math><mi>c</mi></math>", "<p>a b c</p>"),
        ("`<path>`", "<p><code>&lt;path&gt;</code></p>"),
    ],
)
def test_what_stands_behind_foreign_tags_is_kept(make_article, tmp_path, body, expected):
    """Kills: the tags left in; tags of any name left out (an unknown one stays with its attributes' words)."""
    assert rendered(tmp_path, make_article(body=body)) == expected


def test_no_tag_that_is_left_out_lets_another_one_through(make_article, tmp_path):
    """Kills: tags left out after the sanitiser."""
    body = "<svg></p><style><path><img src=x onerror=alert(1)>"
    assert "onerror" not in rendered(tmp_path, make_article(body=body))
