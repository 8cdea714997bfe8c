"""What kramdown 2.4 (kramdown-parser-gfm 1.1) made of the same text, where CommonMark has other rules.

Only the `<div>` around a formula is ours.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.engines.kramdown import plain
from broadsheet.markdown import Renderer

JEKYLL = next(engine for engine in ENGINES.values() if engine.name == "jekyll").flavour

SHOWN = [
    # Lists: only a dot numbers; what stands right below an item is in it.
    ("1) one\n2) two", "<p>1) one\n2) two</p>"),
    ("is (a\n1) or b", "<p>is (a\n1) or b</p>"),
    ("1. a\n```\nx\n```\n2. b", "<ol><li>a<pre><code>x\n</code></pre></li><li>b</li></ol>"),
    ("1. a\n  - b\n  - c\n2. d", "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"),
    ("* a\n1. b", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
    ("* a\n\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    ("1. a\n\n    ```\n    x\n      y\n    ```", "<ol><li><p>a</p><pre><code> x\n   y\n</code></pre></li></ol>"),
    ("1. a\n\t```\n\tx\n\t```\n2. b", "<ol><li>a<pre><code> x\n</code></pre></li><li>b</li></ol>"),
    ("- ## H\nb\n- c", "<ul><li><h2>H</h2>b</li><li>c</li></ul>"),
    ("- a\n***\nb", "<ul><li>a\n***\nb</li></ul>"),
    ("* a\n- b\n+ c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    ("-   a\n\n    b\n\n  c", "<ul><li><p>a</p><p>b</p></li></ul><p>c</p>"),
    ("- a\n  > q\n  r\n- b", "<ul><li>a<blockquote><p>q\nr</p></blockquote></li><li>b</li></ul>"),
    ("- \n    b", "<ul><li>b</li></ul>"),
    ("-   \n\n    a\n\n    b\n-   \n", "<ul><li><p>a</p><p>b</p></li><li></li></ul>"),
    # What stands below the colon of a definition is in it, whatever block it is.
    ("t\n:   \n3 *4*<br>\n5\n\nx", "<dl><dt>t</dt><dd>3 <em>4</em><br>5</dd></dl><p>x</p>"),
    ("t\n:  \n- a\n- b\n\nx", "<dl><dt>t</dt><dd><ul><li>a</li><li>b</li></ul></dd></dl><p>x</p>"),
    ("t\n: \n\n    b\n: c", "<dl><dt>t</dt><dd><p>b</p></dd><dd>c</dd></dl>"),
    ("t\n: \n\nb", "<dl><dt>t</dt><dd></dd></dl><p>b</p>"),
    # A formula between empty lines is one block, whatever its lines begin with.
    ("$$\n# a\n- b\n\n---\nc\n$$", "<div>\\[# a\n- b\n\n---\nc\\]</div>"),
    ("> $$\n> a\n> - b\n> $$", "<blockquote><div>\\[a\n- b\\]</div></blockquote>"),
    ("x\n$$\na\n- b\n$$", "<p>x\n$$\na</p><ul><li>b\n$$</li></ul>"),
    ("$$\na\n- b\n$$ x", "<p>$$\na</p><ul><li>b\n$$ x</li></ul>"),
    ("- a\n  - b\n  ^\n  - c", "<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul>"),
    ("> - a\n> ^\n> - b", "<blockquote><ul><li>a</li></ul><ul><li>b</li></ul></blockquote>"),
    ("- a\n\n  ```\n  ^\n  ```", "<ul><li><p>a</p><pre><code>^\n</code></pre></li></ul>"),
    # Definitions are indented as far as their first words.
    ("T\n: a\n\n  b\n\n: c\n\n  d", "<dl><dt>T</dt><dd>a<p>b</p></dd><dd><p>c</p><p>d</p></dd></dl>"),
    ("T\n:  a\n\n  b", "<dl><dt>T</dt><dd>a</dd></dl><p>b</p>"),
    ("> T\n> : a\n>\n>   b", "<blockquote><dl><dt>T</dt><dd>a<p>b</p></dd></dl></blockquote>"),
    ("![**a _b_**c](https://e.org/d)", '<p><img src="https://e.org/d" alt="a bc"></p>'),
    ("a << b >> <<c>> d", "<p>a «&nbsp;b&nbsp;» «c» d</p>"),
    ("https://e.org/a_ b", '<p><a href="https://e.org/a">https://e.org/a</a>_ b</p>'),
    ("> $$\n> a \\\\ b\n> $$\n\n- $$ c $$", "<blockquote><div>\\[a \\\\ b\\]</div></blockquote><ul><li>\\[c\\]</li></ul>"),
    # Quotations and code go on to an empty line; headings have text; fences have ends.
    ("> q\n- a\n## h\n\nt", "<blockquote><p>q</p><ul><li>a<h2>h</h2></li></ul></blockquote><p>t</p>"),
    ("> q  \n> r", "<blockquote><p>q<br>r</p></blockquote>"),
    ("    a\n \u00a0b\n\nc", "<pre><code>a  &nbsp;b\n</code></pre><p>c</p>"),
    ("> q\n>\n> \tc\n> \t\td", "<blockquote><p>q</p><pre><code>c\n\td\n</code></pre></blockquote>"),
    ("####\n\nb", "<p>####</p><p>b</p>"),
    (" # b", "<p># b</p>"),
    ("a\nb\n---\nc", "<p>a\nb\n—\nc</p>"),
    ("b\n```\nc", "<p>b\n```\nc</p>"),
    ("```\na", "<p>```\na</p>"),
    ("1.   a\n\n    b", "<ol><li>a</li></ol><pre><code>b\n</code></pre>"),
    # Liquid runs before Markdown: its code is HTML, in raw HTML too, where a fence is text.
    (
        '<details>\n\n{% highlight yaml %}\na: "<b>"\n\n  - *c*\n{% endhighlight %}\n\n```\nd\n```\n</details>',
        '<details><pre><code class="language-yaml">a: "&lt;b&gt;"\n\n  - *c*\n</code></pre>```\nd\n```\n</details>',
    ),
    (
        "1. a\n\n   {% highlight ruby %}\nx\n{% endhighlight %}\n\n2. b",
        '<ol><li><p>a</p><pre><code class="language-ruby">x\n</code></pre></li><li><p>b</p></li></ol>',
    ),
    # What follows a comment, and what ends a quotation or a list, is a paragraph of its own.
    ("<!-- more -->a *b*", "<p>a <em>b</em></p>"),
    ("<!-- c\nd --> <!-- e -->a\n*b*\n\n<div>*x*</div>", "<p>a\n<em>b</em></p><div>*x*</div>"),
    ("<div>y</div>\n<!-- c --><div>*x*</div>\n*z*", "<div>y</div><div>*x*</div><p><em>z</em></p>"),
    ("> q\n<https://e.org/>", '<blockquote><p>q</p></blockquote><p><a href="https://e.org/">https://e.org/</a></p>'),
    # Headings have an id behind white space; other braces are text.
    ("## T {#x}", '<h2 id="x">T</h2>'),
    ("T {#x}\n---", '<h2 id="x">T</h2>'),
    ("## T{#x}\n\nT{#x}\n---", "<h2>T{#x}</h2><h2>T{#x}</h2>"),
    ("## T {.x}\n\n## T {#x .c}", "<h2>T {.x}</h2><h2>T {#x .c}</h2>"),
    ("## T {#1}\n\n## `{#x}`", "<h2>T {#1}</h2><h2><code>{#x}</code></h2>"),
    # References: the last definition counts; labels may stand apart; addresses end at white space.
    ("[x][d]\n\n[d]: https://a.org/1\n[D]: https://a.org/2", '<p><a href="https://a.org/2">x</a></p>'),
    ("[x] [d]\n\n[d]: https://a.org/", '<p><a href="https://a.org/">x</a></p>'),
    ("[x]\n[d]\n\n[d]: https://a.org/", '<p><a href="https://a.org/">x</a></p>'),
    ("[x] [e]", "<p>[x] [e]</p>"),
    ("[d] [e] [d]\n\n[d]: news:d\n[e]: news:e", '<p><a href="news:e">d</a> <a href="news:d">d</a></p>'),
    ("[d][e] [d]\n\n[d]: news:d\n[e]: news:e", '<p><a href="news:e">d</a> <a href="news:d">d</a></p>'),
    # The mark of a footnote is no text of a reference.
    *(
        (
            f"a[^1]{apart}[d]\n\n[d]: news:d\n[^1]: 注",
            '<p>a<sup id="fnref:a-1">1</sup>'
            f'{apart}<a href="news:d">d</a></p><hr><ol><li id="fn:a-1"><p>注 '
            '<a title="↩">↩</a></p></li></ol>',
        )
        for apart in ("", " ")
    ),
    ("[x][d]\n\n[d]: https://a.org/b)", '<p><a href="https://a.org/b)">x</a></p>'),
    ("```\n[d]: b\n[d]: c\n```", "<pre><code>[d]: b\n[d]: c\n</code></pre>"),
    # Emphasis takes a mark that is too many.
    ("x **a*, **b** and \\**c*", "<p>x <em>*a</em>, <strong>b</strong> and *<em>c</em></p>"),
    ("***d***", "<p><strong><em>d</em></strong></p>"),
    ("这**a，**b **+(**81**)**", "<p>这<strong>a，</strong>b <strong>+(</strong>81<strong>)</strong></p>"),
    ("_a*b*c_ d_e_ f", "<p><em>a*b*c</em> d_e_ f</p>"),
    ("*a* b* *c", "<p><em>a</em> b* *c</p>"),
    ("[a *b](c) d*", "<p>[a <em>b](c) d</em></p>"),
    ("**[a](news:b_c_d) e**, `x`", '<p><strong><a href="news:b_c_d">a</a> e</strong>, <code>x</code></p>'),
    ("` a ` b", "<p>` a ` b</p>"),
    # Links take any address; tags have both ends, and an unknown element holds text.
    ("[a](mailto:b?c=d e)", '<p><a href="mailto:b?c=d%20e">a</a></p>'),
    ("a</i> <div>b</div>", "<p>a&lt;/i&gt; &lt;div&gt;b&lt;/div&gt;</p>"),
    ("a<x>*b* `c`", "<p>a*b* `c`</p>"),
    ("*[a]: b_c_ d\n\n[e]: f_g_h", ""),
    # Code ends at the next marks of its size, and keeps its spaces if they are single ones.
    ("`a` or `b``", "<p><code>a</code> or <code>b</code>`</p>"),
    ("``{A}` and `B`", "<p>``{A}<code> and </code>B`</p>"),
    ("`a``b` c` d `e", "<p><code>a</code><code>b</code> c<code> d </code>e</p>"),
    ("`` a``", "<p><code>a</code></p>"),
    ("<kbd>\\<x\\> *a*</kbd> <b>*c*</b>", "<p><kbd>\\&lt;x\\&gt; *a*</kbd> <b><em>c</em></b></p>"),
    ("a <u>*b*</u> <mark>`c`</mark>", "<p>a <u>*b*</u> <mark>`c`</mark></p>"),
    ("a #<x:0y> b", "<p>a #&lt;x:0y&gt; b</p>"),
    # Within a link, no address is another one.
    ('a <a href="mailto:b@e.org">b@e.org</a>', '<p>a <a href="mailto:b@e.org">b@e.org</a></p>'),
    ('a <a href="news:b"><i>https://e.org/</i> www.e.org</a>',
     '<p>a <a href="news:b"><i>https://e.org/</i> www.e.org</a></p>'),
    ("[a](news:b\n+c)", '<p><a href="news:b+c">a</a></p>'),
    # Empty lines in code keep their spaces; `>` at the beginning alone is the mark of a quotation.
    ("    a\n      \n    b", "<pre><code>a\n  \nb\n</code></pre>"),
    ("> a\n<br><br>b", "<blockquote><p>a<br><br>b</p></blockquote>"),
    # An end that ends nothing is text, and what is not closed holds the rest.
    ("<div>a </i></div>\n\nb", "<div>a &lt;/i&gt;</div><p>b</p>"),
    ("<div>a</div></div>\nb", "<div>a</div><p>&lt;/div&gt;\nb</p>"),
    ("<div><p>a</div>\n\n*b*</p>\n</div>\n*c*", "<div><p>a&lt;/div&gt;\n\n*b*</p></div><p><em>c</em></p>"),
    ("<div>\n`<i>`\n\n*a* <a href=x:y>", "<div>`<i>`\n\n*a* &lt;a href=x:y&gt;</i></div>"),
    ("<details>\n\n*a*\n\n</details>\n\n*b*", "<details>\n\n*a*\n\n</details><p><em>b</em></p>"),
    ("<p>a</p>\n$ b\n<pre>c\n\n# d\n</pre>", "<p>a</p><p>$ b</p><pre>c\n\n# d</pre>"),
    ("a\n<s>*b*\nc</s> d *e*", "<p>a</p><s>*b*\nc</s><p>d <em>e</em></p>"),
    ("- <div>\n\n  *b*</div>", "<ul><li><div>*b*</div></li></ul>"),
    # A longer fence than its end: what is too much belongs to the language.
    ("````\na\n```\n\nb", "<pre><code>a\n</code></pre><p>b</p>"),
    ("````\na\n```\nc\n````", "<pre><code>a\n```\nc\n</code></pre>"),
    ('<p\n id="x">*a*</p>\n\nb', '<p id="x">*a*</p><p>b</p>'),
    ("<script>\nif (a < b) {\n\n}\n</script>\n\nb", "<p>b</p>"),
    ("a\n<!-- b -->\nc", "<p>a\n\nc</p>"),
    ('a <p x="https://e.org/">', '<p>a &lt;p x="https://e.org/"&gt;</p>'),
    # `markdown` says that an element holds Markdown.
    ('<div class="x">\n<figure markdown="1">\n## H\n\n*a*\n</figure>\n</div>\nb',
     "<div><figure><h2>H</h2><p><em>a</em></p></figure></div><p>b</p>"),
    ('<p markdown="1">*a* b</p>', "<p><em>a</em> b</p>"),
    ('<div markdown="0">*a*</div>', "<div>*a*</div>"),
    # Raw HTML ends where its element does.
    ("<h2>H</h2>\ntext *em*", "<h2>H</h2><p>text <em>em</em></p>"),
    ("<div><p>x</p></div> tail *em*", "<div><p>x</p></div><p>tail <em>em</em></p>"),
    (
        "<ul>\n  <li>a</li>\n\n    <li>b</li>\n</ul>",
        "<ul><li>a</li><li>b</li></ul>",
    ),
    ("text\n<div>x</div>\nmore *em*", "<p>text</p><div>x</div><p>more <em>em</em></p>"),
    ("<br><br>text", "<p><br><br>text</p>"),
    # Tables without a head.
    ("a | b\nc | d", "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>"),
    ("|---|---|\n| 1 | 2 |", "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
    (
        "| a |\n|---|\n| `x|y` |",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><code>x|y</code></td></tr></tbody></table>",
    ),
    ("a | 1\n--|--\nb | 2 | 3", "<table><thead><tr><th>a</th><th>1</th><th></th></tr></thead><tbody><tr>"
     "<td>b</td><td>2</td><td>3</td></tr></tbody></table>"),
    ("a | b\n--|--\n | c", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td></td>"
     "<td>c</td></tr></tbody></table>"),
    ("|a|\n|-|\n|b|\n|-|\n|c|", "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr><tr>"
     "<td>c</td></tr></tbody></table>"),
    ("- a\n\n  b | c", "<ul><li><p>a</p><table><tbody><tr><td>b</td><td>c</td></tr></tbody></table></li></ul>"),
    ("a\nb | c\n-- | :--\nd | e", "<p>a\nb | c\n– | :–\nd | e</p>"),
    ("a \\| b", "<p>a | b</p>"),
    ("`a | b`", "<p><code>a | b</code></p>"),
    ("a | b\nc", "<p>a | b\nc</p>"),
    ("## H\na | b", "<h2>H</h2><p>a | b</p>"),
    ("x[^1]\n\n[^1]: y\n\na | b", '<p>x<sup id="fnref:a-1">1</sup></p><table><tbody>'
     '<tr><td>a</td><td>b</td></tr></tbody></table><hr><ol><li id="fn:a-1"><p>y <a title="↩">'
     '↩</a></p></li></ol>'),
    (
        "| a | b |\n|---|---|\n| `x|y` and `z` | c |",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr>"
        "<td><code>x|y</code> and <code>z</code></td><td>c</td></tr></tbody></table>",
    ),
    ("a $$x*y*z$$ b\n$$ c_d_e $$", "<p>a \\(x*y*z\\) b\n\\(c_d_e\\)</p>"),
    ("a\n\n$$x$$\nb\n\n$$y$$\n\nc", "<p>a</p><p>\\(x\\)\nb</p><div>\\[y\\]</div><p>c</p>"),
    ("1. a\n * b\n   * c", "<ol><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ol>"),
    ("### \u00a0a", "<h3>&nbsp;a</h3>"),
    # Two backslashes end a line.
    ("a\\\\\nb", "<p>a<br>b</p>"),
    # Ruby's white space is ASCII: other spaces are no empty line, and emphasis may begin with them.
    ("a\n\u2003\nb", "<p>a\n\u2003\nb</p>"),
    ("**\u3000a**b **c\u3000**d", "<p><strong>\u3000a</strong>b <strong>c\u3000</strong>d</p>"),
    # The words of a link hold no other one, and browsers read a backslash in its address as a slash.
    ("[<https://a.org/b>](https://c.org)", '<p><a href="https://c.org">https://a.org/b</a></p>'),
    ("[https://a.org/b...](https://a.org/bcd)d", '<p><a href="https://a.org/bcd">https://a.org/b…</a>d</p>'),
    ("[a](https://b.org/c\\_d) [e]\n\n[e]: https://f.org/h\\_g", '<p><a href="https://b.org/c/_d">a</a> <a href="https://f.org/h/_g">e</a></p>'),
    # An id stands behind the signs that close a heading.
    ("## T {#x} ##", "<h2>T {#x}</h2>"),
    ("## T ## {#x}", '<h2 id="x">T</h2>'),
    ("# # T C#", "<h1># T C#</h1>"),
    # Tables come before notes, and hold nothing or more.
    ("b[^1]\n\n[^1]: c | d", "<p>b[^1]</p><table><tbody><tr><td>[^1]: c</td><td>d</td></tr></tbody></table>"),
    ("a\n\n|\n\nb", "<p>a</p><p>b</p>"),
    ("a {} \\; \\* \\d", "<p>a {} \\; * \\d</p>"),
    ("<b>a | b</b> c", "<p><b>a | b</b> c</p>"),
    ("$$\na_1 \\\\\n|b|\n$$", "<div>\\[a_1 \\\\\n|b|\\]</div>"),
]  # fmt: skip


CONFIG = parse_config(
    '[site]\ntitle = "T"\nurl = "https://x.org/"\n[content]\ndialect = "jekyll"\n'
    '[markdown]\nengine = "commonmark"\n',
    Path(),
    resolve,
)
AROUND_BLOCKS = re.compile(
    r"\s*(</?(?:[uo]l|li|t(?:able|head|body|[hdr])|pre|p|h2|d[ldt]|div|blockquote|br|figure)[^<>]*>)\s*"
)


@pytest.fixture
def shown(make_article):
    def render(text: str, flavour=JEKYLL) -> str:
        renderer = Renderer(CONFIG, lambda url, _: url, flavour)
        return AROUND_BLOCKS.sub(r"\1", renderer.render(make_article(body=text)).html)

    return render


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_blocks_are_kramdowns(shown, text, html):
    assert shown(text) == html


def test_other_flavours_keep_commonmarks_rules(shown):
    assert "<ol>" in shown("1) one", replace(JEKYLL, is_kramdown=False))
    assert "<table>" not in shown("a | b", replace(JEKYLL, is_kramdown=False))


def test_a_note_holds_blocks_and_ends_where_no_indented_line_follows(shown):
    """Kills: a table that loses its last cell, and a line right below a note that is taken for a part of it."""
    html = shown("a[^1]\n# H\n[^1]: b | c\n[^2]: d\nend[^2]\n")
    assert "<td>b</td><td>c</td>" in html
    assert re.search(r'<li id="fn:[^"]*2"><p>d', html)
    assert re.search(r"<p>end<sup", html)
    html = shown("a[^1]\n\n[^1]: b\n    c\nd\n\n        e\n\nend\n")
    assert "b\nc\nd" in html
    assert "<code>e\n</code>" in html
    assert html.index("<p>end</p>") < html.index("<li id")


def test_lines_in_raw_html_are_not_broken(shown):
    flavour = replace(JEKYLL, options=JEKYLL.options | {"hardbreaks"})
    assert shown("a\n<del>b\nc</del>\nd", flavour) == "<p>a<br><del>b c</del><br>d</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>\na *b*\n\n- c\n</div>", "<div><p>a <em>b</em></p><ul><li>c</li></ul></div>"),
        ("<div>\n<div>\n\n*a*\n\n</div>\n*b*\n</div>\n\n*c*", "<div><div><p><em>a</em></p></div>"
            "<p><em>b</em></p></div><p><em>c</em></p>"),
        ("<p>*a*</p>", "<p><em>a</em></p>"),
        ("> <div>\n> *a*\n> </div>", "<blockquote><div><p><em>a</em></p></div></blockquote>"),
        ('<div markdown="0">*a*</div>', "<div>*a*</div>"),
        ("<ul><li>*a*</li></ul>", "<ul><li>*a*</li></ul>"),
        ("<pre>*a*</pre>", "<pre>*a*</pre>"),
    ],
)  # fmt: skip
def test_with_parse_block_html_elements_hold_markdown(shown, text, html):
    """Kills an option that is not handed on to what is nested, and lists and code taken for Markdown."""
    assert shown(text, replace(JEKYLL, parses_elements=True)) == html
    if "markdown" not in text and html != text:
        assert shown(text) != html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '![a](https://b.org/c){: .d}{: width="3"} e',
            '<p><img src="https://b.org/c" alt="a"> e</p>',
        ),
        ("{::nomarkdown}\n<b>*a*</b>\n{:/nomarkdown}\n\n*c*", "<p><b>*a*</b></p><p><em>c</em></p>"),
        ("a {::nomarkdown}*b*{:/} *c*", "<p>a <span>*b*</span> <em>c</em></p>"),
        ("`{::nomarkdown}*b*{:/}`", "<p><code>{::nomarkdown}*b*{:/}</code></p>"),
    ],
)
def test_extensions_and_attributes_are_kramdowns(shown, text, html):
    """Kills: HTML taken for Markdown, code changed, and a second list of attributes shown."""
    assert shown(plain(text)) == html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("a\n{::comment}\nsecret\n\nsecret\n{:/comment}\nb", "<p>a\nb</p>"),
        ("- a\n  {::comment}\n  secret\n  {:/}\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ('{::comment a="b"}\nsecret\n{:/comment}\n\na', "<p>a</p>"),
        ("`{::comment}` a `{:/comment}`", "<code>{::comment}</code> a <code>{:/comment}</code>"),
        ('a {::nomarkdown type="latex"}\\b{:/}c', "<p>a c</p>"),
        ('a {::nomarkdown type="html"}<i>*b*</i>{:/}', "<p>a <i>*b*</i></p>"),
    ],
)
def test_extensions_are_kramdowns(shown, typed, html):
    """Kills: a comment that divides what is around it, or is shown for its options; LaTeX as text."""
    assert html in shown(plain(typed))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "<div>\n<ul><li>a</div></li></ul>\n</div>\n\n*b*",
            "<div><ul><li>a&lt;/div&gt;</li></ul></div><p><em>b</em></p>",
        ),
        ("<div>\n<p>*a*\n\n</div>\n\n*b*", "<div><p><em>a</em></p></div><p><em>b</em></p>"),
    ],
)
def test_an_element_that_holds_markdown_ends_where_its_own_end_is(shown, text, html):
    """Kills: an end of another element within it that is taken for its own; one without its own end."""
    assert shown(text, replace(JEKYLL, parses_elements=True)) == html
