import pytest

from broadsheet.source.headlines import headline


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("A first note! And more", "A first note!"),
        ("Text before\n\n# The *title* #\n", "The title"),
        ("## Not of level one\n\ntext", "Not of level one"),
        (
            "![](a.png)\n\n> **Quoted**, of [somebody](https://a.example/). More",
            "Quoted, of somebody",
        ),
        ("```\n# code\n```\n<!-- # c -->\nAfter &amp; all", "After & all"),
        ('{{< figure src="a.png" >}}\n{% img a.png %}\n- a snake_case_name', "a snake_case_name"),
        ("一句话。第二句。", "一句话"),
        ("word " * 30, "word " * 15 + "word…"),
        ("字" * 100, "字" * 80 + "…"),
        ("![A cat](a.png)", "A cat"),
        ("\n***\n", ""),
        ("", ""),
        ("# Use `{{ x }}` {{ y }}here", "Use {{ x }} here"),
        ("{{< comment >}}\n# b\n\nc `{{< /comment >}}`\n\nd", "d"),
        ("{{% comment %}} b {{% /comment %}}\n\nc", "c"),
        ("a\n\n{{< comment >}}\n# b", "a"),
        ("a\n\n{% comment %}\n# b\n{% raw %}", "a"),
        ("{% raw %}{% comment %}{% endraw %}\n\n# b", "b"),
        ("A sentence of\ntwo lines, `a\nb`. More", "A sentence of two lines, a b"),
        ("> A sentence of\n> two. More", "A sentence of two"),
        ("A verse  \nand another", "A verse"),
        ("A verse\\\nand another", "A verse"),
        ('[a]: /b "c"\n[^1]: d\n\n    e\n\nText', "Text"),
        ("Two\nlines\n---\n\nText", "Two lines"),
        ("|a|b|\n|-|-|\n|c|d|", "a"),
        ("- [x] A task\n  - b", "A task"),
        ("2) A\n\n   b", "A"),
        ("> [!note]- A title\n> b", "A title"),
        ("> [!note]\n> b", "b"),
        ("<div>\nA\n</div>\n\nb", "A"),
        ("A term\n: b", "A term"),
        ("{% comment %}\nb\n{% endcomment %}\n{# d #}\nc", "c"),
    ],
)
def test_a_title_from_the_body(body, title):
    assert headline(body) == title
