"""Addresses that feed readers do not follow are kept as text, once, wherever they were typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.engines.plain.dialect import PlainDialect
from broadsheet.markdown import Flavour, Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[markdown]\nengine="{}"\n'


def rendered(make_article, body, engine):
    config = parse_config(SITE.format(engine), Path(), resolve)
    renderer = Renderer(config, lambda url, _: url, Flavour(has_tags=True))
    shown = renderer.render(make_article(body=body)).html
    return re.sub(r"^<p>(.*)</p>$", r"\1", shown)


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](gemini://e.org/x)", "a (gemini://e.org/x)"),
        ("[**a** `b`][1]\n\n[1]: irc://h/x", "<strong>a</strong> <code>b</code> (irc://h/x)"),
        ("[gemini://e.org/x](gemini://e.org/x)", "gemini://e.org/x"),
        ("[a](file:///x/y.pdf)", "a (file:///x/y.pdf)"),
        ("![a](ipfs://Qm/a.png)", "a (ipfs://Qm/a.png)"),
        ("<A HREF='GEMINI://x/y'>a</A> b", "a (GEMINI://x/y) b"),
        ('<a\nhref = " ssh://h">a</a> b', "a (ssh://h) b"),
        ('<a href="gemini&#58;//x">a</a> b', "a (gemini://x) b"),
        ("<a href=ssh://h>never closed", "(ssh://h) never closed"),
        ("<iframe src='gemini://f' title=a></iframe>", "a (gemini://f)"),
        ("<a href='javascript:x'>a</a> b", "a b"),
        ("[a](news:comp.lang.c)", '<a href="news:comp.lang.c">a</a>'),
        ('`<a href="irc://h">a</a>`', '<code>&lt;a href="irc://h"&gt;a&lt;/a&gt;</code>'),
    ],
)
def test_an_address_of_another_scheme_stays_as_text(make_article, engine, body, expected):
    assert rendered(make_article, body, engine) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[[gemini://x/y]]", "[gemini://x/y](<gemini://x/y>)"),
        ("[[https://x/y#part|words]]", "[words](<https://x/y#part>)"),
        ("[[Note: more]]", "[Note: more](<Note: more.md>)"),
    ],
)
def test_a_wikilink_with_an_address_leads_to_no_note(body, expected):
    assert PlainDialect.body(body) == expected
