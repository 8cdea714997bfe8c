"""What Liquid in posts knows: the page, the site's configuration, data files, included files."""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main

CONFIG = """\
[site]
title = "T"
url = "https://e.org/b/"
author = { name = "Ada" }
[content]
dialect = "jekyll"
path = "."
include = ["_posts/*.md"]
[markdown]
engine = "commonmark"
"""
SETTINGS = "repository: o/r\ncollections:\n  team:\n    output: true\n"
POST = "---\ntitle: A\ndate: 2025-01-02 10:00:00 +0000\nshown: false\nCount: 5\ntags: [x, y]\n---\n"


@pytest.fixture
def jekyll(site):
    site.config(CONFIG)
    write(site, "_config.yml", SETTINGS)
    return site


def write(site, path, text):
    file = site.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def content(site, capsys, body=None):
    if body is not None:
        write(site, "_posts/2025-01-02-a.md", POST + body)
    done = main(["-C", str(site.root), "build", "--now", "2026-01-01"])
    told = capsys.readouterr().err
    assert done == 0, told
    items = json.loads((site.root / "out/feed.json").read_text("utf-8"))["items"]
    return items[0]["content_html"], told


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("[x](https://e.org/{{ site.repository }})", '<p><a href="https://e.org/o/r">x</a></p>'),
        ("```\n{{ site.repository }}\n```", "<pre><code>o/r\n</code></pre>"),
        ("{{ page.title }} {{ page.Count | plus: 1 }} {{ page.tags | join: '+' }}", "<p>A 6 x+y</p>"),
        ("{{ page.url }} {{ page.path }} {{ page.slug }}", "<p>/2025/01/02/a.html _posts/2025-01-02-a.md a</p>"),
        ("{{ page.date | date: '%Y' }}{% if page.shown %}a{% endif %}", "<p>2025</p>"),
        ("{{ site.data.people.a.name }} {{ site.data.in.rows[1].y }}", "<p>Ann 4</p>"),
        ("{{ site.data.none.x }}.{{ site.data['../x'] }}", "<p>.</p>"),
        ("{% include who.html id='a' %}", "<p><b>Ann</b></p>"),
        ("{% include_relative part.md %}", "<p>P</p>"),
        ("[x]({{ '/x' | relative_url }}) [y]({{ site.url | append: '/y' }})", '<p><a href="https://e.org/b/x">x</a> <a href="https://e.org/y">y</a></p>'),
        ("{{ '{{ page.title }}' }}`{% raw %}{{ page.title }}{% endraw %}`", "<p>{{ page.title }}<code>{{ page.title }}</code></p>"),
    ],
)  # fmt: skip
def test_liquid_knows_the_sites_files(jekyll, capsys, body, shown):
    write(jekyll, "_data/people.yml", "a: {name: Ann}\n")
    write(jekyll, "_data/in/rows.csv", "x,y\n1,2\n3,4\n")
    write(jekyll, "_includes/who.html", "<b>{{ site.data.people[include.id].name }}</b>")
    write(jekyll, "_posts/part.md", "P")
    html, told = content(jekyll, capsys, body)
    assert html == shown
    assert "unknown" not in told


@pytest.mark.parametrize(
    ("body", "shown", "named"),
    [
        ("{% for p in site.posts %}\n* w {{ p.title }}\n{% endfor %}", "<li>w</li>", "a.md:8: warning: shortcode for is"),
        ("a\n\n{% for p in site.team %}w{% endfor %}", "<p>w</p>", "a.md:10: warning: shortcode for is"),
        ("{% nope %}w{% endnope %} {{ page.previous.url }}", "<p>w</p>", "shortcode {{ page.previous.url }} is"),
        ("{{ site.data.bad.x }}w", "<p>w</p>", "shortcode {{ site.data.bad.x }} is"),
        ("{% include none.html %}w", "<p>w</p>", "a.md:8: warning: shortcode none is"),
    ],
)  # fmt: skip
def test_what_only_the_engine_knows_is_named_and_its_words_are_kept(
    jekyll, capsys, body, shown, named
):
    write(jekyll, "_data/bad.yml", "a: [")
    html, told = content(jekyll, capsys, body)
    assert shown in html
    assert named in told


def test_an_article_is_made_again_when_a_file_that_it_needs_changes(jekyll, capsys):
    write(jekyll, "_includes/a.html", "one")
    body = "{% include a.html %} {{ site.data.d.x }} {{ site.repository }}"
    assert content(jekyll, capsys, body)[0] == "<p>one  o/r</p>"
    write(jekyll, "_includes/a.html", "two")
    assert content(jekyll, capsys)[0] == "<p>two  o/r</p>"
    write(jekyll, "_data/d.yml", "x: 1")
    assert content(jekyll, capsys)[0] == "<p>two 1 o/r</p>"
    write(jekyll, "_config.yml", "repository: q")
    assert content(jekyll, capsys)[0] == "<p>two 1 q</p>"


@pytest.mark.parametrize(("value", "inner"), [("true", "<p><em>a</em></p>"), ("false", "*a*")])
def test_whether_elements_hold_markdown_is_an_option_of_kramdown(jekyll, capsys, value, inner):
    write(jekyll, "_config.yml", f"{SETTINGS}kramdown:\n  parse_block_html: {value}\n")
    assert content(jekyll, capsys, "<div>\n*a*\n</div>")[0] == f"<div>\n{inner}\n</div>"
