"""Shortcodes of Hugo's in lists, quotations, sentences and code, as Hugo 0.168 shows them."""

from __future__ import annotations

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.markdown import Flavour, Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[markdown]\nengine="commonmark"\n'
FIGURE = '<figure><img src="https://example.org/a.png" alt="C"><figcaption><p>C</p></figcaption></figure>'
SHORTCODE = '{{< figure src="/a.png" caption="C" >}}'


def shown(make_article, tmp_path, body, *, drops_html=False):
    flavour = Flavour(runs_in_code=True, typography="goldmark", drops_html=drops_html)
    renderer = Renderer(
        parse_config(SITE, tmp_path, resolve),
        lambda typed, article: urls.absolute(typed, article.permalink),
        flavour,
    )
    return renderer.render(make_article(body=body)).html


@pytest.mark.parametrize("drops_html", [False, True])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"a\n\n{SHORTCODE}\n\nb", f"<p>a</p>\n{FIGURE}\n<p>b</p>"),
        (f"- x {SHORTCODE}\n- y", f"<ul>\n<li>x {FIGURE}</li>\n<li>y</li>\n</ul>"),
        (
            f"1. x\n\n   {SHORTCODE}\n\n2. y",
            f"<ol>\n<li>\n<p>x</p>\n{FIGURE}\n</li>\n<li>\n<p>y</p>\n</li>\n</ol>",
        ),
        (f"> {SHORTCODE}\n> \n> 中", f"<blockquote>\n{FIGURE}\n<p>中</p>\n</blockquote>"),
        (f"{SHORTCODE}\n{SHORTCODE}", f"{FIGURE}\n{FIGURE}"),
        (f"| a |\n|---|\n| {SHORTCODE} |", f"<td>{FIGURE}</td>"),
    ],
)
def test_a_figure_stays_where_it_stands(make_article, tmp_path, body, expected, drops_html):
    html = shown(make_article, tmp_path, body, drops_html=drops_html)
    assert html == expected if not expected.startswith("<td") else expected in html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("- {}\n- y", f"<ul>\n<li>{FIGURE}</li>\n<li>y</li>\n</ul>"),
        ("1. x\n\n   {}", f"<ol>\n<li>\n<p>x</p>\n{FIGURE}\n</li>\n</ol>"),
        ("> {}", f"<blockquote>\n{FIGURE}\n</blockquote>"),
        ("x {}", f"<p>x</p>\n{FIGURE}"),
    ],
)
def test_a_figure_of_a_tag_stays_where_it_stands(make_article, tmp_path, body, expected):
    renderer = Renderer(
        parse_config(SITE, tmp_path, resolve),
        lambda typed, article: urls.absolute(typed, article.permalink),
        Flavour(has_tags=True),
    )
    tag = '{% figure src="/a.png" caption="C" %}'
    assert renderer.render(make_article(body=body.format(tag))).html == expected


@pytest.mark.parametrize("drops_html", [False, True])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '{{< details summary="A *b*" >}}\nc **d**\n\n- e\n{{< /details >}}\n\nf',
            "<details><summary>A <em>b</em></summary>\n<p>c <strong>d</strong></p>\n<ul>\n<li>e</li>\n</ul>\n"
            "</details>\n<p>f</p>",
        ),
        (
            "{{< details >}}\na\n{{< / details >}}",
            "<details><summary>Details</summary>\n<p>a</p>\n</details>",
        ),
        (
            '> {{< details "A" >}}\n> b\n> {{< /details >}}\n> c',
            "<blockquote>\n<details><summary>A</summary>\n<p>b</p>\n</details>\n<p>c</p>\n</blockquote>",
        ),
        (
            '- x\n\n  {{% details "A" %}}\n  b\n  {{% /details %}}\n- y',
            "<ul>\n<li>\n<p>x</p>\n<details><summary>A</summary>\n<p>b</p>\n</details>\n</li>\n"
            "<li>\n<p>y</p>\n</li>\n</ul>",
        ),
    ],
)
def test_details_enclose_markdown(make_article, tmp_path, body, expected, drops_html):
    assert shown(make_article, tmp_path, body, drops_html=drops_html) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "- a\n\n  {{< highlight go >}}\n  x {\n    y\n  {{< /highlight >}}\n",
            '<ul>\n<li>\n<p>a</p>\n<pre><code class="language-go">x {\n  y\n</code></pre>\n</li>\n</ul>',
        ),
        (
            'a {{< highlight go "hl_inline=true" >}}x < 1{{< /highlight >}} b',
            "<p>a <code>x &lt; 1</code> b</p>",
        ),
        (
            "a {{< highlight go hl_inline=true >}}x{{< /highlight >}} b",
            "<p>a <code>x</code> b</p>",
        ),
        (
            '{{< highlight go >}}p("{{</* x */>}}"){{< /highlight >}}',
            '<pre><code class="language-go">p("{{&lt; x &gt;}}")\n</code></pre>',
        ),
    ],
)
def test_highlighted_code(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{{</* figure src="x" */>}}', "<p>{{&lt; figure src=“x” &gt;}}</p>"),
        ("{{%/* y */%}} `{{%/* y */%}}`", "<p>{{% y %}} <code>{{% y %}}</code></p>"),
        ("{{</*b*/>}}", "<p>{{&lt;b&gt;}}</p>"),
        ('```\n{{</* ref "b" */>}}\n```', '<pre><code>{{&lt; ref "b" &gt;}}\n</code></pre>'),
    ],
)
def test_escaped_shortcodes_are_shown_as_typed(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a {{% comment %}} b {{% / comment %}} c", "<p>a  c</p>"),
        ("{{< comment >}}\nb\n```\n{{< /comment >}}\n```\n\nc", "<pre><code>\nc</code></pre>"),
        ("{{< comment >}}\n\n```\nb\n\n{{< /comment >}}\n\n*c*", "<p><em>c</em></p>"),
        ("`a {{< comment >}}b{{< /comment >}}`", "<p><code>a </code></p>"),
        (
            "{{</* comment */>}}b{{</* /comment */>}}",
            "<p>{{&lt; comment &gt;}}b{{&lt; /comment &gt;}}</p>",
        ),
    ],
)
def test_comments_are_left_out_before_markdown_is_read(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, body) == expected


@pytest.mark.parametrize(
    ("flavour", "typed"),
    [
        (Flavour(runs_in_code=True), "{{< comment >}}"),
        (Flavour(runs_in_code=True), "{{% comment %}}"),
        (Flavour(has_tags=True), "{% comment %}"),
        (Flavour(has_tags=True, include_folders=("_includes",)), "{% comment %}\n{% if x %}"),
    ],
)
def test_a_comment_without_end_hides_the_rest_and_is_reported(
    make_article, tmp_path, flavour, typed
):
    """The engines build no such page."""
    renderer = Renderer(parse_config(SITE, tmp_path, resolve), lambda typed, _: typed, flavour)
    name = "{{< {}comment >}}" if flavour.runs_in_code else "{% {}comment %}"
    pair = (
        f"{name.replace('{}', '')} x {name.replace('{}', '/' if flavour.runs_in_code else 'end')}"
    )
    code = f"`{name.replace('{}', '')}`" * (not flavour.runs_in_code)
    article = make_article(
        body=f"a {pair}{code}\n\n*b*\n\n{typed}\nsecret\n\n```\nsecret\n", summary=""
    )
    rendered = renderer.render(article)
    assert "<em>b</em>" in rendered.html
    assert "secret" not in rendered.html
    (problem,) = rendered.problems
    assert (problem.line, "no end" in problem.message) == (article.body_line + 4, True)
    assert "secret" not in renderer.summary(make_article(body=f"{typed}\nsecret", summary=""))


def test_a_comment_without_end_is_none_in_code_or_in_raw_text(make_article, tmp_path):
    tags = Renderer(
        parse_config(SITE, tmp_path, resolve), lambda typed, _: typed, Flavour(has_tags=True)
    )
    body = "{% raw %}{% comment %}{% endraw %} `{% comment %}`\n\nshown"
    assert "<p>shown</p>" in tags.render(make_article(body=body)).html
    hugo = shown(make_article, tmp_path, "{{</* comment */>}} {{< comment />}}\n\nshown")
    assert "<p>shown</p>" in hugo


def test_comments_in_code_are_shown_where_the_engine_is_not_hugo(make_article, tmp_path):
    plain = Renderer(parse_config(SITE, tmp_path, resolve), lambda typed, _: typed, Flavour())
    body = "`{{< comment >}}b{{< /comment >}}`\n\n{{< comment >}}c `{{< /comment >}}`"
    html = plain.render(make_article(body=body)).html
    assert "comment &gt;}}b{{&lt; /comment" in html
    assert "c" not in html.partition("</p>")[2]


def test_references_in_code_are_run_and_nothing_else(make_article, tmp_path):
    code = '{{< ref "b.md" >}} {{< figure src="a.png" >}} {{ .Title }}'
    html = shown(make_article, tmp_path, f"`{code}`\n\n    {code}")
    assert html.count("b.md {{&lt; figure") == 2
    plain = Renderer(parse_config(SITE, tmp_path, resolve), lambda typed, _: typed, Flavour())
    assert '{{&lt; ref "b.md" &gt;}}' in plain.render(make_article(body=f"`{code}`")).html


@pytest.mark.parametrize("url", ["https://a.org/b", "www.a.org"])
def test_bare_urls_in_captions_are_links(make_article, tmp_path, url):
    """Kills: captions that are read as Markdown for the sake of other marks alone."""
    html = shown(make_article, tmp_path, f'{{{{< figure src="/a.png" caption="From: {url}" >}}}}')
    assert f'{url}">{url}</a></p></figcaption>' in html
    assert f'alt="From: {url}"' in html


def test_a_caption_is_no_summary(make_article, tmp_path):
    renderer = Renderer(parse_config(SITE, tmp_path, resolve), lambda typed, _: typed, Flavour())
    assert renderer.summary(make_article(body=f"{SHORTCODE}\n\nWords.")) == "Words."


@pytest.mark.parametrize("name", ["attr", "attribution", "credit", "credits"])
def test_credits_are_kept_whatever_their_name(make_article, tmp_path, name):
    body = f'{{{{< figure src="/a.png" caption="C" {name}="By *Ada*" >}}}}'
    assert "<p>C By <em>Ada</em></p></figcaption>" in shown(make_article, tmp_path, body)


def test_a_figure_without_alternative_text_has_its_caption_for_it(make_article, tmp_path):
    """Kills the title in its place: Hugo's figure.html takes `alt`, then the caption."""
    html = shown(make_article, tmp_path, '{{< figure src="/a.png" title="T" caption="*C*" >}}')
    assert 'alt="C"' in html
