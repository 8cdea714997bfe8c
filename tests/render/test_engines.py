"""Articles read the same whichever engine renders them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet import urls
from broadsheet.build import load_site
from broadsheet.config.load import load_config, parse_config
from broadsheet.render import Renderer
from broadsheet.stamps import Stamps
from broadsheet.store import with_store

ROOT = Path(__file__).parent.parent.parent


def load(store):
    return load_site(load_config(ROOT), datetime(2100, 1, 1, tzinfo=UTC), store, drafts=True)


LOADED = with_store(None, Stamps(ROOT, 0), load)


def shown(article, engine):
    text = f'[site]\ntitle="T"\nurl="https://e.org/"\n[markdown]\nengine = "{engine}"\n'
    renderer = Renderer(
        parse_config(text, ROOT), lambda url, _: urls.absolute(url, "https://e.org/")
    )
    html = renderer.render(article).html
    html = re.sub(r'<sup id="fnref.*?</sup>|<a href="[^"]*fnref[^"]*"[^>]*>.*?</a>', "", html)
    html = re.sub(r' (?:id|title)="[^"]*"|</?div>|<hr>|&nbsp;', "", html)
    html = re.sub("<img (alt=[^>]*) (src=[^>]*)>", r"<img \2 \1>", html)
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", html)


@pytest.mark.parametrize("article", LOADED.site.articles, ids=lambda article: article.source)
def test_both_engines_make_the_same_of_the_demo_site(article):
    assert shown(article, "markdown") == shown(article, "commonmark")


def rendered(text, engine):
    config = parse_config(
        f'[site]\ntitle="T"\nurl="https://e.org/"\n[markdown]\nengine = "{engine}"\n', ROOT
    )
    renderer = Renderer(config, lambda url, _: urls.absolute(url, "https://e.org/"))
    return renderer.render(replace(LOADED.site.articles[0], text=lambda: text)).html


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![a](i/default (13).png)", ' src="https://e.org/i/default%20%2813%29.png"'),
        ("[a](https://x.org/) and a picture (foo.png)", "</a> and a picture (foo.png)</p>"),
        ("[a](https://x.org/) [b](c d.png) (e)", ' href="https://e.org/c%20d.png">b</a> (e)</p>'),
    ],
)
def test_names_of_files_may_have_spaces(text, expected, engine):
    assert expected in rendered(text, engine)


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n<br>\n## B", "<h2>B</h2>"),
        ("<hr>\n- b", "<li>b</li>"),
        ("<img src='a.png'>\n**b**", "<strong>b</strong>"),
        ("<p>\n\n<br>\n<b>c</b></p>", "<br>\n<b>c</b>"),
        ("    <br>\n    ## B", "&lt;br&gt;\n## B"),
    ],
)
def test_markdown_stands_right_below_tags_that_wrap_nothing(text, expected, engine):
    assert expected in rendered(text, engine)
