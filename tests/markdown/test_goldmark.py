"""What hugo.toml says about Goldmark. Expected HTML is what Hugo 0.168 shows, except where a name says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[content]\ndialect="hugo"\n[markdown]\nengine="commonmark"\n'
PASSTHROUGH = (
    "[markup.goldmark.extensions.passthrough]\nenable = true\n"
    "[markup.goldmark.extensions.passthrough.delimiters]\n"
    "block = [['$$', '$$'], ['\\[', '\\]']]\ninline = [['\\(', '\\)']]\n"
)
ATTRIBUTES = "[markup.goldmark.parser.attribute]\nblock = true\n"
UNSAFE = "[markup.goldmark.renderer]\nunsafe = true\n"


def shown(make_article, root: Path, settings: str, body: str) -> str:
    (root / "hugo.toml").write_text(settings, encoding="utf-8")
    config = parse_config(SITE, root, resolve)
    room = next(each for each in ENGINES.values() if each.name == "hugo")
    renderer = Renderer(
        config,
        lambda typed, article: urls.absolute(typed, article.permalink),
        room.flavour_of(config),
    )
    return renderer.render(make_article(body=body)).html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n$$\nx_1\n$$\nb", "<p>a</p>\n<div>$$\nx_1\n$$</div>\n<p>b</p>"),
        ("a $$x$$ b \\[y\\]", "<p>a</p>\n<div>$$x$$</div>\n<p>b</p>\n<div>\\[y\\]</div>"),
        ("$$x$$\n\n$$y$$, c", "<div>$$x$$</div>\n<div>$$y$$</div>\n<p>, c</p>"),
        ("> a\n> $$x$$", "<blockquote>\n<p>a</p>\n<div>$$x$$</div>\n</blockquote>"),
        ("a \\(x_1 * y * z\\) b", "<p>a \\(x_1 * y * z\\) b</p>"),
        ("**a $$x$$ b**", "<p><strong>a $$x$$ b</strong></p>"),
        ("`$$x$$` b", "<p><code>$$x$$</code> b</p>"),
        ("价格 $5 *a* $6", "<p>价格 $5 <em>a</em> $6</p>"),
    ],
)
def test_formulas_between_block_delimiters_end_the_paragraph(
    make_article, tmp_path, body, expected
):
    assert shown(make_article, tmp_path, PASSTHROUGH, body) == expected


def test_with_hard_wraps_lines_break_beside_a_formula_too(make_article, tmp_path):
    settings = PASSTHROUGH + "[markup.goldmark.renderer]\nhardWraps = true\n"
    html = shown(make_article, tmp_path, settings, "a\nb\n$$x$$\nc")
    assert html == "<p>a<br>\nb<br></p>\n<div>$$x$$</div>\n<p><br>\nc</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "[www.a.org](http://www.a.org) www.a.org",
            '<p><a href="http://www.a.org">www.a.org</a> <a href="https://www.a.org">www.a.org</a></p>',
        ),
        ("[a.org](http://a.org)", '<p><a href="http://a.org">a.org</a></p>'),
        (
            "- 中 www.a.org/b_c?x=1&y=2 *www.b.org*",
            '<ul>\n<li>中 <a href="https://www.a.org/b_c?x=1&amp;y=2">www.a.org/b_c?x=1&amp;y=2</a> '
            '<em><a href="https://www.b.org">www.b.org</a></em></li>\n</ul>',
        ),
        ("见 www.a.org。中文", '<p>见 <a href="https://www.a.org">www.a.org</a>。中文</p>'),
        ("`www.a.org`", "<p><code>www.a.org</code></p>"),
    ],
)
def test_only_addresses_typed_without_a_scheme_get_one(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, "title = 'x'\n", body) == expected


@pytest.mark.parametrize(
    "body",
    ["<div>\n*a*\n</div>", "<br>\na", '<p align="center">\na\n</p>\nb', "<div>\n  a\n</div>"],
)
def test_what_is_raw_html_up_to_the_empty_line_is_dropped(make_article, tmp_path, body):
    assert shown(make_article, tmp_path, "title = 'x'\n", f"{body}\n\nc") == "<p>c</p>"


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("linkify", "http://a.org www.a.org b@a.org", "<p>http://a.org www.a.org b@a.org</p>"),
        ("table", "| a |\n|---|", "<p>| a |\n|—|</p>"),
        ("strikethrough", "~~a~~", "<p>~~a~~</p>"),
        ("taskList", "- [ ] a", "<ul>\n<li>[ ] a</li>\n</ul>"),
        ("footnote", "a[^1]\n\n[^1]: /b", '<p>a<a href="https://example.org/b">^1</a></p>'),
    ],
)
@pytest.mark.parametrize("off", ["{} = false", "{}.enable = false"])
def test_extensions_that_are_turned_off(make_article, tmp_path, off, name, body, expected):
    settings = f"[markup.goldmark.extensions]\n{off.format(name)}\n"
    assert shown(make_article, tmp_path, settings, body) == expected


def test_subscripts_need_strikethrough_to_be_off(make_article, tmp_path):
    extras = "".join(
        f"[markup.goldmark.extensions.extras.{name}]\nenable = true\n"
        for name in ("subscript", "delete")
    )
    off = "[markup.goldmark.extensions]\nstrikethrough = false\n"
    html = shown(make_article, tmp_path, off + extras, "H~2~O ~~a~~")
    assert html == "<p>H<sub>2</sub>O <del>a</del></p>"
    # Hugo would strike out the 2, as it would what stands between `10~20` and `5~6`.
    assert shown(make_article, tmp_path, extras, "H~2~O ~~a~~") == "<p>H~2~O <del>a</del></p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("*a*\n{.b}", "<p><em>a</em></p>"),
        ("- a\n- b\n{#x .c}", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ('> a\n{cite="b"}', "<blockquote>\n<p>a</p>\n</blockquote>"),
        ('a\n{ .b\n  data-x="1 2" }\n\nc', "<p>a</p>\n<p>c</p>"),
        ("| a |\n|---|\n| b |\n{.wide}\n\nc", None),
        ("```\nx\n{.b}\n```\n{.c}", "<pre><code>x\n{.b}\n</code></pre>"),
        ("a\n{b}", "<p>a\n{b}</p>"),
        ("a\n\n{.b}", "<p>a</p>"),
    ],
)
def test_attributes_of_blocks_are_left_out_where_they_are_on(
    make_article, tmp_path, body, expected
):
    html = shown(make_article, tmp_path, ATTRIBUTES, body)
    assert html == expected if expected else "wide" not in html
    assert "{" in shown(make_article, tmp_path, "title = 'x'\n", body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n{.x}\nb", "<p>a</p><p>b</p>"),
        ("a\n\n{.x}\n\nb", "<p>a</p><p>b</p>"),
        ("{}\n> {.x, #y}\n> a", "<blockquote><p>a</p></blockquote>"),
        ("- a\n  {.x}\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ('a\n{.x\n b = "}" c=1.5 d=[1] }\nb', "<p>a</p><p>b</p>"),
        ("a\n{b='c'}", "<p>a{b=‘c’}</p>"),
        ("a\n{{.x}}", "<p>a{{.x}}</p>"),
        ("a\n\n    {.x}", "<p>a</p><pre><code>{.x}</code></pre>"),
        ("<table>\n<tr><td>a\n{.x}\n</td></tr>\n</table>", "<table><tbody><tr><td>a{.x}</td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_attributes_are_a_block_that_is_not_shown(make_article, tmp_path, body, expected):
    """Kills: attributes that must be below a block, those in HTML, and paragraphs that go on below them."""
    assert "\n\n" not in shown(make_article, tmp_path, ATTRIBUTES, body)
    assert shown(make_article, tmp_path, UNSAFE + ATTRIBUTES, body).replace("\n", "") == expected


def _cjk(style: str) -> str:
    return (
        "[markup.goldmark.extensions.cjk]\nenable = true\neastAsianLineBreaks = true\n"
        f'eastAsianLineBreaksStyle = "{style}"\n'
    )


@pytest.mark.parametrize(
    ("style", "body", "expected"),
    [
        ("simple", "中\n文", "<p>中文</p>"),
        ("simple", "中，\n文", "<p>中，\n文</p>"),
        ("css3draft", "中，\n文", "<p>中，文</p>"),
        ("simple", "中\na\nb\n文", "<p>中\na\nb\n文</p>"),
        ("simple", "かな\nカナ", "<p>かなカナ</p>"),
        ("css3draft", "한\n국", "<p>한\n국</p>"),
        ("simple", "中\n**文**\n字", "<p>中<strong>文</strong>\n字</p>"),
        ("simple", "```\n中\n文\n```", "<pre><code>中\n文\n</code></pre>"),
        ("simple", "中  \n文", "<p>中<br>\n文</p>"),
    ],
)
def test_line_ends_between_wide_characters(make_article, tmp_path, style, body, expected):
    assert shown(make_article, tmp_path, _cjk(style), body) == expected


def test_line_ends_stay_by_default(make_article, tmp_path):
    assert shown(make_article, tmp_path, "title = 'x'\n", "中\n文") == "<p>中\n文</p>"


HEAD = "<thead><tr><th>a</th><th></th></tr></thead>"
TABLE = f"<table>{HEAD}<tbody><tr><td>1</td><td></td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("|a|\n|-|-|\n|1|", TABLE),
        ("> |a|\n> |-|-|\n> |1|", f"<blockquote>{TABLE}</blockquote>"),
        ("- |a|\n  |-|-|\n  |1|", f"<ul><li>{TABLE}</li></ul>"),
        ("> Term\n> : A\n>\n>   B", "<blockquote><dl><dt>Term</dt><dd>A<p>B</p></dd></dl></blockquote>"),
        ("- > T\n  > U\n  > : A", "<ul><li><blockquote><dl><dt>T</dt><dt>U</dt><dd>A</dd></dl></blockquote></li></ul>"),
    ],
)  # fmt: skip
def test_tables_and_definitions_in_quotations_and_items(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, "", body).replace("\n", "") == expected


def test_bare_urls_end_at_what_is_not_ascii(make_article, tmp_path):
    """Kills: any other value of `urls_end_at`, and punctuation that stays before the end."""
    html = shown(
        make_article, tmp_path, "", "a http://a.org/é http://a.org/x.中 http://b.org\u00a0c"
    )
    links = ("http://a.org/", "http://a.org/x", "http://b.org")
    a, x, b = (f'<a href="{url}">{url}</a>' for url in links)
    assert html == f"<p>a {a}é {x}.中 {b}&nbsp;c</p>"
    html = shown(make_article, tmp_path, "", r"http://a.org/x*y http://a.org/x|y http://a.org/x\y")
    assert html == f"<p>{x}*y {x}|y {x}\\y</p>"


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("<https://a.org/é/b>", ["https://a.org/%C3%A9/b"]),
        ("- x <https://bü.org>", ["https://xn--b-eha.org"]),
        ("https://bü.org/x", []),
        ("www.bü.org", []),
        ("https://a.org中", ["https://a.org"]),
        ("`<https://a.org/é>`", []),
    ],
)
def test_hosts_of_other_letters_are_links_between_angle_brackets_alone(
    make_article, tmp_path, typed, links
):
    """Kills a link to the letters before, which is somebody else's host; goldmark's extension/linkify.go."""
    html = shown(make_article, tmp_path, "", typed)
    assert [part.partition('"')[0] for part in html.split('href="')[1:]] == links


def test_bare_urls_end_before_parentheses_that_they_do_not_open(make_article, tmp_path):
    """Kills: all of them kept, and those taken away that the URL opens."""
    html = shown(make_article, tmp_path, "", "[a](http://a.org/b)· c http://a.org/d_(e)·")
    links = [part.partition('"')[0] for part in html.split('href="')[1:]]
    assert links == ["http://a.org/b", "http://a.org/d_%28e%29"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# H\n: x", "<h1>H</h1><p>: x</p>"),
        ("- a\n: x", "<ul><li>a: x</li></ul>"),
        ("> a\n: x", "<blockquote><p>a: x</p></blockquote>"),
        ("***\n: x", "<hr><p>: x</p>"),
        ("[a]: /b\n: x", "<p>: x</p>"),
        ("T\n: <b>x</b> y", "<dl><dt>T</dt><dd><b>x</b> y</dd></dl>"),
        ("T\n: |x| y", "<dl><dt>T</dt><dd>|x| y</dd></dl>"),
        ("T\n: 9. x", '<dl><dt>T</dt><dd><ol start="9"><li>x</li></ol></dd></dl>'),
        ("[a]: /b\n> T\n> : `x`\n> : y", "<blockquote><dl><dt>T</dt><dd><code>x</code></dd><dd>y</dd></dl></blockquote>"),
    ],
)  # fmt: skip
def test_definitions_stand_below_words_alone(make_article, tmp_path, body, expected):
    """Kills: definitions found by their lines, which left a mark in the text below other blocks."""
    assert shown(make_article, tmp_path, UNSAFE, body).replace("\n", "") == expected


def test_tables_in_comments_and_html_are_none(make_article, tmp_path):
    """Kills: heads that are widened without asking what the lines are."""
    html = "<table>\n<tbody>\n<tr>\n<td>a|b\n|-|-|-|</td>\n</tr>\n</tbody>\n</table>"
    body = f"<!--\na|b\n|-|-|-|\n-->\n\n{html}\n\n`a`|b\n-|-|-\n"
    found = shown(make_article, tmp_path, UNSAFE, body)
    assert "<td>a|b\n|-|-|-|</td>" in found
    assert found.endswith(
        "<th><code>a</code></th>\n<th>b</th>\n<th></th>\n</tr>\n</thead>\n</table>"
    )


ALERT = "<blockquote>\n<p><strong>Tip</strong><br>\na</p>\n</blockquote>"
TYPED = "<blockquote>\n<p>[!TIP]\na</p>\n</blockquote>"
HOOK = "_markup/render-blockquote-alert.html"


@pytest.mark.parametrize(
    ("settings", "templates", "expected"),
    [
        ("", (), ALERT),
        ("", ("layouts/baseof.html",), TYPED),
        ("", ("layouts/baseof.html", f"layouts/_default/{HOOK}"), ALERT),
        ("", ("layouts/_markup/render-blockquote.html",), ALERT),
        ("theme = 'x'\n", ("layouts/baseof.html",), ALERT),
        ("theme = 'x'\n", ("themes/x/layouts/baseof.html",), TYPED),
        ("theme = ['x', 'y']\n", ("themes/x/layouts/baseof.html",), ALERT),
        ("theme = ['x']\n", ("themes/x/layouts/baseof.html", f"themes/x/layouts/{HOOK}"), ALERT),
        ("[[module.imports]]\npath = 'x'\n", ("layouts/baseof.html",), ALERT),
    ],
)
def test_alerts_are_text_where_no_template_can_show_them(
    make_article, tmp_path, settings, templates, expected
):
    """Kills: each of the conditions, and a theme that is not on the disk taken for one without hooks."""
    for path in templates:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    assert shown(make_article, tmp_path, settings, "> [!TIP]\n> a") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a<!--more-->\nb\n---\n", "<p>a</p>\n<h2>b</h2>"),
        ("a\n<!--more-->b *c*\n\nd<!--more-->e", "<p>a</p>\n<p>b <em>c</em></p>\n<p>de</p>"),
        ("- a<!--more-->\n  b\n- c", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>"),
        ("a\n\n<!--more-->\n\nb", "<p>a</p>\n<p>b</p>"),
    ],
)
def test_the_end_of_the_summary_ends_the_block(make_article, tmp_path, body, expected):
    """Only the first, wherever it stands."""
    html = shown(make_article, tmp_path, UNSAFE, body)
    assert html.replace("\n\n", "\n").replace("\n\n", "\n").strip() == expected


@pytest.mark.parametrize(("typed", "shows"), [('"true"', "🔥"), ("1", "🔥"), ('"false"', ":fire:")])
def test_flags_may_be_texts_and_numbers(make_article, tmp_path, typed, shows):
    assert shows in shown(make_article, tmp_path, f"enableEmoji = {typed}\n", ":fire:")


def test_the_mark_of_a_footnote_is_no_text_of_a_link(make_article, tmp_path):
    """Hugo 0.168: kills links with the words `^1`; names that no note has, and code, stay."""
    body = "字[^1](siehe) b[^1][l] [^2](/c) `[^1](d)`\n\n[^1]: 注\n\n[l]: /e\n"
    html = shown(make_article, tmp_path, "", body)
    mark = ">1</a></sup>"
    assert f"{mark}(siehe) b" in html
    assert html.count(mark) == 2
    assert '>l</a> <a href="https://example.org/c">^2</a> <code>[^1](d)</code></p>' in html
