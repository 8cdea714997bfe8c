"""A site's own shortcodes, as Zola 0.22 shows them."""

from __future__ import annotations

import json

import pytest
from engine_sites import EngineSite

from broadsheet.config.load import load_config
from broadsheet.engines import resolve
from broadsheet.engines.zola.shortcodes import templates_of

CONFIG = 'base_url = "https://zola.example/s"\ntheme = "plain"\n[extra]\nwho = "Ann"\n'
FILES = {
    "config.toml": CONFIG,
    "templates/shortcodes/note.html": "<blockquote>{{ kind | default(value='info') | upper }} "
    "{% if body %}{{ body | markdown | safe }}{% endif %}</blockquote>",
    "templates/shortcodes/bold.md": "**{{ a }}** {{ nth }}",
    "templates/shortcodes/to.html": '<a href="{{ get_url(path=path) }}">{{ config.extra.who }}</a>',
    "templates/shortcodes/pic.html": "{% set image = resize_image(path=page.colocated_path ~ src, "
    'width=1, op="fit") %}<img src="{{ image.url }}" height="{{ image.height }}" alt="">',
    "templates/shortcodes/count.html": "{% for i in range(end=n, start=1) %}{{ i }} {% endfor %}",
    "templates/shortcodes/clock.html": "{{ now() }}",
    "templates/shortcodes/youtube.html": "<p>Film {{ id }}</p>",
    "themes/plain/templates/shortcodes/youtube.html": "<p>no</p>",
    "themes/plain/templates/shortcodes/list.html": "{% for x in items %}{{ x }};{% endfor %}",
    "content/p/b/index.md": "+++\ntitle = 'B'\ndate = 2025-01-02\n+++\n{{ pic(src='x.png') }}\n",
}


@pytest.fixture
def site(tmp_path):
    made = EngineSite(tmp_path)
    for path, text in FILES.items():
        made.write(path, text)
    return made


def shown(site, text):
    site.write("content/a.md", f"+++\ntitle = 'A'\ndate = 2025-01-01\n+++\n{text}\n")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    feeds = (json.loads(file.read_text("utf-8")) for file in sorted(site.root.rglob("*.json")))
    items = next(feed["items"] for feed in feeds if "items" in feed)
    return {item["title"]: item["content_html"].strip() for item in items}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{% note(kind='tip') %}\n*x*\n{% end %}", "<blockquote>TIP <p><em>x</em></p></blockquote>"),
        ("{{ note() }}", "<blockquote>INFO </blockquote>"),
        ("a {{ bold(a=1) }} {{ bold(a='<') }}", "<p>a <strong>1</strong> 1 <strong>&lt;</strong> 2</p>"),
        ("{{ list(items=['x', 2, true]) }}", "x;2;true;"),
        ("a {{ to(path='@/p/b/index.md') }}", '<p>a <a href="https://zola.example/s/p/b/">Ann</a></p>'),
        ("a {{ to(path='x.png') }}", '<p>a <a href="https://zola.example/s/x.png">Ann</a></p>'),
        ("{{ note(kind='tip'\n  other=1) }}", "<blockquote>TIP </blockquote>"),
        ("{{ youtube(id='1') }}", "<p>Film 1</p>"),
        ("a {{ count(n=4) }}b{{ count(n=99999999) }}", "<p>a 1 2 3 b</p>"),
        ("`{{/* bold(a=1) */}}`", "<p><code>{{ bold(a=1) }}</code></p>"),
    ],
)  # fmt: skip
def test_own_shortcodes(site, text, html):
    """Kills: arguments lost, the theme's before the site's own, Markdown kept as it is."""
    assert shown(site, text)["A"] == html


def test_the_end_belongs_to_the_shortcode_that_encloses_something(site):
    """Kills: `{{ list() }}` within is taken for what the end closes."""
    text = "{% note() %}a {{ list(items=[1]) }}\n\n{% note() %}b{% end %}\n{% end %}\n\nc"
    inner = "<blockquote>INFO <p>b</p></blockquote>"
    html = shown(site, text)["A"].replace("\n", "")
    assert html == f"<blockquote>INFO <p>a 1;</p>{inner}</blockquote><p>c</p>"


def test_a_picture_made_smaller_is_the_picture_beside_the_page(site):
    assert shown(site, "x")["B"] == '<img src="https://zola.example/s/p/b/x.png" alt="">'


def test_what_only_zola_knows_is_named_and_left_out(site, capsys):
    assert shown(site, "a {{ clock() }} b")["A"] == "<p>a  b</p>"
    assert "shortcode clock is unknown" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("templates/shortcodes/youtube.html", "Film", "Other"),
        ("themes/plain/templates/shortcodes/list.html", "x in items", "y in items"),
        ("config.toml", "Ann", "Bea"),
    ],
)
def test_articles_are_made_anew_when_what_shortcodes_show_changes(site, file, before, after):
    """Kills: a template, the theme's too, or a setting is not in the signature of what is kept."""
    assert site.publish("init") == 0
    config = load_config(site.root, resolve)

    def read(path):
        place = site.root / path
        return place.read_text("utf-8") if place.is_file() else None

    first = templates_of(config, read).signature
    assert templates_of(config, read).signature == first
    site.write(file, FILES[file].replace(before, after))
    assert templates_of(config, read).signature != first
