"""Articles read the same whichever engine renders them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet import urls
from broadsheet.config.load import load_config, parse_config
from broadsheet.engines import resolve
from broadsheet.markdown import Flavour, Renderer
from broadsheet.pipeline.pipeline import LoadOptions, load_site
from broadsheet.stamps import Stamps
from broadsheet.store import with_store

ROOT = Path(__file__).parent.parent.parent


def load(store):
    return load_site(
        load_config(ROOT, resolve),
        datetime(2100, 1, 1, tzinfo=UTC),
        store,
        LoadOptions(drafts=True),
    )


LOADED = with_store(None, Stamps(ROOT, 0), load)


def shown(article, engine):
    text = f'[site]\ntitle="T"\nurl="https://e.org/"\n[markdown]\nengine = "{engine}"\n'
    renderer = Renderer(
        parse_config(text, ROOT, resolve),
        lambda url, _: urls.absolute(url, "https://e.org/"),
        Flavour(),
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
        f'[site]\ntitle="T"\nurl="https://e.org/"\n[markdown]\nengine = "{engine}"\n', ROOT, resolve
    )
    renderer = Renderer(config, lambda url, _: urls.absolute(url, "https://e.org/"), Flavour())
    return renderer.render(replace(LOADED.site.articles[0], text=lambda: text)).html


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_a_bare_address_may_have_ampersands_as_html_writes_them(engine):
    html = rendered("https://a.org/?a=1&amp;b=2 `https://a.org/&amp;amp;`", engine)
    address = "https://a.org/?a=1&amp;b=2"
    assert f'<a href="{address}">{address}</a> <code>https://a.org/&amp;amp;amp;</code>' in html


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![a](i/default (13).png)", ' src="https://e.org/i/default%20%2813%29.png"'),
        ("[a](https://x.org/) and a picture (foo.png)", "</a> and a picture (foo.png)</p>"),
        ("[a](https://x.org/) [b](c d.png) (e)", ' href="https://e.org/c%20d.png">b</a> (e)</p>'),
        ("[![a](b.png)](c d.pdf)", '<a href="https://e.org/c%20d.pdf"><img'),
        ("[a [b]\nc](c d.pdf)", '<a href="https://e.org/c%20d.pdf">a [b]\nc</a>'),
        (r"\[x](c d.pdf)", "<p>[x](c d.pdf)</p>"),
        ("`[x](c d.pdf)` [a](c d.pdf)", "<code>[x](c d.pdf)</code> <a"),
    ],
)
def test_names_of_files_may_have_spaces(text, expected, engine):
    assert expected in rendered(text, engine)


def test_names_of_files_are_no_links_in_html_and_titles():
    """Kills: links with spaces that are looked for in the source."""
    assert 'alt="[x](c d.png)"' in rendered('<img alt="[x](c d.png)" src="/a.png">', "commonmark")
    text = rendered('[a](/b "[x](c d.png)")\n\n[y]: /z "[x](c d.png)"\n\n[y]', "commonmark")
    assert text.count(' title="[x](c d.png)"') == 2


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A `b` {#c-1 .d}", '<h2 id="c-1">A <code>b</code></h2>'),
        (
            "A\n=\n\n### 标题 {#标题}\n\n## `{#x}`",
            '<h3 id="标题">标题</h3>\n<h2><code>{#x}</code></h2>',
        ),
        ("## A {.b}", "<h2>A</h2>"),
        (r"\~5, ~6 \~ 7~8 and `\~`", r"<p>~5, ~6 ~ 7~8 and <code>\~</code></p>"),
    ],
)
def test_what_authors_write_for_other_engines(text, expected, engine):
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
        ("1. a\n\n<div>\n\n    b\n\n</div>", "<pre><code>b\n</code></pre>"),
        ("* a\n\n    <div>\n\n    <b>c</b>\n\n    </div>", "<b>c</b>"),
        ("> - a\n>\n>       *b*\n>       # c\n\nd", "<pre><code>*b*\n# c\n</code></pre>"),
    ],
)
def test_markdown_stands_right_below_tags_that_wrap_nothing(text, expected, engine):
    assert expected in rendered(text, engine)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "> a\nb\n<br>\nc\n<br>\nd\n\ne",
            "<blockquote><p>a\nb<br>c<br>d</p></blockquote><p>e</p>",
        ),
        ("> a  \n<br>\nc", "<blockquote><p>a<br><br>c</p></blockquote>"),
        ("> a\n\n<br>\nc", "<blockquote><p>a</p></blockquote><br><p>c</p>"),
        ("> # a\n<br>\nc", "<blockquote><h1>a</h1></blockquote><br><p>c</p>"),
        ("> a\n<hr>\nc", "<blockquote><p>a</p></blockquote><p>c</p>"),
    ],
)
def test_a_quotation_goes_on_behind_a_tag_without_its_mark(text, expected):
    """Kills: tags that end their paragraph, and those below other blocks that are taken into it."""
    assert (
        rendered(text, "commonmark").replace("<hr>", "").replace(">\n", ">").replace("\n<", "<")
        == expected
    )


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    "html",
    [
        '<div class="mermaid">\ngraph\n    a --> b\n\n    c --> d\n\n</div>',
        "<div>\n<p>a</p>\n\n<div>\n    b\n</div>\n\n</div>",
        "<section>words\n\n</section>",
    ],
)
def test_html_that_stays_as_typed_ends_where_it_is_closed(html, engine):
    """Kills: the end of a wrapper that is taken away though its beginning stays."""
    assert "<p>After <em>it</em>.</p>" in rendered(f"{html}\n\nAfter *it*.", engine)


DIRECTED = '<div dir="rtl"><p>نص <strong>ع</strong></p>'


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<div dir="rtl">\n\nنص **ع**\n\n</div>', f"{DIRECTED}</div>"),
        ('<div dir="rtl">\nنص **ع**\n</div>', f"{DIRECTED}</div>"),
        (
            '<div dir="rtl">\n<div>\n\nنص **ع**\n\n</div>\n\n*b*\n\n</div>',
            f"{DIRECTED}<p><em>b</em></p></div>",
        ),
        (
            '<div>\n\n<div dir="rtl">\n\nنص **ع**\n\n</div>\n\n*b*\n\n</div>',
            f"{DIRECTED}</div><p><em>b</em></p>",
        ),
        (
            '<div dir="rtl">\n\nنص **ع**\n\n```\n</div>\n```\n\n</div>',
            f"{DIRECTED}<pre><code>&lt;/div&gt;</code></pre></div>",
        ),
        (
            '- <b>a</b>\n\n    <div dir="rtl">\n\n    نص **ع**\n\n    </div>',
            f"<ul><li><p><b>a</b></p>{DIRECTED}</div></li></ul>",
        ),
    ],
)
def test_a_wrapper_with_a_direction_stays_around_its_markdown(text, expected, engine):
    """Kills a wrapper that is taken away with its direction, and the end of another one taken for its."""
    html = rendered(f"{text}\n\nAfter *it*.", engine)
    assert re.sub(r"\n *", "", html) == f"{expected}<p>After <em>it</em>.</p>"


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<details>\n<summary>More *of* it</summary>\n\n**a**\n\n- b\n</details>\n\nAfter.",
            "<details><summary>More *of* it</summary><p><strong>a</strong></p><ul><li>b</li></ul>"
            "</details><p>After.</p>",
        ),
        (
            "<details><summary>\nTwo</summary>\n\n```\n</details>\n```\n\n</details>",
            "<details><summary>Two</summary><pre><code>&lt;/details&gt;</code></pre></details>",
        ),
        (
            "<details>\n<summary><code>x*y*</code></summary>\n\n*b*\n\n</details>",
            "<details><summary><code>x*y*</code></summary><p><em>b</em></p></details>",
        ),
        (
            "<details>\n\n<summary>Apart</summary>\n\n*a*\n\n</details>",
            "<details><summary>Apart</summary><p><em>a</em></p></details>",
        ),
        ("<details>\n**as typed**\n</details>", "<details>**as typed**</details>"),
        (
            "<details>\n<summary>A</summary>\n\n<p>**b**</p>\n\n*c*\n</details>",
            "<details><summary>A</summary><p>**b**</p><p><em>c</em></p></details>",
        ),
        (
            "- a\n  <details>\n  <summary>b</summary>\n\n  **c**\n\n  </details>\n",
            "<ul><li><p>a</p><details><summary>b</summary><p><strong>c</strong></p></details></li></ul>",
        ),
        (
            "<details>\n<summary>A</summary>\n\n*b*</details>\n\n"
            "<details><summary>C</summary>\n*typed*\n\n*d*\n</details>\n\n*e*",
            "<details><summary>A</summary><p><em>b</em></p></details>"
            "<details><summary>C</summary>*typed*<p><em>d</em></p></details><p><em>e</em></p>",
        ),
        ("<blockquote>\n\n*a*\n\n</blockquote>", "<blockquote><p><em>a</em></p></blockquote>"),
        ("<ul>\n<li>\n\n*a*\n\n</li>\n</ul>", "<ul><li><p><em>a</em></p></li></ul>"),
        (
            "<table><tr><td>\n\n*a*\n\n</td></tr></table>",
            "<table><tbody><tr><td><p><em>a</em></p></td></tr></tbody></table>",
        ),
    ],
)
def test_markdown_after_an_empty_line_is_markdown_whatever_tag_stands_above(text, expected, engine):
    """CommonMark, section 4.6, which Python-Markdown knows nothing of."""
    html = re.sub(r"\s*(<[^>]+>)\s*", r"\1", rendered(text, engine))
    assert html == expected


def test_tags_that_are_never_closed_take_no_quadratic_time():
    text = "<ul>\n\n*a*\n\n" * 3_000 + "</li>\n" * 3_000
    assert rendered(text, "markdown").count("<em>a</em>") >= 50


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize(
    ("typed", "html"),
    [
        (
            "[*a*](/b){.c} and **d**{.e}",
            '<p><a href="https://e.org/b"><em>a</em></a> and <strong>d</strong></p>',
        ),
        ("[a]{.c.d:e-[1px]} and `f`{.g}", "<p>a and <code>f</code></p>"),
        ("a {.b}\n\n- c{.d}", "<p>a</p>\n<ul>\n<li>c</li>\n</ul>"),
        ("`[a]{.b}` and f{.g} and h", "<p><code>[a]{.b}</code> and f{.g} and h</p>"),
        ("~~~\n[a]{.b}\nc\n~~~", "<pre><code>[a]{.b}\nc</code></pre>"),
    ],
)
def test_attributes_of_spans_are_left_out_but_not_in_code(make_article, typed, html, engine):
    config = parse_config(
        f'[site]\ntitle="T"\nurl="https://e.org/"\n[markdown]\nengine = "{engine}"\n', ROOT, resolve
    )
    flavour = Flavour(has_span_attributes=True)
    renderer = Renderer(config, lambda url, _: urls.absolute(url, "https://e.org/"), flavour)
    assert renderer.render(make_article(body=typed)).html.replace("\n</code>", "</code>") == html
