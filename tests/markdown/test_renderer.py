import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.markdown import Flavour, Renderer, expand

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n'


@pytest.fixture(params=["markdown", "commonmark"], autouse=True)
def engine(request):
    """Both engines keep the same promises."""
    Engine.name = request.param
    return request.param


class Engine:
    name = ""


def renderer():
    config = parse_config(f'{SITE}[markdown]\nengine = "{Engine.name}"\n', Path(), resolve)
    return Renderer(
        config,
        lambda reference, article: urls.absolute(reference, article.permalink),
        Flavour(has_tags=True),
    )


def html(make_article, body, **given):
    return renderer().render(make_article(body=body, **given)).html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("text:\n- a\n- b", "<p>text:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("in\n2025. 年", "<p>in\n2025. 年</p>"),
        (
            "- a\n  - b\n    - c\n- d",
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
        ),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"),
        ("~~x~~", "<p><del>x</del></p>"),
        ("H~2~O", "<p>H~2~O</p>"),
        ("- [x] a\n- [ ] b", "<ul><li>☑ a</li><li>☐ b</li></ul>"),
        (
            "- [x] a\n\n  b\n\n- [ ] c",
            "<ul><li><p>☑ a</p><p>b</p></li><li><p>☐ c</p></li></ul>",
        ),
        ("see https://e.org/a b", '<p>see <a href="https://e.org/a">https://e.org/a</a> b</p>'),
        ('a \\"核\\" b', '<p>a "核" b</p>'),
        ("**反垄断指控**的“极端”", "<p><strong>反垄断指控</strong>的“极端”</p>"),
        ("对“**AGI（通用）**”的", "<p>对“<strong>AGI（通用）</strong>”的</p>"),
        ("**“通用人工智能”**的", "<p><strong>“通用人工智能”</strong>的</p>"),
        ("a\n: b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        (
            "|a|b|\n|-|-:|\n|1|2|",
            '<table><thead><tr><th>a</th><th align="right">b</th></tr></thead>'
            '<tbody><tr><td>1</td><td align="right">2</td></tr></tbody></table>',
        ),
        (
            "- a\n\n  ```py\n  x = 1\n  - y\n  ```\n",
            '<ul><li><p>a</p><pre><code class="language-py">x = 1\n- y</code></pre></li></ul>',
        ),
        ("<article>\n## H\n\n**b**\n</article>", "<h2>H</h2><p><strong>b</strong></p>"),
        (
            "![x](a b (1).png)",
            '<p><img src="https://example.org/a/a%20b%20%281%29.png" alt="x"></p>',
        ),
        ("10~20，30~40", "<p>10~20，30~40</p>"),
        (
            "见 https://e.org/a，后文",
            '<p>见 <a href="https://e.org/a">https://e.org/a</a>，后文</p>',
        ),
        ('[q \\"x\\"](../b/)', '<p><a href="https://example.org/b/">q "x"</a></p>'),
        ("#AI #新闻", "<p>#AI #新闻</p>"),
        ("- #12 is mended", "<ul><li>#12 is mended</li></ul>"),
        ("  ## C# ##", "<h2>C#</h2>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        (
            "- a\n\n  1. b\n\n     c\n  2. d\n- e",
            "<ul><li><p>a</p><ol><li><p>b</p><p>c</p></li><li><p>d</p></li></ol></li><li><p>e</p></li></ul>",
        ),
        ("- a\n---\nb", "<ul><li>a</li></ul><hr><p>b</p>"),
        (
            "text\n|a|b|\n|-|-|\n|1|2|\n\nmore",
            "<p>text</p><table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>more</p>",
        ),
        ("a\n```\nb\n```\nc", "<p>a</p><pre><code>b</code></pre><p>c</p>"),
        ("> ```\n> a\n\nb", "<blockquote><pre><code>a</code></pre></blockquote><p>b</p>"),
        ("- ```sh\n  a\n  ```", '<ul><li><pre><code class="language-sh">a</code></pre></li></ul>'),
        ("```\n\ta\n````\nb", "<pre><code>\ta</code></pre><p>b</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        ("    ```\n    shown\n    ```", "<pre><code>```\nshown\n```</code></pre>"),
        ("f(Result<T, E>)", "<p>f(Result&lt;T, E&gt;)</p>"),
        (
            "(https://e.org/a_(b)#c).",
            '<p>(<a href="https://e.org/a_%28b%29#c">https://e.org/a_(b)#c</a>).</p>',
        ),
    ],
)
def test_markdown_as_authors_mean_it(make_article, body, expected):
    assert squeezed(html(make_article, body)) == squeezed(expected)


@pytest.mark.parametrize(
    "info",
    [
        "js:app.js",
        "js {1,3}",
        "js{1}",
        "js title=a",
        'js title="a b"',
        "js,ignore",
        "js a b",
        "js|x",
    ],
)
def test_what_stands_behind_a_language_never_loses_the_code(make_article, info):
    shown = html(make_article, f"```{info}\na\n```")
    assert squeezed(shown) == '<pre><code class="language-js">a</code></pre>'


def squeezed(shown):
    """Leave out white space beside tags, and put attributes in order: there engines differ."""
    in_order = re.sub("<img (alt=[^>]*) (src=[^ >]*)>", r"<img \2 \1>", shown)
    return re.sub(r"\s*(<(?!/?code)[^>]+>)\s*|\s+(</code>)", r"\1\2", in_order)


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ("<script>alert(1)</script>x", "alert"),
        ("<style>a{}</style>x", "a{}"),
        ('<a href="javascript:x()">x</a>', "javascript"),
        ('<p onclick="x()">x</p>', "onclick"),
        ('<p style="position:fixed">x</p>', "style"),
        ("<form><input name=a></form>x", "<input"),
        ("<svg><script>x</script></svg>", "svg"),
        ('<img src="data:text/html,x">', "data:"),
        ("<my-element>x</my-element>", "my-element"),
        ("a<!--more-->b", "more"),
        ("\x02wzxhzdk:0\x03 \x01&#1;", "\x01"),
    ],
)
def test_what_is_dangerous_is_gone(make_article, body, gone):
    assert gone not in html(make_article, body)


def test_an_embedded_video_becomes_a_link(make_article):
    shown = html(
        make_article, '<iframe src="//www.youtube.com/embed/abc?x=1" title="Film"></iframe>'
    )
    assert shown == '<p><a href="https://www.youtube.com/watch?v=abc">Film</a></p>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("> $$\n> a_1 > b\n> $$", "<blockquote><div>$$\na_1 &gt; b\n$$</div></blockquote>"),
        ("> > x $y_1\n> > z_1 * c$", "<blockquote><blockquote><p>x $y_1\nz_1 * c$</p></blockquote></blockquote>"),
    ],
)  # fmt: skip
def test_a_formula_in_a_quotation_has_none_of_its_marks(make_article, body, expected):
    config = parse_config(f'{SITE}[markdown]\nengine = "{Engine.name}"\n', Path(), resolve)
    maker = Renderer(config, lambda url, _: url, Flavour(math=frozenset({"$", "$$"})))
    shown = maker.render(make_article(body=body)).html
    assert re.sub(r"\s*(</?(?:blockquote|p|div)>)\s*", r"\1", shown) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('x <noscript><img src="/a.jpg"></noscript><img data-src="/a.jpg">', 1),
        ('x <img data-src="/a.jpg"><noscript><img src="/a.jpg"></noscript>', 1),
        ('x <noscript><img src="/a.jpg"></noscript><img src="/b.jpg">', 2),
        ('<noscript><img src="/a.jpg"></noscript>\n\n<a href="/"><img data-src="/a.jpg"></a>', 1),
        ("x ![y](#)", 0),
    ],
)
def test_each_picture_is_shown_once_and_none_is_the_page(make_article, body, expected):
    assert html(make_article, body).count("<img") == expected


@pytest.mark.parametrize(
    "attributes",
    [
        'src="/blank.gif" data-original="/a.jpg"',
        'src="/blank.gif" data-lazyload="/a.jpg"',
        'src="/blank.gif" data-actualsrc="https://example.org/a.jpg"',
        'src="/a.jpg" data-lazy="true"',
        'src="/a.jpg" data-src="javascript:b.c"',
        'src="/a.jpg" data-src=""',
    ],
)
def test_a_lazy_picture_has_the_address_that_a_script_would_set(make_article, attributes):
    """Kills one name of the attribute alone, and values that are no address."""
    assert 'src="https://example.org/a.jpg"' in html(make_article, f"<p><img {attributes}></p>")


def test_links_without_an_address_are_words(make_article):
    shown = html(make_article, 'x <a name="y">z</a> [*j*](javascript:k)')
    assert shown == "<p>x z <em>j</em></p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="https://b.org">https://a.org </a> c', '<a href="https://b.org">https://a.org </a> c'),
        ("<A href='https://b.org'><b>www.a.org</b></A>", '<a href="https://b.org"><b>www.a.org</b></a>'),
        ('<a href="/b">https://a.org and https://c.org/中</a>', '<a href="https://example.org/b">https://a.org and https://c.org/中</a>'),
        ('<a href="/b">x https://a.org', '<a href="https://example.org/b">x </a><a href="https://a.org">https://a.org</a>'),
        ('<a name="b"></a>https://a.org <i>c</i></a>', '<a href="https://a.org">https://a.org</a> <i>c</i>'),
    ],
)  # fmt: skip
def test_a_typed_link_holds_no_other_link(make_article, body, expected):
    assert html(make_article, body) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("abc?list=PL1&start=30", "watch?v=abc&amp;list=PL1&amp;t=30"),
        ("abc?autoplay=0&start=0", "watch?v=abc"),
        ("videoseries?list=PL1", "playlist?list=PL1"),
        ("abc?t=90s", "watch?v=abc&amp;t=90"),
    ],
)
def test_a_film_keeps_its_playlist_and_start(make_article, address, page):
    shown = html(make_article, f'<iframe src="https://www.youtube.com/embed/{address}"></iframe>')
    assert f'href="https://www.youtube.com/{page}"' in shown


@pytest.mark.parametrize("name", ["h3", "span", "em", "summary"])
def test_an_embed_in_what_holds_words_alone_is_in_no_paragraph(make_article, name):
    frame = '<iframe src="https://a.org/b" title="C"></iframe>'
    shown = html(make_article, f"<div><{name}>{frame}</{name}>{frame}</div>")
    link = '<a href="https://a.org/b">C</a>'
    assert f"<{name}>{link}</{name}><p>{link}</p>" in shown


def test_a_reversed_list_counts_down_from_the_values_of_its_items(make_article):
    shown = html(make_article, "<ol reversed><li>a<li value=9>b<li>c</ol>")
    assert re.findall(r'value="(\d+)"', shown) == ["3", "9", "8"]


@pytest.mark.parametrize(
    ("body", "is_kept"),
    [
        ('<h1 class="x">A <em>b</em> &amp;\n c</h1>\n<p>d</p>', False),
        ("<header>\n<h1>A b &amp; c</h1>\n</header>\n\nd", False),
        ("<h1>a B &amp; C</h1>\n\nd", False),
        ("# A B & C\n\nd", False),
        ("<h1>Other</h1>\n\nd", True),
        ("<p>d</p><h1>A b &amp; c</h1>", True),
        ("<h2>A b &amp; c</h2>\n\nd", True),
    ],
)
def test_a_heading_in_html_does_not_repeat_the_title(make_article, body, is_kept):
    shown = html(make_article, body, title="A b & c")
    assert ("<h" in shown) is is_kept
    assert "d" in shown


@pytest.mark.parametrize(
    ("picture", "is_kept"),
    [
        ("![p](/a.png)", False),
        ("<figure><img src='/a.png'></figure>", False),
        ("![p](/a.png) x", True),
    ],
)
def test_a_heading_below_a_picture_does_not_repeat_the_title(make_article, picture, is_kept):
    """Kills looking at the first block alone, and taking a heading that stands below words."""
    shown = html(make_article, f"{picture}\n\n# A *b*\n\nd", title="A b")
    assert ("<h1>" in shown) is is_kept
    assert "a.png" in shown and "d" in shown


def test_a_url_between_angle_brackets_is_a_link_as_a_whole(make_article):
    """Kills ending it where a bare one ends."""
    shown = html(make_article, "见<https://e.org/维（基）>，https://e.org/维（基）")
    whole = "https://e.org/%E7%BB%B4%EF%BC%88%E5%9F%BA%EF%BC%89"
    assert (
        f'<a href="{whole}">https://e.org/维（基）</a>，<a href="https://e.org/%E7%BB%B4">' in shown
    )


def test_srcset_is_absolute(make_article):
    shown = html(make_article, '<img src="a.png" srcset="a.png 1x, b c.png 2x">')
    assert 'src="https://example.org/a/a.png"' in shown
    assert "https://example.org/a/a.png 1x" in shown


NOTES = "a[^1] b[^1] c[^x]\n\n## References\n[^1]: One [^deep]\n[^2]: Unused\n[^deep]: Deep\n"


def test_footnotes(make_article):
    rendered = renderer().render(make_article(body=NOTES, slug="s", body_line=9))
    shown = rendered.html
    assert "Unused" not in shown
    assert "Deep" in shown
    assert shown.index("References</h2>") < shown.index("<ol>") < shown.index("One")
    assert "<hr" not in shown
    assert shown.count('href="https://example.org/a/#fn:s-1"') == 2
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert all("s-" in name for name in ids)
    (problem,) = rendered.problems
    assert str(problem).startswith(
        "content/a.md:9: warning: footnote [^x] is not defined; write [^x]:"
    )


def test_footnotes_are_numbered_as_the_text_comes_to_them(make_article):
    body = "a[^2] b[^1]\n\n[^1]: One\n[^2]: Two [^3]\n[^3]: Three\n"
    shown = html(make_article, body, slug="s")
    assert shown.index('fn:s-2">1</a>') < shown.index('fn:s-1">2</a>') < shown.index("<ol>")
    assert shown.index("Two") < shown.index("One") < shown.index("Three")


def test_a_footnote_may_define_another(make_article):
    shown = html(
        make_article, "a[^1] b[^2]\n\n[^1]: One\n    > [^3]: Three\n\n[^2]: Two\n", slug="s"
    )
    assert 'id="fn:s-2"' in shown


def test_a_heading_over_unused_footnotes_alone_goes_too(make_article):
    assert html(make_article, "a\n\n## References\n[^1]: x\n[^2]: y\n") == "<p>a</p>"


def test_footnotes_stand_below_their_heading_also_below_a_tag(make_article):
    shown = html(make_article, "a[^1]\n\n<br>\n## Notes\n[^1]: one")
    assert "<h2>Notes</h2>" in shown
    assert "<hr>" not in shown


def test_footnote_ids_do_not_depend_on_order(make_article):
    a, b = make_article(body=NOTES, slug="a"), make_article(body=NOTES, slug="标签")
    one, other = renderer(), renderer()
    assert [one.render(a), one.render(b)] == [other.render(b), other.render(a)][::-1]
    assert not set(re.findall(' id="([^"]+)"', one.render(a).html)) & set(
        re.findall(' id="([^"]+)"', one.render(b).html)
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '{{< figure src="a.png" caption="C" >}}',
            '<figure><img src="https://example.org/a/a.png" alt="C"><figcaption><p>C</p></figcaption></figure>',
        ),
        ("{{< youtube abc >}}", '<p><a href="https://www.youtube.com/watch?v=abc">YouTube</a></p>'),
        ('[x]({{< ref "b.md" >}})', '<p><a href="https://example.org/a/b.md">x</a></p>'),
        (
            "{% highlight py %}\nx\n{% endhighlight %}",
            '<pre><code class="language-py">x\n</code></pre>',
        ),
        ("{{</* figure */>}}", "<p>{{&lt; figure &gt;}}</p>"),
        ("`{{< x >}}`", "<p><code>{{&lt; x &gt;}}</code></p>"),
        ("[a]({{ site.url }}/b)", '<p><a href="https://e.org/b">a</a></p>'),
        ("{{< note >}}inner{{< /note >}}", "<p>inner</p>"),
        (
            "{{< a >}}\n    <i>x</i>\n\n    {{< c >}}\n        <b>y</b>\n    {{< /c >}}\n{{< /a >}}",
            "<p><i>x</i></p>\n<p><b>y</b></p>",
        ),
        (
            "    {{< a >}}\n      <b>\n    {{< /a >}}",
            "<pre><code>{{&lt; a &gt;}}\n  &lt;b&gt;\n{{&lt; /a &gt;}}\n</code></pre>",
        ),
        ("`{{ site.url }}{% link a.md %}`", "<p><code>{{ site.url }}{% link a.md %}</code></p>"),
        (
            '{{ youtube(id="abc", autoplay=true) }}',
            '<p><a href="https://www.youtube.com/watch?v=abc">YouTube</a></p>',
        ),
        ("{{ title }}", "<p>{{ title }}</p>"),
        ('[a]({{ "/b" | relative_url }})', '<p><a href="https://e.org/b">a</a></p>'),
        (
            "[x]({% post_url 2025-01-02-b %}#c)",
            '<p><a href="https://example.org/a/2025-01-02-b.md#c">x</a></p>',
        ),
        (
            "[x]({{ site.url }}{{ site.baseurl }}{% post_url b %})",
            '<p><a href="https://example.org/a/b.md">x</a></p>',
        ),
        ("[x]({{ site.url }}{{ site.baseurl }}/b)", '<p><a href="https://e.org/b">x</a></p>'),
        (
            "{% raw %}{{ x }} and {% y %}{% endraw %}",
            "<p>{{ x }} and {% y %}</p>",
        ),
        (
            "```\n{% raw %}{{ x }}{% endraw %}\n```",
            "<pre><code>{{ x }}\n</code></pre>",
        ),
        ("`{% raw %}{{ x }}{% endraw %}`", "<p><code>{{ x }}</code></p>"),
        ("a{% comment %} {{ hidden }} {% endcomment %}b", "<p>ab</p>"),
        (
            "{% blockquote Ada, Notes %}\nOne.\n\nTwo.\n{% endblockquote %}",
            "<blockquote><p>One.</p><p>Two.</p><p>— Ada, Notes</p></blockquote>",
        ),
        ("{% cq %}Words.{% endcq %}", "<blockquote><p>Words.</p></blockquote>"),
        (
            "{% codeblock A title lang:js %}\nx\n{% endcodeblock %}",
            '<pre><code class="language-js">x\n</code></pre>',
        ),
        (
            "A {% img left /a.png 30 40 \"'A title' 'words'\" %}",
            '<p>A <img src="https://example.org/a.png" alt="words" title="A title" width="30" height="40"></p>',
        ),
        ("{% gist ada/1234 x.js %}", '<p><a href="https://gist.github.com/ada/1234">Gist</a></p>'),
        (
            '{{< youtube id="abc" title="A & b" >}}',
            '<p><a href="https://www.youtube.com/watch?v=abc">A &amp; b</a></p>',
        ),
        (
            "{{< instagram abc >}}",
            '<p><a href="https://www.instagram.com/p/abc">Instagram</a></p>',
        ),
        (
            '{% include video id="abc" provider="vimeo" %}',
            '<p><a href="https://vimeo.com/abc">Vimeo</a></p>',
        ),
        (
            "{% asset_link a.pdf The paper %}",
            '<p><a href="https://example.org/a/a.pdf">The paper</a></p>',
        ),
        ("{% youtube abc %}", '<p><a href="https://www.youtube.com/watch?v=abc">YouTube</a></p>'),
        ("{% post_link b A title %}", '<p><a href="https://example.org/a/b.md">A title</a></p>'),
    ],
)
def test_shortcodes(make_article, body, expected):
    assert squeezed(html(make_article, body)) == squeezed(expected)


def test_the_output_of_templates_is_left_out_and_counted(make_article):

    expanded = expand(
        "{{ page.x | y }} {{ page.x }} {{ site.baseurl }}/a",
        "https://e.org/blog/",
        Flavour(has_templates=True),
    )
    assert expanded.text == "  /blog/a"
    assert expanded.unknown == {"{{ page.x }}": 2}


def test_a_site_below_a_host_has_the_hosts_address_and_its_own_path():
    text = "{{ site.url }}{{ site.baseurl }}/a {{ site.url }}/b"
    assert expand(text, "https://e.org/blog/").text == "https://e.org/blog/a https://e.org/b"


def test_code_of_a_tag_within_a_list_stays_in_its_item(make_article):
    body = "- a\n\n  {% highlight py %}\n  x\n  {% endhighlight %}\n\n- b"
    code = '<pre><code class="language-py">  x</code></pre>'
    shown = squeezed(html(make_article, body))
    assert shown == f"<ul><li><p>a</p>{code}</li><li><p>b</p></li></ul>"


def test_zolas_calls_are_shortcodes():

    text = """\
{{ youtube(id="a-b") }} {{ wide(x=1, y="2") }} {{ no call }} `{{ toc() }}`
{{ invertible_image(
    src="a.png", alt="A"
) }}
{% note(clickable=true, hidden=false) %}kept{% end %}
"""
    expanded = expand(text, "https://e.org/", Flavour(has_calls=True))
    assert expanded.unknown == {"note": 1, "wide": 1}
    assert "watch?v=a-b" in expanded.text
    assert '<img src="a.png" alt="A">' in expanded.text
    assert "{{ no call }} `{{ toc() }}`" in expanded.text
    assert "\nkept\n" in expanded.text
    assert expand("{{ zap(1) }}", "https://e.org/").text == "{{ zap(1) }}"


NESTED = """\
{{< timeline >}}

    {{< item icon="x" >}}
        <ul>
            <li>a</li>
        </ul>

        <p>b</p>
    {{< /item >}}

    {{< youtube x1 >}}
{{< /timeline >}}

{{< shell >}}
    $ ls
{{< /shell >}}

{{< highlight html >}}
    {{< gallery >}}
        <img>
{{< /highlight >}}

```
{{< gallery >}}
    <img>
{{< /gallery >}}
```
"""


def test_html_within_a_shortcode_is_no_code_for_its_indentation(make_article):
    shown = squeezed(html(make_article, NESTED))
    assert "<ul><li>a</li></ul><p>b</p>" in shown
    assert '<p><a href="https://www.youtube.com/watch?v=x1">' in shown
    assert "<code>$ ls</code>" in shown
    assert "<code>{{&lt; gallery &gt;}}\n    &lt;img&gt;\n{{&lt; /gallery" in shown


@pytest.mark.slow
def test_thousands_of_shortcodes_within_each_other_take_no_quadratic_time():
    text = "{{< a >}}\n    <b>\n" * 20_000 + "{{< /a >}}\n" * 20_000
    assert expand(text, "https://e.org/").unknown == {"a": 20_000}


def test_unknown_shortcodes_are_counted(make_article):
    (problem,) = renderer().render(make_article(body="{{< zap >}} {{< zap 2 >}}")).problems
    assert problem.message == (
        "shortcode zap is unknown and left out 2 times; "
        "write plain Markdown instead, or a template, templates/shortcodes/zap.html"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"summary": "a **b** [c](https://x) `d`[^1] <b>e</b> &"}, "a b c d e &"),
        ({"summary": "1 < 2 & &copy; *x"}, "1 < 2 & &copy; *x"),
        (
            {"summary": "Use `a[i][j]`, [*b*][c], [d][] and [e]"},
            "Use a[i][j], b, d and [e]",
        ),
        ({"summary": "Write \\[^1] at the end [^2]. Then[^3]"}, "Write [^1] at the end. Then"),
        (
            {
                "source": "content/a.html",
                "body": "<!-- <p>No</p> --><pre><p>no</p></pre><p><img><P a='>'>Yes <b>x</b></P> no",
            },
            "Yes x",
        ),
        ({"body": "# H\n\none **two**[^1]\n\n<!--more-->\n\nrest"}, "H one two"),
        ({"body": "> quote\n\n# H\n\n- item\n\nThe *text*.\n"}, "The text."),
        ({"body": "> only a quote\n"}, "only a quote"),
        ({"body": "# H\nUnder it.\n\nNext."}, "Under it."),
        ({"body": "H\n===\n\nI\n---\nUnder it.\n\nNext."}, "Under it."),
        ({"body": "![a](b (1).png) Beside it.\n\nNext."}, "Beside it."),
        ({"body": "![a](b.png)\n*Caption*\n\nNext."}, "Next."),
        ({"body": '[![a](b.png)](<c d.png> "t") [![][e]][e]\nCaption\n\nNext.\n\n[e]: f'}, "Next."),
        ({"body": "<b>Bold</b> words.\n\nNext."}, "Bold words."),
        ({"body": "<p class=x>\n<img src=a> Words.</p>\n\nNext."}, "Words."),
        ({"body": '<p><img src="a"></p>\n\n<?x y?>\n\n<div>Box.</div>\n\nNext.'}, "Next."),
        (
            {"body": "<!-- a note\n\nfor me -->\n\nUse `<!-- x` twice.\n\nNext."},
            "Use <!-- x twice.",
        ),
        ({"body": "***\n\n&nbsp;\n\n[[_TOC_]]\n\n[a]: /b 't'\n\nNext."}, "Next."),
        (
            {"body": "See [one][1], [Two] [^1].\n\n[1]: /a\n[two]: </b> (c)\n[^1]: n"},
            "See one, Two.",
        ),
        ({"body": "Use `[^1]` and `[TOC]` here.\n\nNext."}, "Use [^1] and [TOC] here."),
        ({"body": "One `<!--more-->`, two\n\nthree"}, "One <!--more-->, two"),
        ({"body": "See [one][1]\n\n<!--more-->\n\n[1]: /a\n[2]: /b"}, "See one"),
        ({"body": "See [one][1].\n\n[1]: no address\n"}, "See [one][1]."),
        (
            {
                "body": "See [one][1], [two], [six].\n\n> [1]: /a\n\n[two]:\n /b\n 'c'\n\n- d\n\n  [six]: /e"
            },
            "See one, two, six.",
        ),
        ({"summary": "[![a][b]][c] beside [d `e`][f]"}, "a beside d e"),
        ({"body": ""}, ""),
    ],
)
def test_summaries(make_article, given, expected):
    assert renderer().summary(make_article(**given)) == expected


def test_summaries_are_cut_at_a_sentence_or_word(make_article):
    chinese = renderer().summary(make_article(body="这是一句话，不长也不短，正好二十来个字。" * 10))
    assert chinese.endswith("。")
    assert 60 < len(chinese) <= 100
    english = renderer().summary(make_article(body="word " * 100))
    assert english.endswith("word…")
    assert len(english) <= 201


@given(st.text(max_size=300) | st.text("*_[]()`~<>!^:#-\n \\\"'|{}%1&;", max_size=120))
def test_any_body_gives_clean_html(make_article, body):
    shown = html(make_article, body)
    assert not re.search(r'(?:href|src)="(?!https?:|mailto:|ftp:|data:image)', shown)
    assert "<script" not in shown


@pytest.mark.parametrize(
    "body",
    ["> " * 3000 + "x", "- " * 3000 + "x", "[" * 20000, "**" * 10000, "<div>" * 5000, "`" * 20001],
)
def test_hostile_nesting_ends_in_time(make_article, body):
    assert isinstance(html(make_article, body), str)


@pytest.mark.parametrize("unit", ["{{<", "{{%", "{%", "{{ ", "{{x(", "{{</*", "{{- a ", "{{\n"])
@pytest.mark.parametrize("rest", ["", " " * 50_000, "a" * 50_000])
def test_tags_that_never_end_are_looked_through_once(unit, rest):
    started = time.process_time()
    expand(
        unit * (1 if rest else 20_000) + rest,
        "https://e.org/",
        Flavour(has_tags=True, has_templates=True),
    )
    assert time.process_time() - started < 5
