"""What marked and Hexo read otherwise than CommonMark. Expected HTML is that of hexo 8 with hexo-renderer-marked 7."""

from __future__ import annotations

import re
import time

import pytest

from tests.markdown.test_hexo_renderers import IT, OTHER, shown

CODE = '<pre><code class="language-js">{}\n</code></pre>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A longer fence does not end a block, and what seems to be empty goes on.
        ("```js\na\n````\nb\n```\nc", CODE.format("a\n````\nb") + "\n<p>c</p>"),
        ("```js\n```\na\n```js\nb\n```", CODE.format("```\na\n```js\nb")),
        ("```js\n```\na", '<pre><code class="language-js"></code></pre>\n<p>a</p>'),
        ("```js\na\n```  \nb\n```", CODE.format("a\n```  \nb")),
        # Lines of code may begin anywhere, behind the mark of an item too.
        ("- ```js\na\n```\n- b", f"<ul>\n<li>\n{CODE.format('a')}\n</li>\n<li>b</li>\n</ul>"),
        ("~~~js\n```\n~~~", CODE.format("```")),
        ("> ```js\n> a\n> ```\n> b", f"<blockquote>\n{CODE.format('a')}\n<p>b</p>\n</blockquote>"),
        # A mark without a space is text, and only spaces and tabs are taken from all lines.
        (
            "-```js\na\n```\n1.~~~js\nb\n~~~",
            f"<p>-</p>\n{CODE.format('a')}\n<p>1.</p>\n{CODE.format('b')}",
        ),
        ("```js\n   a\n\u3000b\n     c\n```", CODE.format("a\n\u3000b\n  c")),
        # Indented code has fences too.
        ("## a\n\t```js\n\tb\n\t```\nc", f"<h2>a</h2>\n{CODE.format('b')}\n<p>c</p>"),
        ("a\n    ```js\n    b\n    ```", f"<p>a</p>\n{CODE.format('b')}"),
        (
            "- a\n\n      ```js\n      b\n      ```\n- c\n\n    ```js\n    d\n    ```",
            f"<ul>\n<li>\n<p>a</p>\n{CODE.format('b')}\n</li>\n<li>\n<p>c</p>\n{CODE.format('d')}\n</li>\n</ul>",
        ),
        ("a `````` b\n\n    ```\n", "<p>a `````` b</p>\n<pre><code>```\n</code></pre>"),
    ],
)
def test_code_is_found_before_the_rest(make_article, tmp_path, body, expected):
    """Kills: CommonMark's own ends of blocks; `> start` in place of the next line."""
    assert shown(make_article, tmp_path, "", "", body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("> # a\nb\n\nc", "<blockquote>\n<h1>a</h1>\n<p>b</p>\n</blockquote>\n<p>c</p>"),
        (">\nb", "<blockquote>\n</blockquote>\n<p>b</p>"),
        ("> # a\n\nb", "<blockquote>\n<h1>a</h1>\n</blockquote>\n<p>b</p>"),
        (
            "- a\n> b\n\nc",
            "<ul>\n<li>a\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>\n<p>c</p>",
        ),
        (
            "1. a\n> b\n> c",
            "<ol>\n<li>a\n<blockquote>\n<p>b<br>c</p>\n</blockquote>\n</li>\n</ol>",
        ),
        (
            "- a\n> # b\n> c",
            "<ul>\n<li>a\n<blockquote>\n<h1>b</h1>\n</blockquote>\n</li>\n</ul>\n"
            "<blockquote>\n<p>c</p>\n</blockquote>",
        ),
        ("- a\n\n> b", "<ul>\n<li>a</li>\n</ul>\n<blockquote>\n<p>b</p>\n</blockquote>"),
        (
            "|a|\n|-|\n|b|\n> c",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n"
            "</tbody>\n</table>\n<blockquote>\n<p>c</p>\n</blockquote>",
        ),
    ],
)
def test_quotations_below_items_and_lines_below_quotations(make_article, tmp_path, body, expected):
    """Kills: either branch of `_splices` left out, and the check for words in the last line."""
    assert shown(make_article, tmp_path, "", "", body) == expected


IMAGE = '<img src="https://example.org/a.png" alt="">'
LINKED = "<a>port 22: b (1)</a>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n{% img /a.png %}\nb", f"<p>a</p>\n{IMAGE}\n<p>b</p>"),
        ("{% img /a.png %}", IMAGE),
        (
            "- a\n- {% img /a.png %}\n- b",
            f"<ul>\n<li>a</li>\n<li>\n{IMAGE}\n</li>\n<li>b</li>\n</ul>",
        ),
        ("> {% img /a.png %}", f"<blockquote>\n{IMAGE}\n</blockquote>"),
        ("a {% img /a.png %}\nb", f"<p>a {IMAGE}<br>b</p>"),
        ("{% img /a.png %} b", f"<p>{IMAGE} b</p>"),
        ("{% post_link a port 22: b (1) %}", LINKED),
        ("{% post_link a port 22: b (1) false %}", LINKED),
    ],
)
def test_tags_alone_on_their_lines_are_in_no_paragraph(make_article, tmp_path, body, expected):
    """Kills: the check of either end of the line, and `22:` and `)` taken for marks of arguments."""
    html = shown(make_article, tmp_path, "", "", body)
    assert re.sub(r' href="[^"]*"', "", html) == expected


def test_tags_are_in_the_paragraphs_of_old_versions(make_article, tmp_path):
    kramed = "hexo-renderer-kramed"
    html = shown(make_article, tmp_path, kramed, "", "a\n{% img /a.png %}\nb\n\n{% img /a.png %}")
    assert html == f"<p>a<br>{IMAGE}<br>b</p>\n{IMAGE}"


@pytest.mark.parametrize(
    ("renderer", "body", "expected"),
    [
        ("hexo-renderer-kramed", "a\n<!--more-->\nb", "<p>a<br><br>b</p>"),
        ("hexo-renderer-kramed", "a\n<!--more-->\n\nb", "<p>a</p>\n<p>b</p>"),
        ("hexo-renderer-kramed", "a\n\n<!--more-->\nb", "<p>a</p>\n\n<p>b</p>"),
        ("hexo-renderer-kramed", "## a\n<!--more-->\nb", "<h2>a</h2>\n\n<p>b</p>"),
        ("", "a\n<!--more-->\nb", "<p>a</p>\n\n<p>b</p>"),
    ],
)
def test_comments_end_no_paragraph_of_old_versions(
    make_article, tmp_path, renderer, body, expected
):
    """Kills: the checks of the version, of a paragraph above and of text below."""
    assert shown(make_article, tmp_path, renderer, "", body) == expected


def test_no_break_ends_a_link(make_article, tmp_path):
    html = shown(make_article, tmp_path, "", "", "[a\nb\n](https://a.org)\nc")
    assert html == '<p><a href="https://a.org">a<br>b</a><br>c</p>'


def test_other_renderers_read_quotations_as_commonmark_does(make_article, tmp_path):
    html = shown(make_article, tmp_path, IT, "", "> # a\nb")
    assert html == "<blockquote>\n<h1>a</h1>\n</blockquote>\n<p>b</p>"


@pytest.mark.parametrize("renderer", ["", IT])
def test_directives_and_alerts_are_text(make_article, tmp_path, renderer):
    """Kills: the usual directives in the room of Hexo."""
    html = shown(make_article, tmp_path, renderer, "", "::: tip\n\n> [!NOTE]\n> a")
    assert html.startswith("<p>::: tip</p>\n<blockquote>\n<p>[!NOTE]<br>")


@pytest.mark.parametrize(
    ("plugin", "body"),
    [
        ("hexo-admonition", "!!! note A\n    b"),
        ("hexo-container-block", "::: note A\nb\n:::"),
        ("hexo-github-alerts", "> [!NOTE] A\n> b"),
    ],
)
def test_a_plugin_makes_directives(make_article, tmp_path, plugin, body):
    """Kills: each line of `_DIRECTIVES`."""
    assert "<strong>" in shown(make_article, tmp_path, plugin, "", body)


def _link(url: str, address: str = "") -> str:
    return f'<a href="{address or url}">{url}</a>'


FULL_WIDTH = _link("https://a.org/b），c", "https://a.org/b%EF%BC%89%EF%BC%8Cc")


@pytest.mark.parametrize(
    ("renderer", "body", "expected"),
    [
        ("", "见https://a.org/b），c d", f"见{FULL_WIDTH} d"),
        (IT, "见https://a.org/b），c d", f"见{FULL_WIDTH} d"),
        (IT, "见https://a.org，c d", f"见{_link('https://a.org')}，c d"),
        ("", "见 www.a.org，b c", f"见 {_link('www.a.org', 'http://www.a.org')}，b c"),
        (IT, "(https://a.org/b)，c", f"({_link('https://a.org/b')})，c"),
        ("", "**https://a.org/b**的", f"<strong>{_link('https://a.org/b')}</strong>的"),
        (
            "",
            "**www.a.org**的，**www.b.org**的",
            f"<strong>{_link('www.a.org', 'http://www.a.org')}</strong>的，"
            f"<strong>{_link('www.b.org', 'http://www.b.org')}</strong>的",
        ),
        ("", "a https://a.org/*b*c", f"a {_link('https://a.org/*b*c')}"),
        ("", "`*` 5\\*6 https://a.org/b*c", f"<code>*</code> 5*6 {_link('https://a.org/b*c')}"),
        ("", "*b* * https://a.org/b*c", f"<em>b</em> * {_link('https://a.org/b*c')}"),
        (
            "",
            "a http://localhost/b，c d",
            f"a {_link('http://localhost/b，c', 'http://localhost/b%EF%BC%8Cc')} d",
        ),
    ],
)
def test_where_bare_urls_end(make_article, tmp_path, renderer, body, expected):
    """Kills: each value of `urls_end_at` in place of another; emphasis that is not looked for."""
    assert shown(make_article, tmp_path, renderer, "", body) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("见www.a.org/b c", f"见{_link('www.a.org/b', 'http://www.a.org/b')} c"),
        ("见：www.a.org。c", f"见：{_link('www.a.org', 'http://www.a.org')}。c"),
        ("见http://HOST:80/b c", f"见{_link('http://HOST:80/b', 'http://host:80/b')} c"),
        ("http://a_b/c http://a.b_c/d", f"{_link('http://a_b/c')} {_link('http://a.b_c/d')}"),
        ("见(http://host/b), c", f"见({_link('http://host/b')}), c"),
        ("http://host/b_(c) d", f"{_link('http://host/b_(c)', 'http://host/b_%28c%29')} d"),
        ("**http://host**的", f"<strong>{_link('http://host')}</strong>的"),
        # Neither in code, nor in the words of a link, nor in its address, nor in HTML.
        ("`见www.a.org http://host`", "<code>见www.a.org http://host</code>"),
        ("[见www.a.org](http://host)", '<a href="http://host">见www.a.org</a>'),
        (
            '<b title="见www.a.org">x</b> http://host',
            f'<b title="见www.a.org">x</b> {_link("http://host")}',
        ),
        ("a@www.a.org", '<a href="mailto:a@www.a.org">a@www.a.org</a>'),
        ("见[https://a.org/b/]c", f"见[{_link('https://a.org/b/')}]c"),
        (
            "[ x https://a.org *y* https://b.org]",
            f"[ x {_link('https://a.org')} <em>y</em> {_link('https://b.org')}]",
        ),
        (
            "[x https://a.org](http://host) `[https://a.org`",
            '<a href="http://host">x https://a.org</a> <code>[https://a.org</code>',
        ),
    ],
)
def test_bare_urls_that_only_marked_links(make_article, tmp_path, body, expected):
    """Kills: hosts without dots, or with `_`, that are text; `www.` that needs a space; URLs in tags."""
    assert shown(make_article, tmp_path, "", "", body) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](http://x.org/b_(c%29) d", '<a href="http://x.org/b_%28c%29">a</a> d'),
        ('[a](http://x.org/b(c "t") d', '<a href="http://x.org/b%28c" title="t">a</a> d'),
        ("[a](http://x.org/(b((c)。d", '<a href="http://x.org/%28b%28%28c">a</a>。d'),
        ("![](http://x.org/b(c.png)", '<img src="http://x.org/b%28c.png" alt="">'),
        ("[a](b(c)，后(d)", "[a](b(c)，后(d)"),
        ("[a](b(c d)", "[a](b(c d)"),
        ("`[a](b(c)`", "<code>[a](b(c)</code>"),
        ("[a](http://x.org/b(c)d) e", '<a href="http://x.org/b%28c%29d">a</a> e'),
    ],
)
def test_addresses_may_have_parentheses_that_nothing_closes(make_article, tmp_path, body, expected):
    """Kills: links that are text; parentheses in code that stay away; text behind that is not looked at."""
    assert shown(make_article, tmp_path, "", "", body) == f"<p>{expected}</p>"


def test_bare_urls_in_blocks_of_html_are_text(make_article, tmp_path):
    """Kills: URLs that are looked for in the HTML."""
    body = "<table>\n<tr><td>见www.a.org http://host</td></tr>\n</table>"
    assert "<a" not in shown(make_article, tmp_path, "", "", body)


def test_many_bare_urls_are_found_in_linear_time(make_article, tmp_path):
    start = time.perf_counter()
    for piece in (
        "见www.a.org ",
        "http://a_",
        "http://a-",
        "www.",
        "见www.((",
        "http://h)",
        "[a](b(",
        "](",
        "[a](b(c)",
        "[http://a.b ",
        "[x ",
    ):
        shown(make_article, tmp_path, "", "", piece * 2_000)
    assert time.perf_counter() - start < 6


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a :( b ;) :D", "a 😦 b 😉 😄"),
        ("(:)) ，:)，", "(😃) ，😃，"),
        ("a:) :)b", "a:) :)b"),
        ("`:)` <3 </3 :'(", "<code>:)</code> ❤️ 💔 😢"),
    ],
)
def test_emoticons_of_markdown_it(make_article, tmp_path, body, expected):
    """Kills: letters beside emoticons, or code, that are not looked at."""
    assert shown(make_article, tmp_path, OTHER, "", body) == f"<p>{expected}</p>"


def test_names_of_hosts_may_have_any_letters(make_article, tmp_path):
    html = shown(make_article, tmp_path, IT, "", "从a.net 到 b.py，中")
    assert ">从a.net</a> 到 " in html
    assert f"{_link('b.py', 'http://b.py')}，中" in html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a ^b c^ ~d e~ x^2^ H~2~O", "a ^b c^ ~d e~ x<sup>2</sup> H<sub>2</sub>O"),
        ("好 ~走 吧~c~ 好", "好 ~走 吧<sub>c</sub> 好"),
        ("`~a b~` ^b\\ c^", "<code>~a b~</code> <sup>b\\ c</sup>"),
        ("a ~~b c~~", "a <del>b c</del>"),
    ],
)
def test_sub_and_superscript_of_markdown_it_hold_no_space(make_article, tmp_path, body, expected):
    """Kills: one pass alone, escaped spaces that count, marks of other lengths."""
    assert shown(make_article, tmp_path, OTHER, "", body) == f"<p>{expected}</p>"


def test_definitions_are_in_no_list(make_article, tmp_path):
    """Kills: definitions in lists, and none at all."""
    html = shown(make_article, tmp_path, "", "", "- Term\n  : b")
    assert html == "<ul>\n<li>Term<br>: b</li>\n</ul>"
    html = shown(make_article, tmp_path, "", "", "Term\n: b")
    assert html == "<dl>\n<dt>Term</dt>\n<dd>b</dd>\n</dl>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("b\n\n#\u3000a\nb", "<p>b</p>\n<h1>a</h1>\n<p>b</p>"),
        ("a\n##\u00a0b", "<p>a</p>\n<h2>b</h2>"),
        ("> ##\u3000a", "<blockquote>\n<h2>a</h2>\n</blockquote>"),
        ("#a\u3000b", "<p>#a\u3000b</p>"),
        ("    #\u3000a", "<pre><code>#\u3000a\n</code></pre>"),
    ],
)
def test_wide_spaces_end_the_marks_of_headings(make_article, tmp_path, body, expected):
    """Kills: ASCII's white space alone, and headings in code."""
    assert shown(make_article, tmp_path, "", "", body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\n- \n\nb", "<p>a</p>\n<p>-</p>\n<p>b</p>"),
        ("a\n\n4. ", "<p>a</p>\n<p>4.</p>"),
        ("- \n- \n- a", "<p>-<br>-</p>\n<ul>\n<li>a</li>\n</ul>"),
        ("- a\n- \n- b", "<ul>\n<li>a</li>\n<li></li>\n<li>b</li>\n</ul>"),
        ("-\n  a", "<ul>\n<li>a</li>\n</ul>"),
    ],
)
def test_no_list_begins_with_an_item_of_spaces(make_article, tmp_path, body, expected):
    """Kills: an empty list, and an empty item within one that is text."""
    assert shown(make_article, tmp_path, "", "", body) == expected
