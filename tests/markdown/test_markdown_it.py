"""Plugins of markdown-it in Eleventy's configuration. Expected HTML is what markdown-it 14 shows.

Without classes and ids, which readers do not see; and pictures in figures keep their words.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[content]\ndialect="eleventy"\n[markdown]\nengine="commonmark"\n'
CONFIG = """const attrs = require("markdown-it-attrs"), figures = require("markdown-it-implicit-figures");
module.exports = (c) => c.setLibrary("md", require("markdown-it")({ html: true, typographer: true, quotes: "«»‹›" })
  .use(attrs).use(figures, { figcaption: FIGCAPTION }));
"""


def shown(make_article, root: Path, config: str, body: str) -> str:
    (root / ".eleventy.js").write_text(config, encoding="utf-8")
    site = parse_config(SITE, root, resolve)
    renderer = Renderer(
        site,
        lambda typed, article: urls.absolute(typed, article.permalink),
        ENGINES["eleventy"].flavour_of(site),
    )
    return renderer.render(make_article(body=body, permalink="https://e.org/a/")).html


LETTERS = '<p><em>x</em>’s é’à <code>c</code>’s <a href="https://e.org/l">l</a>’s</p>'
PICTURE = '<p><img src="https://e.org/p" alt="a \'b\' &quot;c&quot; d"> ‹e›</p>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '[a](/b){.x target="_blank"} c',
            '<p><a href="https://e.org/b">a</a> c</p>',
        ),
        (
            "**b**{#id} `c`{.x} d {.y}",
            "<p><strong>b</strong> <code>c</code> d</p>",
        ),
        ("- one {.z}\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("a `{.x}` {not} {.x} b", "<p>a <code>{.x}</code> {not} {.x} b</p>"),
        ("a {m}", "<p>a</p>"),
        ("a { border: 0; }", "<p>a</p>"),
        ("a {}", "<p>a {}</p>"),
        ("![](/x) {.y}", '<p><img src="https://e.org/x" alt=""></p>'),
        (
            '![](/x){a="b" c="d: e;}\n\n*f*{c="} g',
            '<p><img src="https://e.org/x" alt="">{a=«b» c="d: e;}</p>\n<p><em>f</em>{c="} g</p>',
        ),
        ('![](/x){a="{b}" c="d"}', '<p><img src="https://e.org/x" alt=""></p>'),
        ("a {\nb: c;\n}", "<p>a {\nb: c;\n}</p>"),
        (
            '- [a](/b){ .i style="--x: y(--z);" }',
            '<ul>\n<li><a href="https://e.org/b">a</a></li>\n</ul>',
        ),
        ("x\n\n## A `b` {: #c }", "<p>x</p>\n<h2>A <code>b</code></h2>"),
        ("x {.a}\ny", "<p>x {.a}\ny</p>"),
        # Attributes of a block end it.
        ("x\n{.a}\ny", "<p>x\n{.a}\ny</p>"),
        ("x\n{.a}", "<p>x</p>"),
        (
            "> x\n{.a}\n\n- y\n{.b}",
            "<blockquote>\n<p>x</p>\n</blockquote>\n<ul>\n<li>y</li>\n</ul>",
        ),
        ('a{.x}\n\ntext {style="color: red"}', "<p>a</p>\n<p>text</p>"),
        ("`{% x %}` {.b", "<p><code>{% x %}</code> {.b</p>"),
        ("\"a\" --- 'b'....", "<p>«a» — ‹b›…</p>"),
        ("l'un 'd'eux' et l'autre", "<p>l’un ‹d’eux› et l’autre</p>"),
        ("*x*'s é'à `c`'s [l](/l)'s", LETTERS),
        ('"a *b" c* d" \'e', "<p>«a <em>b\" c</em> d» 'e</p>"),
        ('*"a"* **\'b"** "c"', "<p><em>«a»</em> <strong>'b\"</strong> «c»</p>"),
        ('x"" (\'\') 6"" <kbd>k</kbd>"', '<p>x"" (‹›) 6"" <kbd>k</kbd>"</p>'),
        ('"a \'b" c\'\n\n"d', "<p>«a 'b» c’</p>\n<p>\"d</p>"),
        ('a "(" b ")" c,,d ????', "<p>a «(» b «)» c,d ???</p>"),
        ("![a 'b' \"c\" d](/p) 'e'", PICTURE),
    ],
)
def test_attributes_and_quotes(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, CONFIG, body) == expected


def test_attributes_are_text_without_the_plugin(make_article, tmp_path):
    config = CONFIG.replace("markdown-it-attrs", "other")
    assert shown(make_article, tmp_path, config, "**b**{#id} d {.y}").endswith("{#id} d {.y}</p>")


IMAGE = '<img src="https://e.org/p.png" alt="Two words"'


@pytest.mark.parametrize("given", ["true", "'alt'"])
def test_a_picture_alone_has_its_words_as_caption(make_article, tmp_path, given):
    config = CONFIG.replace("FIGCAPTION", given)
    linked = shown(make_article, tmp_path, config, "x\n\n[![Two *words*](/p.png)](/q){.c}")
    caption = "<figcaption>Two <em>words</em></figcaption></figure>"
    assert linked == f'<p>x</p>\n<figure><a href="https://e.org/q">{IMAGE}></a>{caption}'
    titled = shown(make_article, tmp_path, config, 'x\n\n![Two words](/p.png "T"){.c}')
    caption = caption.replace("<em>words</em>", "words")
    assert titled == f'<p>x</p>\n<figure>{IMAGE} title="T">{caption}'


def test_captions_keep_code_links_and_quotes(make_article, tmp_path):
    config = CONFIG.replace("FIGCAPTION", "true")
    body = 'x\n\n![`a<b` [l](/l) "q"](/p.png)\n\n`![*no*](/x)`'
    html = shown(make_article, tmp_path, config, body)
    caption = '<code>a&lt;b</code> <a href="https://e.org/l">l</a> «q»'
    assert f"<figcaption>{caption}</figcaption>" in html
    assert "<code>![*no*](/x)</code>" in html


TITLED = """const figures = require("markdown-it-image-figures");
module.exports = (c) => c.setLibrary("md", require("markdown-it")({ html: true, typographer: true })
  .use(figures, { figcaption: FIGCAPTION, lazy: true }));
"""


@pytest.mark.parametrize("given", ["true", "'title'"])
@pytest.mark.parametrize(
    ("title", "caption"),
    [
        ("T", "T"),
        (" by [*A*](/a) & `b`", 'by <a href="https://e.org/a"><em>A</em></a> &amp; <code>b</code>'),
        ("1. # > no *block* #", "1. # &gt; no <em>block</em> #"),
        ("- 'a' --\nb", "- ‘a’ –\nb".replace("\n", " ")),
    ],
)
def test_a_picture_alone_has_its_title_as_caption(make_article, tmp_path, given, title, caption):
    config = TITLED.replace("FIGCAPTION", given)
    figure = f"<figure>{{}}<figcaption>{caption}</figcaption></figure>"
    html = shown(make_article, tmp_path, config, f'x\n\n![Two words](/p.png "{title}")')
    assert html == "<p>x</p>\n" + figure.format(f"{IMAGE}>")
    html = shown(make_article, tmp_path, config, f'x\n\n[![](/p.png "{title}")](/q)')
    assert (
        '<a href="https://e.org/q"><img src="https://e.org/p.png" alt=""></a><figcaption>' in html
    )


@pytest.mark.parametrize("body", ["![Two words](/p.png)", '![a](/p.png " ")', '![a](/p.png "T") x'])
def test_pictures_without_title_or_not_alone_have_no_caption(make_article, tmp_path, body):
    config = TITLED.replace("FIGCAPTION", "true")
    assert "<figcaption>" not in shown(make_article, tmp_path, config, f"x\n\n{body}")


def test_titles_are_no_captions_where_words_are(make_article, tmp_path):
    config = TITLED.replace("FIGCAPTION", "'alt'")
    html = shown(make_article, tmp_path, config, 'x\n\n![*w* x](/p.png "T")')
    assert "<figcaption><em>w</em> x</figcaption>" in html


@pytest.mark.parametrize("body", ["x\n\n![Two words](/p.png) x", "x\n\n![](/p.png)"])
def test_other_pictures_have_none(make_article, tmp_path, body):
    config = CONFIG.replace("FIGCAPTION", "true")
    assert "<figcaption>" not in shown(make_article, tmp_path, config, body)


def test_captions_are_asked_for(make_article, tmp_path):
    config = CONFIG.replace("FIGCAPTION", "false")
    assert "<figcaption>" not in shown(make_article, tmp_path, config, "x\n\n![w](/p.png)")


ANCHORS = """const anchor = require("markdown-it-anchor"), attrs = require("markdown-it-attrs");
module.exports = (c) => c.setLibrary("md", require("markdown-it")({ html: true })
  .use(attrs).use(anchor, { permalink: anchor.permalink.headerLink(), level: 2 }));
"""


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        ("## A *b* `c` & Ü?", "a-b-c-%26-%C3%BC%3F", "A <em>b</em> <code>c</code> &amp; Ü?"),
        ("## A { #own .x }", "own", "A"),
        ("A\nB\n---", "a-b", "A\nB"),
    ],
)
def test_headings_lead_to_themselves(make_article, tmp_path, body, name, words):
    link = f'<a href="https://e.org/a/#{name}">{words}</a>'
    assert link in shown(make_article, tmp_path, ANCHORS, f"x\n\n{body}\n\ny")


def test_headings_of_one_name_lead_to_several_places(make_article, tmp_path):
    html = shown(make_article, tmp_path, ANCHORS, "x\n\n## A\n\ny\n\n## A\n\ny\n\n### A\n\ny")
    assert [html.count(f'/a/#{name}"') for name in ("a", "a-1", "a-2")] == [1, 1, 1]


@pytest.mark.parametrize("body", ["# A", "<h2>A</h2>"])
def test_other_headings_lead_nowhere(make_article, tmp_path, body):
    assert "<a" not in shown(make_article, tmp_path, ANCHORS, f"x\n\n{body}\n\ny")


def test_names_of_hosts_with_hyphens_are_linked_once(make_article, tmp_path):
    """Kills a second link within the address of the first: a host up to its hyphen has no dot."""
    config = (
        'module.exports = (c) => c.setLibrary("md", require("markdown-it")({ linkify: true }));'
    )
    html = shown(make_article, tmp_path, config, "See two-words.org and http://localhost:80/a.")
    assert html == (
        '<p>See <a href="http://two-words.org">two-words.org</a> and '
        '<a href="http://localhost:80/a">http://localhost:80/a</a>.</p>'
    )


@pytest.mark.parametrize(("linkify", "end"), [("false", "路径"), ("true", "路径，后文。")])
def test_bare_urls_end_as_linkify_it_ends_them_where_it_is_asked_to(
    make_article, tmp_path, linkify, end
):
    """Where the site shows no link, ours ends at full-width punctuation; kills a link of the whole sentence."""
    config = f'module.exports = (c) => c.setLibrary("md", require("markdown-it")({{ linkify: {linkify} }}));'
    html = shown(make_article, tmp_path, config, "见https://a.example/路径，后文。")
    assert f">https://a.example/{end}</a>" in html


def test_words_of_pictures_may_have_emoji(make_article, tmp_path):
    """markdown-it-emoji 3: kills comrak's words without them; the address and unknown codes stay."""
    config = 'module.exports = (c) => c.setLibrary("md", require("markdown-it")().use(require("markdown-it-emoji")));'
    html = shown(
        make_article,
        tmp_path,
        config,
        "[![:star: 一 :no_such:](/:star:/a.png)](/b) `![:star:](/c)`",
    )
    assert 'src="https://e.org/:star:/a.png" alt="⭐ 一 :no_such:"' in html
    assert "<code>![:star:](/c)</code>" in html


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<https://a.org/%C3%A9t%c3%a9?q=%26%20b>", "https://a.org/été?q=%26 b"),
        ("https://a.org/%3Cb%3E%0A%25", "https://a.org/&lt;b&gt;%0A%25"),
        ("<https://a.org/%b9%fa>", "https://a.org/%b9%fa"),
        ("[https](https://a.org/%C3%A9)", "https"),
    ],
)
def test_links_made_of_urls_show_their_letters(make_article, tmp_path, body, words):
    config = "module.exports = c => c.setLibrary('md', require('markdown-it')({ linkify: true }))"
    assert f">{words}</a>" in shown(make_article, tmp_path, config, body)


@pytest.mark.parametrize(
    ("plugins", "text"),
    [("", "[x] done"), (".use(require('markdown-it-task-lists'))", "☑ done")],
)
def test_boxes_of_tasks_are_text_without_a_plugin(make_article, tmp_path, plugins, text):
    config = f"module.exports = c => c.setLibrary('md', require('markdown-it')(){plugins})"
    assert f"<li>{text}</li>" in shown(make_article, tmp_path, config, "- [x] done")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a [中文]{lang=zh} b", "<p>a 中文 b</p>"),
        ("[**b** `[c]{.d}`]{.e}", "<p><strong>b</strong> <code>[c]{.d}</code></p>"),
        ("[a [b] c]{#d}", "<p>a [b] c</p>"),
        ('*[a]{lang="ja"}*, [b](/c){.d} [e] {.f}', '<p><em>a</em>, <a href="https://e.org/c">b</a> [e]</p>'),
        ("[a] and [b", "<p>[a] and [b</p>"),
    ],
)  # fmt: skip
def test_words_in_brackets_with_attributes(make_article, tmp_path, body, expected):
    """Kills brackets that are taken off without attributes, or in code. Expected is the plugin's HTML."""
    config = (
        'const s = require("markdown-it-bracketed-spans"), a = require("markdown-it-attrs");\n'
        'module.exports = (c) => c.setLibrary("md", require("markdown-it")().use(s).use(a));'
    )
    assert shown(make_article, tmp_path, config, body) == expected


def test_words_in_brackets_stay_there_without_the_plugin(make_article, tmp_path):
    config = (
        'const a = require("markdown-it-attrs");\n'
        'module.exports = (c) => c.setLibrary("md", require("markdown-it")().use(a));'
    )
    assert shown(make_article, tmp_path, config, "[b]{.c} d") == "<p>[b]{.c} d</p>"


def test_pictures_with_captions_of_their_title_or_words(make_article, tmp_path):
    config = (
        'const md = require("markdown-it")();\nmd.renderer.rules.image = (tokens, i) => { const p = tokens[i];\n'
        "  return `<figure><img src='${p.attrGet('src')}'><p>${p.attrGet('title') || p.content}</p></figure>` };\n"
        'module.exports = (c) => c.setLibrary("md", md);'
    )
    html = shown(make_article, tmp_path, config, "![w](/a 't')\n\n![v](/b)")
    assert html.count("<figcaption>") == 2
    assert "<figcaption>t</figcaption>" in html
    assert "<figcaption>v</figcaption>" in html
