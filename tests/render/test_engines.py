"""Articles read the same whichever engine renders them."""

from __future__ import annotations

import re
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
