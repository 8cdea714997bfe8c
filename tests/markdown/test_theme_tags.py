"""Tags of themes: what stands in them, and what they enclose, is kept."""

from __future__ import annotations

import pytest

from broadsheet.markdown import Flavour
from broadsheet.markdown.shortcodes.expansion import expand
from tests.markdown.test_hexo_renderers import shown

GO = '<a href="https://a.org">Go</a>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% btn https://a.org, Go, icon %}", GO),
        ("{% button Go, https://a.org, icon %}", GO),
        ("{% btn https://a.org %}", '<a href="https://a.org">a.org</a>'),
        ("a {% label primary @b c %} d", "a b c d"),
        ("a {% label b c red %} d", "a b c d"),
        ("{% span red, a, b %} {% p red, c %}", "a, b c"),
        (
            "{% u a %} {% del b %} {% kbd C %} {% emp d %}",
            "<u>a</u> <del>b</del> <kbd>C</kbd> <em>d</em>",
        ),
        ("{% checkbox checked, a %} {% hideInline b,Show,#fff %}", "a b"),
        ("a {% u <b> %}", "a <u>&lt;b&gt;</u>"),
    ],
)
def test_words_in_a_tag_are_kept(make_article, tmp_path, body, expected):
    """Kills: each of the functions in `TAGS`, and the order of an address and words."""
    assert shown(make_article, tmp_path, "", "", f"x {body}") == f"<p>x {expected}</p>"


@pytest.mark.parametrize(
    "tag", ["fold info @T", "folding red, T", "hideToggle T,#fff", "hideBlock T"]
)
def test_what_is_folded_keeps_its_title(make_article, tmp_path, tag):
    """Kills: each line of `FOLDED`, and the end that is left out."""
    name = tag.split()[0]
    body = f"{{% {tag} %}}\n*a*\n{{% end{name} %}}\n\nb"
    html = shown(make_article, tmp_path, "", "", body)
    assert html == "<details><summary>T</summary>\n<p><em>a</em></p>\n</details>\n<p>b</p>"


def test_tabs_keep_their_titles(make_article, tmp_path):
    """Kills: titles with their icons, and comments that are no tabs."""
    body = "{% tabs x %}\n<!-- tab One -->\na\n<!-- endtab -->\n<!-- tab Two@i -->\nb\n<!-- endtab -->\n{% endtabs %}\n`<!-- tab c -->`"
    html = shown(make_article, tmp_path, "", "", body)
    assert html.replace("\n", "") == (
        "<p><strong>One</strong></p><p>a</p><p><strong>Two</strong></p><p>b</p>"
        "<p><code>&lt;!-- tab c --&gt;</code></p>"
    )


def test_a_diagram_stays_as_it_is_typed(make_article, tmp_path):
    html = shown(make_article, tmp_path, "", "", "{% mermaid %}\nA-->B\n{% endmermaid %}")
    assert html == "<pre><code>A--&gt;B\n</code></pre>"


def test_shortcodes_of_the_same_names_are_not_meant():
    """Kills: the question whether the engine has such tags."""
    flavour = Flavour(typography="goldmark")
    assert expand('{{< button "/x" >}}a{{< /button >}}', "https://e.org/", flavour).text == "a"
    assert expand("a {{< fold >}}b{{< /fold >}}", "https://e.org/", flavour).text == "a b"


@pytest.mark.parametrize(
    ("typed", "attributes"),
    [
        ('left big /a.png 10 20 \'"T t" "A a"\'', 'alt="A a" title="T t" width="10" height="20"'),
        ("/a.png \"T 'A a'\"", 'alt="A a" title="T"'),
        ("/a.png 300 Ada's cat", 'alt="Ada\'s cat" width="300"'),
        ("/a.png 猫", 'alt="猫"'),
        ("/a.png", 'alt=""'),
    ],
)
def test_a_picture_has_its_title_words_and_size(make_article, tmp_path, typed, attributes):
    """Hexo 8, lib/plugins/tag/img.ts; kills one alternative text of title and words."""
    html = shown(make_article, tmp_path, "", "", f"{{% img {typed} %}}")
    assert html == f'<img src="https://example.org/a.png" {attributes}>'


def test_a_quotation_may_name_an_address_with_percent_signs(make_article, tmp_path):
    """Kills a tag that ends at the first of them: the quotation was text, and its author was lost."""
    body = "{% blockquote Ada https://a.org/%EB%8F%84 Ein Buch %}\n引用\n{% endblockquote %}"
    html = shown(make_article, tmp_path, "", "", body)
    assert html == (
        '<blockquote>\n<p>引用</p>\n<p>— Ada, <a href="https://a.org/%EB%8F%84">Ein Buch</a></p>\n</blockquote>'
    )
