"""What Nunjucks 3.2 makes of the same templates with autoescape; what is not known stays as typed."""

from __future__ import annotations

import pytest

from broadsheet.markdown import OwnAdditions, TemplateTag
from broadsheet.markdown.liquid import Nunjucks
from broadsheet.markdown.shortcodes.literals import show

NAMES = {
    "title": "A & B",
    "n": 3,
    "off": False,
    "tags": ["x", "y"],
    "person": {"name": "Ann", "age": 7},
    "html": "<b>x</b>",
}
FILES = {"who.njk": "({{ person.name }})"}
TAGS = {
    "card": TemplateTag(lambda given: "|".join(map(str, given))),
    "box": TemplateTag(lambda given: f"[{given[0].strip()}]", is_paired=True),
}


def rendered(text):
    language = Nunjucks(
        NAMES, lambda _, name: FILES.get(name), lambda path: path, OwnAdditions(TAGS)
    )
    return show(language.rendered(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ title }} {{ title | safe }} {{ html }}", "A &amp; B A & B &lt;b&gt;x&lt;/b&gt;"),
        ("{{ person.name | upper }}{{ person['age'] + 1 }}{{ tags[1] }}", "ANN8y"),
        ("{{ 'a' ~ n ~ \"b\" }}{{ 'yes' if n > 2 and not off else 'no' }}", "a3byes"),
        ("{{ tags | join(', ') }}{{ tags | length }}{{ title | replace('A', 'C') }}", "x, y2C &amp; B"),
        ("{% if off %}a{% elif 'x' in tags %}b{% else %}c{% endif %}", "b"),
        ("{% for t in tags %}{{ loop.index }}{{ t }}{{ ',' if not loop.last }}{% endfor %}", "1x,2y"),
        ("{% for k, v in person %}{{ k }}={{ v }} {% else %}none{% endfor %}", "name=Ann age=7 "),
        ("{% for t in [] %}a{% else %}none{% endfor %}", "none"),
        ("{% set m = n * 2 %}{{ m }}{% set words %}w{{ n }}{% endset %}{{ words }}", "6w3"),
        ("{% if n %}{% set m = 1 %}{% endif %}{{ m }}", "1"),
        ('a{% include "who.njk" %}b', "a(Ann)b"),
        ("{% raw %}{{ title }}{% endraw %}{% verbatim %}{% if %}{% endverbatim %}", "{{ title }}{% if %}"),
        ('{% card "a", n, title %}', "a|3|A & B"),
        ('{% card "a", b=1 %}', "a|{'b': 1.0}"),
        ("{% box %} in {% card 1 %} {% endbox %}", "[in 1.0]"),
        ("{% if nothing %}a{% endif %}b", "b"),
        ("```\n{%- raw -%}\n{% x %}\n{% endraw %}\n```", "```\n{% x %}\n\n```"),
        ("{{ collections.posts }}{% other %}{{ n | unknown }}", "{{ collections.posts }}{% other %}{{ n | unknown }}"),
    ],
)  # fmt: skip
def test_templates(text, shown):
    assert rendered(text) == shown


def test_a_long_chain_of_operators_is_left_as_typed():
    text = "{{ " + "1 + " * 2000 + "1 }}"
    assert rendered(text) == text


@pytest.mark.parametrize(
    "text", ["{{ " + "(" * 20_000, "{% if " * 4_000, "{% for x in tags %}" * 1_000]
)
def test_hostile_templates_take_little_time(text):
    assert rendered(text) == text
