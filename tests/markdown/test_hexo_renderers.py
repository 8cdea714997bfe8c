"""What package.json and _config.yml say about Hexo's Markdown. Expected HTML is that of hexo 8 with each renderer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.engines.hexo.markup import flavour as flavour_of_site
from broadsheet.markdown import Renderer
from broadsheet.markdown.html.code_blocks import with_spaces

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[content]\ndialect="hexo"\n[markdown]\nengine="commonmark"\n'
IT, PLUS, OTHER = (
    "hexo-renderer-markdown-it",
    "hexo-renderer-markdown-it-plus",
    "hexo-renderer-markdown",
)


def shown(make_article, root, renderer, settings, body, version="^8.1.2"):
    packages = {"dependencies": {"hexo": version, **({renderer: "1"} if renderer else {})}}
    (root / "package.json").write_text(json.dumps(packages))
    (root / "_config.yml").write_text(f"title: x\n{settings}")
    config = parse_config(SITE, root, resolve)
    room = next(each for each in ENGINES.values() if each.name == "hexo")
    flavour = room.flavour_of(config)
    resolved = lambda typed, article: urls.absolute(typed, article.permalink)  # noqa: E731
    return Renderer(config, resolved, flavour).render(make_article(body=body)).html


@pytest.mark.parametrize(
    ("renderer", "settings", "expected"),
    [
        ("", "", "<p>a<br>b</p>"),
        ("", "marked:\n  breaks: false\n", "<p>a\nb</p>"),
        ("", "marked:\n  gfm: false\n", "<p>a\nb</p>"),
        (IT, "", "<p>a<br>\nb</p>"),
        (IT, "markdown:\n  render:\n    breaks: false\n", "<p>a\nb</p>"),
        (IT, "marked:\n  breaks: false\n", "<p>a<br>\nb</p>"),
        (PLUS, "markdown_it_plus:\n  breaks: false\n", "<p>a\nb</p>"),
        (OTHER, "markdown:\n  render:\n    breaks: false\n", "<p>a\nb</p>"),
        ("hexo-renderer-kramed", "kramed:\n  breaks: false\n", "<p>a\nb</p>"),
        ("hexo-renderer-pandoc", "", "<p>a\nb</p>"),
    ],
)
def test_line_breaks(make_article, tmp_path, renderer, settings, expected):
    assert shown(make_article, tmp_path, renderer, settings, "a\nb") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One line\nof verse", "One line of verse"),
        ("春眠不觉晓\n处处闻啼鸟", "春眠不觉晓 处处闻啼鸟"),
        ("床前明月光，\n疑是地上霜。", "床前明月光，疑是地上霜。"),
    ],
)
def test_lines_are_set_apart_in_summaries(make_article, body, expected):
    """marked's breaks have no line end behind them: the words on both sides ran together."""
    config = parse_config(SITE, Path("/none"), resolve)
    room = next(each for each in ENGINES.values() if each.name == "hexo")
    renderer = Renderer(config, lambda url, _: url, room.flavour_of(config))
    assert renderer.summary(make_article(body=body)) == expected


def _with_plugins(*names: str) -> str:
    return "markdown:\n  plugins:\n" + "".join(f"    - markdown-it-{name}\n" for name in names)


@pytest.mark.parametrize(
    ("renderer", "settings", "body", "expected"),
    [
        (IT, "", "H~2~O x^2^ ++i++ ==m== :smile:", "<p>H~2~O x^2^ ++i++ ==m== :smile:</p>"),
        (IT, _with_plugins("sub", "sup"), "H~2~O x^2^", "<p>H<sub>2</sub>O x<sup>2</sup></p>"),
        (IT, _with_plugins("ins", "mark"), "++i++ ==m==", "<p><ins>i</ins> <mark>m</mark></p>"),
        (IT, _with_plugins("ins"), "C++，所以C++的", "<p>C++，所以C++的</p>"),
        (IT, _with_plugins("ins"), "中++文 文++中", "<p>中<ins>文 文</ins>中</p>"),
        (IT, _with_plugins("ins"), "“++（a）++”", "<p>“<ins>（a）</ins>”</p>"),
        (IT, _with_plugins("emoji"), ":smile:", "<p>😄</p>"),
        (PLUS, "", "H~2~O :smile:", "<p>H<sub>2</sub>O 😄</p>"),
        (OTHER, "", "H~2~O :smile:", "<p>H<sub>2</sub>O 😄</p>"),
        (
            OTHER,
            "markdown:\n  plugins:\n    markdown-it-sub:\n      disabled: true\n",
            "H~2~O",
            "<p>H~2~O</p>",
        ),
        (
            PLUS,
            "markdown_it_plus:\n  plugins:\n    - plugin:\n        name: markdown-it-sub\n        enable: false\n",
            "H~2~O",
            "<p>H~2~O</p>",
        ),
        (IT, "", "A\n: b", "<p>A<br>\n: b</p>"),
        (IT, _with_plugins("deflist"), "A\n: b", "<dl>\n<dt>A</dt>\n<dd>b</dd>\n</dl>"),
        (
            IT,
            _with_plugins("deflist"),
            "A\n\n甲\n乙\n: b",
            "<p>A</p>\n<dl>\n<dt>甲</dt>\n<dt>乙</dt>\n<dd>b</dd>\n</dl>",
        ),
        (IT, "", "- [ ] a", "<ul>\n<li>[ ] a</li>\n</ul>"),
        (IT, _with_plugins("task-checkbox"), "- [ ] a", "<ul>\n<li>☐ a</li>\n</ul>"),
        (IT, "", "a[^1]\n\n[^1]: /b", '<p>a<a href="https://example.org/b">^1</a></p>'),
        (PLUS, "", "a $x_1 * y * z$", "<p>a $x_1 * y * z$</p>"),
        (IT, "", "a $x * y*$", "<p>a $x * y*$</p>"),
        (IT, _with_plugins("container"), "::: info\n*a*\n:::\n\nb", "<p><em>a</em></p>\n<p>b</p>"),
    ],
)
def test_plugins_of_markdown_it(make_article, tmp_path, renderer, settings, body, expected):
    assert shown(make_article, tmp_path, renderer, settings, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\"a\" 'b' it's", "“a” ‘b’ it’s"),
        ('"**b**" "`c`"', "“<strong>b</strong>” “<code>c</code>”"),
        ("1990's '90s 5'10\"", "1990’s '90s 5’10\""),
        ('他说"你好"。 "open', '他说"你好"。 "open'),
        ("\"a 'b' c\" 'd \"e\" f'", "“a ‘b’ c” ‘d “e” f’"),
        ("\"'a' b\" 'tis '90s \"'n'\"", "“‘a’ b” 'tis '90s “‘n’”"),
        ('("p") "1""', '(“p”) “1"”'),
        ("a--b -- c --opt --- d ----", "a–b – c --opt — d ----"),
        ("a.. b.... c?... d!.... (c) (TM) +-1", "a… b… c?.. d!.. © ™ ±1"),
        ("a...... 中……文 …. b...", "a… 中……文 …. b…"),
        ("中……文 …. b", "中……文 …. b"),
        ("`a.. (c) --`", "<code>a.. (c) --</code>"),
        ("[a..](b..c)", '<a href="https://example.org/a/b..c">a…</a>'),
    ],
)
def test_typography_of_markdown_it(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, IT, "", body) == f"<p>{expected}</p>"


def test_quotes_and_typography_may_be_others_or_off(make_article, tmp_path):
    quotes = 'markdown:\n  render:\n    quotes: "«»‹›"\n'
    assert shown(make_article, tmp_path, IT, quotes, "\"a\" 'b'") == "<p>«a» ‹b›</p>"
    off = "markdown:\n  render:\n    typographer: false\n"
    assert shown(make_article, tmp_path, IT, off, '"a" .. --') == '<p>"a" .. --</p>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("example.com/a", '<a href="http://example.com/a">example.com/a</a>'),
        ("(Git.io) v1.2 a.js e.g. x", '(<a href="http://git.io">Git.io</a>) v1.2 a.js e.g. x'),
        (
            "`example.com` [example.com](/x)",
            '<code>example.com</code> <a href="https://example.org/x">example.com</a>',
        ),
        (
            "http://localhost:80/a?b",
            '<a href="http://localhost:80/a?b">http://localhost:80/a?b</a>',
        ),
        ("http://x?a=1 b", '<a href="http://x?a=1">http://x?a=1</a> b'),
    ],
)
def test_links_of_names(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, IT, "", body) == f"<p>{expected}</p>"
    off = "markdown:\n  render:\n    linkify: false\n"
    assert "http://" not in shown(make_article, tmp_path, IT, off, "example.com").replace("<p>", "")
    assert shown(make_article, tmp_path, "", "", "example.com") == "<p>example.com</p>"


CODE = '<pre><code class="language-js">x\n</code></pre>'


@pytest.mark.parametrize("renderer", ["", IT])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```js a.js\nx\n```", f"<figure><figcaption>a.js</figcaption>{CODE}</figure>"),
        ("```js\nx\n```", CODE),
        (
            "- 中\n\n  ~~~js 文件 名.js https://a.org/b see it\n  x\n  ~~~",
            f'<ul>\n<li>\n<p>中</p>\n<figure><figcaption>文件 名.js <a href="https://a.org/b">see it</a></figcaption>{CODE}</figure>\n</li>\n</ul>',
        ),
        (
            "> ```js a /b\n> x\n> ```",
            f'<blockquote>\n<figure><figcaption>a <a href="https://example.org/b">link</a></figcaption>{CODE}</figure>\n</blockquote>',
        ),
        (
            "```js a mark:1,2 first_line:3\nx\n```",
            f"<figure><figcaption>a</figcaption>{CODE}</figure>",
        ),
        ("```js {a=1}\nx\n```", f"<figure><figcaption>{{a</figcaption>{CODE}</figure>"),
        (
            "{% codeblock A title lang:js https://a.org/b see %}\nx\n{% endcodeblock %}",
            f'<figure><figcaption>A title <a href="https://a.org/b">see</a></figcaption>{CODE}</figure>',
        ),
        ("{% codeblock lang:js line_number:false %}\nx\n{% endcodeblock %}", CODE),
    ],
)
def test_captions_of_code(make_article, tmp_path, renderer, body, expected):
    assert shown(make_article, tmp_path, renderer, "", body) == expected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("1. a\n\n\t```js\n    x\n\t```\n\n2. b", "x\n"),
        ("1. a\n\n\t```js\nx\n  y\n\t```\n\n2. b", "x\n  y\n"),
        ("1. a\n\n   ~~~js\nx\n\n- y\n   ~~~\n\n2. b", "x\n\n- y\n"),
        ("1. a\n\n   ```js\n   x\n   ```\n\n2. b", "x\n"),
        ("1. a\n\n   ````js\n```\nx\n```\n   ````\n\n2. b", "```\nx\n```\n"),
    ],
)
def test_lines_of_code_in_a_list_may_begin_anywhere(make_article, tmp_path, body, code):
    html = shown(make_article, tmp_path, "", "", body)
    block = f'<pre><code class="language-js">{code}</code></pre>'
    assert html == (f"<ol>\n<li>\n<p>a</p>\n{block}\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>")


def test_a_fence_beside_the_mark_of_an_item_begins_code_too(make_article, tmp_path):
    html = shown(
        make_article, tmp_path, "", "", "- ```js\n  x\n  ```\n\nb\n\n- c\n\n  ```js\n  x\n  ```"
    )
    assert html.count('<pre><code class="language-js">x\n</code></pre>') == 2
    assert "<p>b</p>" in html.partition("</ul>")[2]


@pytest.mark.parametrize(("version", "taken"), [("^7.3.0", False), ("^8.0.0", True), ("", True)])
def test_code_behind_the_mark_of_an_item_is_hexos_since_version_8(
    make_article, tmp_path, version, taken
):
    """Kills one rule for all versions: to marked, no item begins without a space."""
    html = shown(make_article, tmp_path, "", "", "-```js\nx\n```", version)
    assert ('<code class="language-js">x' in html) is taken


@pytest.mark.parametrize(
    ("version", "has_boxes"), [("^0.2.6", False), ("0.3.0", True), ("^6.0.0", True)]
)
def test_items_are_tasks_since_version_0_3(make_article, tmp_path, version, has_boxes):
    renderer = f'"hexo-renderer-marked": "{version}"'
    (tmp_path / "package.json").write_text(f'{{"dependencies": {{{renderer}}}}}')
    (tmp_path / "_config.yml").write_text("title: x\n")
    usual = ENGINES["hexo"].flavour
    assert ("tasklist" not in flavour_of_site(tmp_path, ("_config.yml",), usual).lacks) is has_boxes


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ((2, 1), "    x    y\n      z"),
        ((4, 3), "    x\ty\n      z"),
        ((15, 0), "\tx\ty\n  \tz"),
    ],
)
def test_marked_shows_tabs_as_spaces(version, code):
    """Expected is what each version of marked shows of the same fenced code."""
    block = "<pre><code>\tx\ty\n  \tz\n</code></pre>"
    html = with_spaces(f"<p>\t</p>{block}", version)
    assert html == f"<p>\t</p><pre><code>{code}\n</code></pre>"


def test_a_fence_that_is_not_closed_changes_nothing(make_article, tmp_path):
    html = shown(make_article, tmp_path, "", "", "- a\n\n  ```js\nb")
    assert html.endswith("<p>b</p>")


@pytest.mark.parametrize(
    "settings",
    ["syntax_highlighter: ''\n", "highlight:\n  enable: false\n", "syntax_highlighter:\n"],
)
def test_without_a_highlighter_code_has_no_captions(make_article, tmp_path, settings):
    assert shown(make_article, tmp_path, "", settings, "```js a.js\nx\n```", "^6.1.0") == CODE


@pytest.mark.parametrize("version", ["^6.1.0", "~7.0.0", "latest"])
def test_prism_shows_captions(make_article, tmp_path, version):
    settings = "highlight:\n  enable: false\nprismjs:\n  enable: true\n"
    html = shown(make_article, tmp_path, "", settings, "```js a.js\nx\n```", version)
    assert "<figcaption>a" in html


@pytest.mark.parametrize(("version", "is_hexos"), [("^4.0.0", False), ("^7.3.0", True)])
def test_code_keeps_its_indentation_where_hexo_does_not_make_it(
    make_article, tmp_path, version, is_hexos
):
    """`highlight.enable` means nothing to Hexo 7."""
    settings = "highlight:\n  enable: false\n"
    html = shown(make_article, tmp_path, "", settings, "```js\n  x\n```", version)
    assert ('js">x' in html) is is_hexos


def test_bare_addresses_may_be_text(make_article, tmp_path):
    settings = "marked:\n  autolink: false\n"
    body = "http://a.org http://localhost"
    assert shown(make_article, tmp_path, "", settings, body) == f"<p>{body}</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("$$x_1 * y * z$$", "<div>$$x_1 * y * z$$</div>"),
        ("- [ ] a", "<ul>\n<li>[ ] a</li>\n</ul>"),
        ("A\n: b", "<p>A<br>: b</p>"),
        ("a -- b", "<p>a — b</p>"),
    ],
)
def test_kramed_is_an_old_marked_with_formulas(make_article, tmp_path, body, expected):
    assert shown(make_article, tmp_path, "hexo-renderer-kramed", "", body) == expected


def test_a_fence_that_code_shows_does_not_end_it(make_article, tmp_path):
    html = shown(make_article, tmp_path, "", "", "````md\n    ```\n    x\n    ```\n````\n\ny")
    assert html == '<pre><code class="language-md">```\nx\n```\n</code></pre>\n<p>y</p>'


@pytest.mark.parametrize(
    ("renderer", "settings", "expected"),
    [
        ("hexo-filter-emoji", "", "🎉"),
        ("hexo-filter-emoji", "emoji:\n  enable: false\n", ":tada:"),
        ("hexo-filter-github-emojis", "emoji:\n  enable: false\n", "🎉"),
        ("", "", ":tada:"),
    ],
)
def test_names_of_emoji_are_emoji_where_a_plugin_shows_them(
    make_article, tmp_path, renderer, settings, expected
):
    body = "a :tada: `:tada:`"
    html = shown(make_article, tmp_path, renderer, settings, body)
    assert html == f"<p>a {expected} <code>:tada:</code></p>"


@pytest.mark.parametrize("version", ["^0.3.0", "^4.0.0", "^7.0.0"])
@pytest.mark.parametrize(
    ("plugin", "has_notes"), [("hexo-reference", True), ("hexo-server", False)]
)
def test_footnotes_need_a_plugin(make_article, tmp_path, version, plugin, has_notes):
    """Kills: footnotes without a plugin, and the loss of those that a plugin makes."""
    packages = {"dependencies": {"hexo-renderer-marked": version, plugin: "1.0.0"}}
    (tmp_path / "package.json").write_text(json.dumps(packages))
    (tmp_path / "_config.yml").write_text("title: x\n")
    config = parse_config(SITE, tmp_path, resolve)
    room = next(each for each in ENGINES.values() if each.name == "hexo")
    resolved = lambda typed, article: urls.absolute(typed, article.permalink)  # noqa: E731
    renderer = Renderer(config, resolved, room.flavour_of(config))
    html = renderer.render(make_article(body="a[^1]\n\n[^1]: some words")).html
    assert ("<sup" in html) == has_notes
    assert ("[^1]" in html) != has_notes


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n> b\n\n> c", "<p>a\n&gt; b</p>\n<blockquote>\n<p>c</p>\n</blockquote>"),
        ("a\n- b\n- c\n\n- d", "<p>a\n- b\n- c</p>\n<ul>\n<li>d</li>\n</ul>"),
        ("a\n2. b", "<p>a\n2. b</p>"),
        ("a\n# b\nc", "<p>a\n# b\nc</p>"),
        ("a\n|b|\n|-|\n|c|", "<p>a\n|b|\n|-|\n|c|</p>"),
        ("1. a\n   > b", "<ol>\n<li>a\n&gt; b</li>\n</ol>"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        (
            "> a\n>\n> > b",
            "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>",
        ),
        ("a\n```\nb\n```", "<p>a</p>\n<pre><code>b\n</code></pre>"),
        (
            "![a *b*](/c.png)",
            '<figure><img src="https://example.org/c.png" alt="a b"><figcaption>a <em>b</em></figcaption></figure>',
        ),
        ('http://a.org "q" -- 2^31 ~ 2^32', '<p>http://a.org "q" -- 2^31 ~ 2^32</p>'),
    ],
)
def test_pandoc_wants_empty_lines_and_shows_captions(make_article, tmp_path, body, expected):
    """Kills: each block that ends a paragraph, captions, and the signs that Pandoc does not replace."""
    assert shown(make_article, tmp_path, "hexo-renderer-pandoc", "", body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a  \n$$x$$  \nb", "<p>a</p>\n<div>$$x$$</div>\n<p>b</p>"),
        ("a $$x$$ b", "<p>a $$x$$ b</p>"),
        (
            "- a\n$$\nx\n$$\n- b",
            "<ul>\n<li>a</li>\n</ul>\n<div>$$\nx\n$$</div>\n<ul>\n<li>b</li>\n</ul>",
        ),
        ("> a\n> $$x$$\n> b", "<blockquote>\n<p>a</p>\n<div>$$x$$</div>\n<p>b</p>\n</blockquote>"),
        ("$$x$$\n# b\n$$y$$", "<div>$$x$$</div>\n<h1>b</h1>\n<div>$$y$$</div>"),
        ("    $$x$$\n    b", "<pre><code>$$x$$\nb\n</code></pre>"),
        # comrak takes the white space around lines out before it counts where formulas end.
        ("a  \n$$x\n    y_1 z_1$$  \nb", "<p>a</p>\n<div>$$x\n    y_1 z_1$$</div>\n<p>b</p>"),
        ("a  \n$$x  \n  y$$\nb *c*", "<p>a</p>\n<div>$$x  \n  y$$</div>\n<p>b <em>c</em></p>"),
    ],
)
def test_formulas_of_markdown_its_plugins_are_blocks(make_article, tmp_path, body, expected):
    """Kills: a formula that goes on with a paragraph or a list, and one within a line that is set apart."""
    assert shown(make_article, tmp_path, PLUS, "", body) == expected
