"""What Liquid 4 makes of the same templates; what only an engine knows stays as typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.markdown.liquid import Liquid, UnknownValueError
from broadsheet.markdown.shortcodes.literals import show


class _Site(dict):
    def __missing__(self, key):
        raise UnknownValueError(key)

    def get(self, key, default=None):
        return self[key] if key == "posts" else super().get(key, default)


NAMES = {
    "site": _Site(
        title="T & U",
        data={
            "people": {"a": {"name": "Ann"}},
            "n": [3, 1, 2],
            "rows": [{"k": 1, "v": "x"}, {"k": 2, "v": "y"}],
        },
    ),
    "page": {
        "title": "Hello world",
        "n": 5,
        "off": False,
        "tags": ["x", "y"],
        "date": datetime(2025, 1, 2, 13, 4, 5, tzinfo=UTC),
    },
}
FILES = {
    "who.html": "<b>{{ site.data.people[include.id].name }}</b>{{ include.role | upcase }}",
    "outer.html": "({% include who.html id=include.who %})",
    "itself.html": "x{% include itself.html %}",
    "posts.html": "{% for p in site.posts %}x{% endfor %}",
    "../note": "x",
    "note": "{{ content }}[{{ page.n }}]",
}


def rendered(text):
    liquid = Liquid(NAMES, lambda _, name: FILES.get(name), lambda path: f"https://e.org/b{path}")
    return show(liquid.rendered(text))


SHOWN = [
    ("{{ page.title }} {{page.n|plus:1}} {{ page.none }}.", "Hello world 6 ."),
    (
        "{{ page['title'] }} {{ page.tags[0] }}{{ page.tags[-1] }}{{ page.tags.size }}",
        "Hello world xy2",
    ),
    ("{{ page.tags.first }}{{ page.tags.last }}{{ page.tags[9] }}", "xy"),
    ("{{ page.date | date: '%-d %b %Y, %H:%M %p %^a' }}", "2 Jan 2025, 13:04 PM THU"),
    ("{{ page.date | date_to_string }}", "02 Jan 2025"),
    ('{{ "a,b" | split: "," | join: " | " }}', "a | b"),
    ("{{ 'e' | prepend: '/img/' | append: '.png' }}", "/img/e.png"),
    ("{{ '/x' | relative_url }} {{ page.none | absolute_url }}.", "https://e.org/b/x ."),
    ("{{ site.title | escape }} {{ nope | default: 'd' }}", "T &amp; U d"),
    ("{{ site.data.n | sort | reverse | join: '-' }}", "3-2-1"),
    ("{{ 'b,a,b' | split: ',' | uniq | push: 'c' | concat: page.tags | join }}", "b a c x y"),
    ("{{ 'abab' | replace: 'a', '-' }}{{ 'abc' | split: '' | join: ' ' }}", "-b-ba b c"),
    ("{{ 7 | divided_by: 2 }} {{ 7.0 | divided_by: 2 }} {{ 7 | modulo: 4 }}", "3 3.5 3"),
    ("{{ 'a b c' | truncatewords: 2 }} {{ 'abcdef' | truncate: 5 }}", "a b... ab..."),
    ("{{ '*a*' | markdownify | strip_newlines }}", "<p><em>a</em></p>"),
    (
        "{{ 'a,b,,c,,' | split: ',' | size }}{{ ' a  b ' | split: ' ' | join: '-' }}{{ 'ab' | split: '' | last }}",
        "4a-bb",
    ),
    ("{{ \"<'>\" | escape }} {{ '&lt;<' | escape_once }}", "&lt;&#39;&gt; &lt;&lt;"),
    (
        "{% assign a = site.data.rows | find: 'k', 2 %}{{ a.v }}{{ site.data.rows | where: 'k', 1 | map: 'v' }}",
        "yx",
    ),
    # Conditions.
    ("{% if page.off %}a{% elsif page.n > 4 %}b{% else %}c{% endif %}", "b"),
    ("{% if page.n > 4 and page.title contains 'world' %}a{% endif %}", "a"),
    ("{% if false and false or true %}a{% else %}b{% endif %}", "b"),
    ("{% if '' %}a{% endif %}{% if page.none %}b{% endif %}", "a"),
    ("{% if page.none == nil %}a{% endif %}{% if page.none == blank %}b{% endif %}", "a"),
    ("{% if page.tags != empty %}a{% endif %}{% if page.title < 3 %}b{% endif %}", "a"),
    ("{% unless page.off %}a{% else %}b{% endunless %}", "a"),
    ("{% case page.n %}{% when 4 %}a{% when 5, 6 %}b{% else %}c{% endcase %}", "b"),
    ("{% case 'a' %}{% when 'a' %}a{% when 'b', 'a' %}b{% else %}c{% endcase %}", "ab"),
    ("{% case page.n %}{% when 4 or 1 %}a{% else %}c{% endcase %}", "c"),
    # Loops.
    (
        "{% for t in page.tags %}{{ forloop.index }}{{ t }}{% unless forloop.last %},{% endunless %}{% endfor %}",
        "1x,2y",
    ),
    ("{% for i in (1..9) limit:2 offset:3 reversed %}{{ i }}{% endfor %}", "45"),
    ("{% for i in (1..9) reversed limit:2 %}{{ i }}{% endfor %}", "21"),
    ("{% for i in page.none %}a{% else %}b{% endfor %}", "b"),
    (
        "{% for i in (1..5) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% if i == 4 %}{% break %}{% endif %}{% endfor %}",
        "134",
    ),
    ("{% for p in site.data.people %}{{ p[0] }}{{ p[1].name }}{% endfor %}", "aAnn"),
    ("{% for i in (1..2) %}{% assign j = i %}{% endfor %}{{ i }}{{ j }}", "{{ i }}2"),
    # Variables, and white space.
    ("{% assign a = page.n | times: 2 %}{{ a }}", "10"),
    ("{% capture a %}{{ page.n }}{% raw %}{{{% endraw %}{% endcapture %}[{{ a }}]", "[5{{]"),
    ("a {%- if true -%} b {%- endif -%} c {{- page.n -}} d", "abc5d"),
    ("{% comment %}{{ {% endcomment %}b", "b"),
    ("{% raw %}{{ x {% endraw %}{{ page.n }}", "{{ x 5"),
    # Included files.
    ("{% include who.html id='a' role=page.title %}", "<b>Ann</b>HELLO WORLD"),
    ('{% include who.html role="a \\"b\\"" %}', '<b></b>A "B"'),
    ("{% include outer.html who='a' %}{% include {{ 'note' }} %}", "(<b>Ann</b>)[5]"),
    ("{% include_cached note %}", "[5]"),
]


@pytest.mark.parametrize(("typed", "shown"), SHOWN)
def test_liquid_is_run(typed, shown):
    assert rendered(typed) == shown


KEPT = [
    "{{ nope }} {{ page.n | nope }} {{ page.n + 1 }} {{ }} {{ page. }} {{ 'a' | plus: 1 }}",
    "{{ site.data }} {{ site.posts }} {% if site.posts %}a{% endif %}",
    "{{ site.url }}{{ site.baseurl }}{% post_url 2025-01-02-a %}",
    "{% include missing.html a=1 %} {% include posts.html %} {% include itself.html %}",
    "{% include ../note %}",
    "{% highlight ruby %}{{< x >}}{{% y %}}{% endhighlight %} {% nope %}",
    "{% if page.n %}a",
    "a {{ b {% c",
    "{% for p in site.posts %}{{ p.title }}{% endfor %}",
    "{% assign x %}{% case site.posts %}{% when 1 %}b{% endcase %}",
]


@pytest.mark.parametrize("typed", KEPT)
def test_what_only_the_engine_knows_stays_as_typed(typed):
    assert rendered(typed) == typed


def test_what_is_known_is_shown_in_a_block_that_is_not():
    typed = "{% for p in site.posts %}{{ page.n }}{{ p }}{% endfor %}"
    assert rendered(typed) == "{% for p in site.posts %}5{{ p }}{% endfor %}"


def test_results_are_not_run_again():
    liquid = Liquid({"page": {"x": "{{ page.x }}{% y %}"}}, lambda *_: None, str)
    made = liquid.rendered("{{ page.x }}")
    assert "{" not in made
    assert show(made) == "{{ page.x }}{% y %}"


LONG = (
    "{% assign a = 'xxxxxxxxxx' %}"
    + "{% assign a = a | append: a | append: a %}" * 10
    + "{% assign b = 'x,y' | split: ',' %}"
)


@pytest.mark.parametrize(
    "typed",
    [
        "{% for a in (1..900) %}{% for b in (1..900) %}x{% endfor %}{% endfor %}",
        "{% assign a = 'xxxxxxxxxx' %}"
        + "{% assign a = a | append: a | append: a | append: a %}" * 40
        + "{{ a }}",
        LONG
        + "{{ a | replace: 'x', a }}{{ a | split: 'x' | join: a }}{{ a | split: '' | uniq | size }}",
        LONG
        + "{% for i in (1..900) %}{% assign b = b | concat: b | push: a %}{% endfor %}{{ b | size }}",
        "{% if true %}" * 20_000,
        "{% if true %}" * 5_000 + "{% endif %}" * 5_000,
        "{% raw %}" * 50_000,
        "{% comment %}" * 50_000 + "{% raw %}",
        "{{ a" * 100_000,
        "{%" * 100_000,
        "{{ " + "a | " * 50_000 + "}}",
        "{{ " + "a." * 50_000 + "}}",
        "{{ " + "(" * 50_000 + "}}",
        "{% if " + "a and " * 50_000 + "%}b{% endif %}",
        "{% include a " + "b=" * 50_000 + "%}",
        "{% assign l = 'a,b' | split: ',' %}"
        + "{% assign l = l | concat: l %}" * 40
        + "{{ l | size }}",
        "{% assign l = '' | split: '' %}" + "{% assign l = l | push: l %}" * 40 + "{{ l }}",
        "{% assign n = 9 %}" + "{% assign n = n | times: n %}" * 40 + "{{ n }}",
        "{% assign s = 'aaaaaaaaaa' %}"
        + "{% assign s = s | append: s %}" * 15
        + "{% assign s = s | replace: 'a', s %}{% assign l = s | split: '' %}{{ l | join: s | size }}",
        "{% assign l = '" + " ".join(map(str, range(30_000))) + "' | split: ' ' | uniq %}x",
        "{{ 5 | round: -999999999 }}",
        "{% assign i = '1.0e999' | plus: 0 %}{% for x in (1..i) %}a{% endfor %}{{ i | ceil }}",
        "{% assign l = 'a' | split: ',' %}{% if page[l] %}x{% endif %}{{ page[l] }}",
        "{% assign s = '*a* ' %}"
        + "{% assign s = s | append: s %}" * 14
        + "{% for i in (1..900) %}{% assign t = s | markdownify | upcase %}{% endfor %}",
        "{% include {{ page }} %}{% case page %}{% when page %}{{ page }}{% endcase %}",
    ],
)
def test_bad_templates_take_little_time_and_make_no_error(typed):
    assert len(rendered(typed)) < 2_000_000
