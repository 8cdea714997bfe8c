"""What Tera 1.20 makes of the same templates; what only Zola knows makes the result unknown."""

from __future__ import annotations

import pytest

from broadsheet.markdown import Tera, UnknownValueError
from broadsheet.scripts import UNKNOWN

NAMES = {
    "page": {"title": "A & B", "extra": {"who": "Ann"}},
    "size": lambda *_: {"width": UNKNOWN, "url": "/p.png"},
    "now": lambda *_: UNKNOWN,
}
FILES = {
    "inc.html": "({{ page.extra.who }})",
    "macros.html": '{% macro b(t, c="d") %}<b class="{{ c }}">{{ t }}</b>{% endmacro b %}'
    "{% macro twice(t) %}{{ self::b(t=t) }}{{ self::b(t=t, c=t) }}{% endmacro %}",
}


def rendered(text, given=None, suffix="html"):
    files = {**FILES, f"shortcodes/x.{suffix}": text}
    tera = Tera(NAMES, files.get, lambda markdown: f"<p>{markdown.strip()}</p>\n")
    return tera.shown(f"shortcodes/x.{suffix}", given or {})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ s }} {{ s | safe }} {{ page.title }}", "&lt;i&gt; <i> A &amp; B"),
        ('{{ no | default(value="x") }}{{ page.extra.no.more | default(value=1) }}', "x1"),
        ('{{ s ~ "a" | upper }}{{ n + 1 }} {{ n * 2.5 }} {{ items | length + 1 }}', "&lt;I&gt;A3 5 4"),
        ("{% if n >= 2 and not no %}a{% elif n %}b{% else %}c{% endif %}{% if e %}d{% endif %}", "a"),
        ("{% if class is defined %}{{ class }}{% endif %}{% if no is not defined %}n{% endif %}", "wn"),
        ('{% if s is starting_with("<i") and "i" in s and s is containing(">") %}y{% endif %}', "y"),
        ("{% for x in items %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}", "1a,2b,3c"),
        ("{% for x in e %}a{% else %}none{% endfor %}", "none"),
        ('{% set r = "" %}{% for x in items %}{% set_global r = r ~ x %}{% endfor %}{{ r }}', "abc"),
        ('{{ items | join(sep="-") }}{{ items | nth(n=1) }}{{ items | first }}{{ items[2] }}', "a-b-cbac"),
        ('{{ "a.png" | split(pat=".") | last }}{{ "a.png" | trim_end_matches(pat=".png") }}', "pnga"),
        ('{{ "abc" | replace(from="b", to="<") }}{{ "abc" | truncate(length=1) }}', "a&lt;ca…"),
        ('{{ "x" | markdown | safe }}{{ "x" | markdown(inline=true) | safe }}', "<p>x</p>x"),
        ('{% import "macros.html" as m %}{{ m::b(t=s) }}', '<b class="d">&lt;i&gt;</b>'),
        ('{% import "macros.html" as m %}{{ m::twice(t=1) }}', '<b class="d">1</b><b class="1">1</b>'),
        ('a{% include "inc.html" %}b{# c #}{% raw %}{{ x }}{% endraw %}', "a(Ann)b{{ x }}"),
        ("a {#- b -#} c", "ac"),
        ("{% filter upper %}a{{ n }}{% endfilter %}", "A2"),
        ('<img src="{{ size().url }}" width="{{ size().width }}">', '<img src="/p.png">'),
    ],
)  # fmt: skip
def test_templates(text, shown):
    given = {"s": "<i>", "n": 2.0, "items": ["a", "b", "c"], "e": [], "class": "w"}
    assert rendered(text, given) == shown


def test_a_template_of_markdown_escapes_nothing():
    assert rendered("**{{ s }}**", {"s": "<&>"}, suffix="md") == "**<&>**"


@pytest.mark.parametrize(
    "text",
    [
        "{{ no }}",
        "{{ now() }}",
        "{{ s | unknown }}",
        "{% if now() %}a{% endif %}",
        "{% load x %}",
        "{% if s %}a",
        '{% include "none.html" %}',
        '{% import "none.html" as m %}',
        "{{ load_data(path='x') }}",
        "{{ size().width }}",
        "{% for x in range(end=9) %}{% endfor %}",
    ],
)
def test_what_only_the_engine_knows_is_not_guessed(text):
    with pytest.raises(UnknownValueError):
        rendered(text, {"s": "x"})


@pytest.mark.parametrize(
    "text",
    [
        "{% set a = 'x' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
        "{% macro m(n) %}{{ self::m(n=n) }}{{ self::m(n=n) }}{% endmacro %}{{ self::m(n=1) }}",
        "{% include 'shortcodes/x.html' %}{% include 'shortcodes/x.html' %}",
        "{% for a in i %}" * 7 + "x" + "{% endfor %}" * 7,
    ],
)
def test_no_template_takes_without_end(text):
    with pytest.raises(UnknownValueError):
        rendered(text, {"i": ["a"] * 30})
