"""What site engines' Markdown has beyond CommonMark, as their configurations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Flavour, Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n'


def config(engine, root=None):
    chosen = f'[content]\ndialect = "{engine}"\n[markdown]\nengine = "commonmark"\n'
    return parse_config(SITE + chosen, root or Path(), resolve)


def rendered(make_article, body, flavour=None, engine="plain"):
    renderer = Renderer(
        config(engine),
        lambda reference, article: urls.absolute(reference, article.permalink),
        flavour or Flavour(),
    )
    return renderer.render(make_article(body=body)).html


def flavour_of(engine, root, name="", text=""):
    if name:
        (root / name).write_text(text, encoding="utf-8")
    room = next(e for e in ENGINES.values() if e.name == engine)
    return room.flavour_of(config(engine, root))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A\nB\n: x", "<dl>\n<dt>A</dt>\n<dt>B</dt>\n<dd>x</dd>\n</dl>"),
        ("A\n: x\n\n  y", "<dl>\n<dt>A</dt>\n<dd>x\n<p>y</p>\n</dd>\n</dl>"),
        ("A\n: x\n: y", "<dl>\n<dt>A</dt>\n<dd>x</dd>\n<dd>y</dd>\n</dl>"),
        ("A\n\n: x", "<dl>\n<dt>A</dt>\n<dd>\n<p>x</p>\n</dd>\n</dl>"),
        ("*A\nB*\n: x", "<dl>\n<dt><em>A\nB</em></dt>\n<dd>x</dd>\n</dl>"),
        ("```\nA\n: x\n```", "<pre><code>A\n: x\n</code></pre>"),
        (": x", "<p>: x</p>"),
    ],
)
def test_definitions_have_terms_by_the_line_and_paragraphs_of_their_own(
    make_article, body, expected
):
    assert rendered(make_article, body) == expected


def test_a_definition_may_begin_with_a_list(make_article):
    assert "<ul>\n<li>x</li>" in rendered(make_article, "A\n: - x\n  - y")


@pytest.mark.parametrize("name", ["", "quartz.config.ts"])
def test_notes_within_a_line_are_obsidians_and_not_quartzs(make_article, tmp_path, name):
    """https://help.obsidian.md/syntax#Footnotes ; remark-gfm has no such notes."""
    flavour = flavour_of("obsidian", tmp_path, name or "x", "config")
    found = rendered(make_article, "a^[one *two*]\n\n`b^[c]`", flavour)
    assert ("<p>one <em>two</em> <a" in found) is not bool(name)
    assert ("a^[one <em>two</em>]" in found) is bool(name)
    assert "<code>b^[c]</code>" in found


@pytest.mark.parametrize("engine", ["zola", "eleventy", "obsidian"])
def test_engines_without_definitions_have_none(make_article, tmp_path, engine):
    flavour = flavour_of(engine, tmp_path)
    assert "<dl>" not in rendered(make_article, "A\n: x", flavour)


def test_hugo_toml_may_turn_definitions_off(make_article, tmp_path):
    off = "[markup.goldmark.extensions]\ndefinitionList = false\n"
    flavour = flavour_of("hugo", tmp_path, "hugo.toml", off)
    assert "<dl>" not in rendered(make_article, "A\n: x", flavour)


@pytest.mark.parametrize(
    ("head", "cells"),
    [("|a|b|", 3), ("a | b", 3), ("|a|b|c|", 3), ("|a\\|b|", 3), ("> |a|b|", 3)],
)
def test_a_table_is_as_wide_as_its_rule(make_article, head, cells):
    quote = "> " if head.startswith(">") else ""
    text = f"{head}\n{quote}|---|---|---|\n{quote}|1|2|3|"
    html = rendered(make_article, text, Flavour(widens_tables=True))
    assert html.count("<th>") == html.count("<td>") == cells


def test_code_is_no_head_of_a_table(make_article):
    body = "```\n|a|\n|---|---|\n```"
    assert (
        rendered(make_article, body, Flavour(widens_tables=True))
        == "<pre><code>|a|\n|---|---|\n</code></pre>"
    )


NO_CODE = Flavour(has_indented_code=False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x\n\n    y\n    z", "<p>x</p>\n<p>y\nz</p>"),
        ("x\n\n    # y", "<p>x</p>\n<p># y</p>"),
        ("x\n\n    - y", "<p>x</p>\n<p>- y</p>"),
        ("- x\n\n      y", "<ul>\n<li>\n<p>x</p>\n<p>y</p>\n</li>\n</ul>"),
        ("- x\n\n\t\ty", "<ul>\n<li>\n<p>x</p>\n<p>y</p>\n</li>\n</ul>"),
        ("1. x\n\n\t    y", "<ol>\n<li>\n<p>x</p>\n<p>y</p>\n</li>\n</ol>"),
        ("x\n\n\ty", "<p>x</p>\n<p>y</p>"),
        ("```\n    y\n```", "<pre><code>    y\n</code></pre>"),
        ("<pre>\n    y\n</pre>", "<pre>    y\n</pre>"),
        ("> x\n>\n>     # y\n>     z", "<blockquote>\n<p>x</p>\n<p># y\nz</p>\n</blockquote>"),
        (
            "> - x\n>\n>       y",
            "<blockquote>\n<ul>\n<li>\n<p>x</p>\n<p>y</p>\n</li>\n</ul>\n</blockquote>",
        ),
    ],
)
def test_without_indented_code_indented_lines_are_paragraphs(make_article, body, expected):
    assert rendered(make_article, body, NO_CODE) == expected


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("", False),
        ('config.amendLibrary("md", (md) => md.enable("code"));', True),
        ("config.amendLibrary('md', md => md.enable(['code']));", True),
        ('md.disable("code")', False),
    ],
)
def test_eleventy_has_indented_code_where_it_is_turned_on(tmp_path, text, is_code):
    assert flavour_of("eleventy", tmp_path, "eleventy.config.js", text).has_indented_code is is_code


def test_eleventy_has_what_markdown_it_is_told(tmp_path):
    text = """import sup from "markdown-it-sup"; import list from 'markdown-it-deflist';
    eleventyConfig.setLibrary("md", markdownIt({ html: true, breaks: true, typographer: false }).use(sup).use(list))"""
    found = flavour_of("eleventy", tmp_path, "eleventy.config.js", text)
    assert found.options == {"hardbreaks", "superscript"}
    assert found.has_definitions


def test_a_library_that_eleventy_is_not_given_says_nothing(tmp_path):
    text = "const md = markdownIt({ html: true, breaks: true });\nmd.render(x)"
    assert flavour_of("eleventy", tmp_path, "eleventy.config.js", text).options == frozenset()


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("", "", '<p>a<br>\n"b" -- c</p>'),
        (".obsidian/app.json", '{"strictLineBreaks": true}', '<p>a\n"b" -- c</p>'),
        (".obsidian/app.json", '{"strictLineBreaks": false}', '<p>a<br>\n"b" -- c</p>'),
        ("quartz.config.ts", "Plugin.GitHubFlavoredMarkdown()", "<p>a\n“b” — c</p>"),
        (
            "quartz.config.ts",
            "Plugin.HardLineBreaks(), Plugin.GitHubFlavoredMarkdown({ enableSmartyPants: false })",
            '<p>a<br>\n"b" -- c</p>',
        ),
    ],
)
def test_lines_and_quotes_of_notes_are_as_the_vault_or_quartz_says(
    make_article, tmp_path, name, text, html
):
    (tmp_path / ".obsidian").mkdir()
    flavour = flavour_of("obsidian", tmp_path, name, text)
    assert rendered(make_article, 'a\n"b" -- c', flavour) == html


def test_kramdown_explains_abbreviations(make_article, tmp_path):
    body = 'HTML, `HTML`, XHTML, *HTML*, <HTML5>[HTML](x)\n\n*[HTML]: "Hyper" Text\n*[CSS]: Style\n'
    html = rendered(make_article, body, flavour_of("jekyll", tmp_path))
    explained = '<abbr title="&quot;Hyper&quot; Text">HTML</abbr>'
    assert html.count(explained) == 2
    assert "<code>HTML</code>, XHTML" in html
    assert "*[" not in html


def test_an_abbreviation_in_code_is_code(make_article, tmp_path):
    body = "```\n*[HTML]: Hyper\n```"
    assert "*[HTML]: Hyper" in rendered(make_article, body, flavour_of("jekyll", tmp_path))


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ("extensions: [table]\n  options: [SMART, UNSAFE]", "<p>“a” ~~b~~ <b>c</b>\n: d 1) https://e.org/</p>"),
        ("options: HARDBREAKS", "<p>&quot;a&quot; ~~b~~ c<br>\n: d 1) https://e.org/</p>"),
    ],
)  # fmt: skip
def test_jekyll_may_have_another_converter(make_article, tmp_path, settings, shown):
    """What jekyll-commonmark 1.4 shows; with Jekyll's usual one `: d` is a definition."""
    (tmp_path / "_config.yml").write_text(
        f"markdown: CommonMark\ncommonmark:\n  {settings}\n", "utf-8"
    )
    body = '"a" ~~b~~ <b>c</b>\n: d 1) https://e.org/'
    html = rendered(make_article, body, flavour_of("jekyll", tmp_path))
    assert html.replace('"', "&quot;") == shown.replace('"', "&quot;")


@pytest.mark.parametrize(
    ("plugins", "expected"), [("[jekyll-feed, jemoji]", "🎉"), ("[jekyll-feed]", ":tada:")]
)
def test_jemoji_shows_names_of_emoji(make_article, tmp_path, plugins, expected):
    (tmp_path / "_config.yml").write_text(f"plugins: {plugins}\n", "utf-8")
    html = rendered(make_article, "a :tada: `:tada:` :x_y:", flavour_of("jekyll", tmp_path))
    assert html == f"<p>a {expected} <code>:tada:</code> :x_y:</p>"


def test_comments_of_liquid_are_no_unknown_tags(make_article, tmp_path):
    """LiquidJS and Liquid 5 have `{% # x %}`."""
    renderer = Renderer(
        parse_config(SITE, tmp_path, resolve), lambda typed, _: typed, Flavour(has_tags=True)
    )
    shown = renderer.render(make_article(body="a {% # no %}{%- #no -%} b"))
    assert (shown.html, shown.problems) == ("<p>a  b</p>", ())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("`{{ site.url }}` `a{{ x }}`", "<code>https://e.org</code> <code>a</code>"),
        ("```\nid: ${{ secrets.X }}\n```", "<pre><code>id: $\n</code></pre>"),
        ("`{% raw %}{{ x }}{% endraw %}`", "<code>{{ x }}</code>"),
        ("`{{ \"{% x %}\" }}` {{ '{{ y' }}", "<code>{% x %}</code> {{ y"),
        ("`{% if x %}`", "<code>{% if x %}</code>"),
    ],
)
def test_liquid_runs_in_code_too(make_article, tmp_path, typed, shown):
    """What jekyll 4.3 shows; but tags that are no links stay."""
    assert shown in rendered(make_article, typed, flavour_of("jekyll", tmp_path))


UNSAFE = "[markup.goldmark.renderer]\nunsafe = true\n"


@pytest.mark.parametrize(("text", "kept"), [("title = 'x'\n", False), (UNSAFE, True)])
def test_hugo_drops_raw_html_unless_it_is_unsafe(make_article, tmp_path, text, kept):
    body = 'a <b>c</b>\n\n<div>d</div>\n\n{{< figure src="x.png" caption="*e*" >}}\n\n`<i>`'
    html = rendered(make_article, body, flavour_of("hugo", tmp_path, "hugo.toml", text))
    assert ("<b>c</b>" in html) is kept
    assert ("<div>d</div>" in html) is kept
    assert "c" in html
    assert "<figcaption><p><em>e</em></p></figcaption></figure>" in html
    assert "<p><figure" not in html
    assert "<code>&lt;i&gt;</code>" in html


def test_a_shortcode_within_words_stays_there(make_article, tmp_path):
    flavour = flavour_of("hugo", tmp_path, "hugo.toml", "title = 'x'\n")
    html = rendered(make_article, 'See {{< youtube abc >}} "now".', flavour)
    link = '<a href="https://www.youtube.com/watch?v=abc">YouTube</a>'
    assert html == f"<p>See {link} “now”.</p>"


def test_without_a_configuration_of_hugos_raw_html_stays(make_article, tmp_path):
    assert rendered(make_article, "<b>c</b>", flavour_of("hugo", tmp_path)) == "<p><b>c</b></p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```\n  a\n    b\n\n  c\n```", "a\n  b\n\nc\n"),
        ("```\na\n  b\n```", "a\n  b\n"),
        ("    a\n      b", "a\n  b\n"),
    ],
)
def test_hexo_takes_the_indentation_from_fenced_code(make_article, tmp_path, body, expected):
    html = rendered(make_article, body, flavour_of("hexo", tmp_path))
    assert html == f"<pre><code>{expected}</code></pre>"


def test_in_a_list_fenced_code_keeps_what_the_list_gives_it(make_article, tmp_path):
    html = rendered(make_article, "- x\n\n  ```\n    a\n  ```", flavour_of("hexo", tmp_path))
    assert "<pre><code>a\n</code></pre>" in html


@pytest.mark.parametrize("first", [":::python", "#!python"])
def test_pelican_takes_the_line_that_names_the_language(make_article, tmp_path, first):
    html = rendered(
        make_article, f"x\n\n    {first}\n    print(1)", flavour_of("pelican", tmp_path)
    )
    assert '<pre><code class="language-python">print(1)\n</code></pre>' in html


@pytest.mark.parametrize(
    ("engine", "text", "scheme"),
    [
        ("hugo", "", "https"),
        ("hugo", '[markup.goldmark.extensions]\nlinkifyProtocol = "http"\n', "http"),
        ("hexo", "", "http"),
    ],
)
def test_bare_addresses_have_the_scheme_that_the_engine_gives_them(
    make_article, tmp_path, engine, text, scheme
):
    flavour = flavour_of(engine, tmp_path, "hugo.toml", text)
    html = rendered(make_article, "www.e.org <http://www.e.org/x>", flavour)
    assert f'<a href="{scheme}://www.e.org">www.e.org</a>' in html
    assert '<a href="http://www.e.org/x">http://www.e.org/x</a>' in html


def test_brackets_of_a_pattern_are_no_footnote(make_article):
    assert rendered(make_article, "[^_x_] a") == "<p>[^<em>x</em>] a</p>"


@pytest.mark.parametrize("body", ["$$\na_1 \\\\ b\n$$", "\\[ a_1 * b * c \\]"])
def test_a_formula_set_apart_is_in_no_paragraph(make_article, body):
    flavour = Flavour(math=frozenset({"$", "$$", "\\(", "\\["}))
    assert rendered(make_article, body, flavour) == f"<div>{body}</div>"
    within = rendered(make_article, f"x {body} y", flavour)
    assert within == f"<p>x {body} y</p>"


@pytest.mark.parametrize("body", ["a \\(x*y*z\\) b", "a \\[x*y*z\\] b", "a $x*y*z$ b"])
def test_a_formula_within_a_sentence_is_no_emphasis(make_article, body):
    flavour = Flavour(math=frozenset({"$", "$$", "\\(", "\\["}))
    assert rendered(make_article, body, flavour) == f"<p>{body}</p>"


def test_emoji_and_tex_of_hugo_toml(make_article, tmp_path):
    text = (
        "enableEmoji = true\n[markup.goldmark.extensions.passthrough]\nenable = true\n"
        "[markup.goldmark.extensions.passthrough.delimiters]\n"
        "block = [['\\[', '\\]'], ['$$', '$$']]\ninline = [['\\(', '\\)']]\n"
    )
    flavour = flavour_of("hugo", tmp_path, "hugo.toml", text)
    body = "Hello :smile: \\(a_1 + b_1\\)\n\n\\[ x_1 * y_1 * z \\\\ \\]"
    assert rendered(make_article, body, flavour) == (
        "<p>Hello 😄 \\(a_1 + b_1\\)</p>\n<div>\\[ x_1 * y_1 * z \\\\ \\]</div>"
    )


def test_jekyll_s_links_may_have_spaces(make_article, tmp_path):
    link = '<p><a href="https://example.org/a/You%20and%20I">x</a></p>'
    body = "[x](You and I)"
    assert rendered(make_article, body, flavour_of("jekyll", tmp_path)) == link
    assert rendered(make_article, body, flavour_of("hugo", tmp_path)) == f"<p>{body}</p>"


def test_hexo_makes_links_of_hosts_without_a_dot(make_article, tmp_path):
    flavour = flavour_of("hexo", tmp_path)
    html = rendered(make_article, "用http://localhost:80/x ，`http://a`", flavour)
    assert html == (
        '<p>用<a href="http://localhost:80/x">http://localhost:80/x</a> ，<code>http://a</code></p>'
    )
    assert rendered(make_article, "std://x http://", flavour) == "<p>std://x http://</p>"
    assert "<a" not in rendered(make_article, "https://a", flavour_of("hugo", tmp_path))


HIDING = Flavour(hides_lines=True)


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ("```rust, hide_lines=1-2 4\n1\n2\n3\n4\n5\n```", "3\n5"),
        ("```rust,hide_lines=1,linenos\n1\n2\n```", "2"),
        ("- ~~~rust,hide_lines=2\n  1\n  2\n  ~~~", "1"),
        ("```rust\nhide_lines=1\n2\n```", "hide_lines=1\n2"),
        ("```rust,hide_lines=2-9\n1\n2\n```\n\n- x", "1"),
        ("    ```rust,hide_lines=1\n    1\n    ```", "```rust,hide_lines=1\n1\n```"),
    ],
)
def test_zola_hides_lines_of_code(make_article, block, shown):
    """As Zola 0.22 shows them."""
    assert f">{shown}\n</code></pre>" in rendered(make_article, block, HIDING)


def test_zolas_settings_turn_on_alerts_and_hidden_lines(tmp_path):
    assert flavour_of("zola", tmp_path, "zola.toml", "[markdown]\n").directives == frozenset()
    on = "[markdown]\ngithub_alerts = true\n[markdown.highlighting]\ntheme = 'x'\n"
    flavour = flavour_of("zola", tmp_path, "zola.toml", on)
    assert (flavour.directives, flavour.hides_lines) == ({"github_alerts"}, True)
    old = flavour_of("zola", tmp_path, "zola.toml", "[markdown]\nhighlight_code = true\n")
    assert old.hides_lines
    off = flavour_of("zola", tmp_path, "zola.toml", "[markdown]\nhighlight_code = false\n")
    assert not off.hides_lines


@pytest.mark.parametrize("rule", ["", "---\n\n"])
def test_one_rule_stands_above_notes(make_article, rule):
    assert rendered(make_article, f"a[^1]\n\n{rule}[^1]: n").count("<hr>") == 1


@pytest.mark.parametrize("engine", ["hexo", "eleventy", "obsidian"])
def test_a_name_behind_a_heading_is_text_to_engines_without_attributes(
    make_article, tmp_path, engine
):
    flavour = flavour_of(engine, tmp_path)
    assert rendered(make_article, "## T {#x}", flavour) == "<h2>T {#x}</h2>"


@pytest.mark.parametrize("body", ["![b](/b.png){width=50%}", "*b*{: .x} c", "[b](/c){.x #y}"])
def test_attributes_of_spans_are_left_out_in_plain_folders(make_article, body):
    """As the other converter does there (attr_list)."""
    assert "{" not in rendered(make_article, body, ENGINES["plain"].flavour)
