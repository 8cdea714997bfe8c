"""Mutation: each rule's bad example, planted into a good site, is found by that rule."""

from __future__ import annotations

import time

import pytest
from checking import check_all
from conftest import CONFIG
from PIL import Image

from broadsheet.checks.catalogue import all_rules
from broadsheet.checks.content.pages import ARTICLE_RULES, SITE_RULES
from broadsheet.checks.content.prose import without_code
from broadsheet.checks.switches import SWITCH_RULES
from broadsheet.errors import Severity

RULES = [*ARTICLE_RULES.rules, *SITE_RULES.rules, *SWITCH_RULES.rules]
CONTENT = {rule.id for rule in RULES}


def plant(site, example):
    """Write the articles of an example; good fields stand where it gives none."""
    for number, short in enumerate(example.split("\n===\n"), 1):
        matter, dashes, body = short.rpartition("---\n")
        if not dashes:
            matter, body = short, ""
        given = {line.partition(":")[0] for line in matter.splitlines()}
        good = {
            "title": f"Good article {number}",
            "date": f"2025-06-{number:02}T08:00:00Z",
            "summary": f"What good article {number} says.",
        }
        fields = [f"{key}: {value}" for key, value in good.items() if key not in given]
        header = "\n".join([*fields, matter.strip()]).strip()
        text = f"---\n{header}\n---\n{body or 'Text.'}\n"
        site.raw(f"example-{number}.md", text.encode("utf-8", "surrogatepass"))


@pytest.fixture
def good_site(site):
    charts = site.root / "static/images/charts"
    charts.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(charts / "kept.png")
    (charts / "heavy.png").write_bytes((charts / "kept.png").read_bytes() + bytes(1_100_000))
    plant(site, "title: A")
    (site.root / "about.md").write_text("No article.")
    (site.root / "content/search.html").write_text("No article.")
    return site


def test_a_good_site_has_no_check_all(good_site):
    assert check_all(good_site) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_by_its_rule_and_by_no_other_error(good_site, rule):
    plant(good_site, rule.bad)
    found = check_all(good_site)
    assert rule.id in {problem.rule for problem in found}
    errors = {problem.rule for problem in found if problem.severity is Severity.ERROR}
    assert errors <= {rule.id}
    for problem in found:
        if problem.rule == rule.id:
            assert problem.severity is rule.severity
            assert problem.line and problem.excerpt
            assert "; " in problem.message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_example_is_clean(good_site, rule):
    plant(good_site, rule.good)
    assert [f for f in check_all(good_site) if f.rule == rule.id or f.severity == "error"] == []


@pytest.mark.parametrize(
    ("field", "rule"), [("slug: twin", "address-taken"), ("feature: true", "key-misspelt")]
)
def test_a_draft_is_not_looked_at_and_is_nobodys_twin(good_site, field, rule):
    plant(good_site, f"slug: twin\n===\n{field}\ndraft: true")
    assert check_all(good_site) == ()
    plant(good_site, f"slug: twin\n===\n{field}\ndraft: false")
    assert {problem.rule for problem in check_all(good_site)} == {rule}


def test_a_misspelt_key_is_named_as_it_is_typed(good_site):
    plant(good_site, "descripTon: AI\nimageAlt: The quay")
    assert "the field descripTon is not read" in one(good_site, "key-misspelt").message


def test_ids_are_unique_and_explained():
    assert len(all_rules()) == len({id(rule) for rule in all_rules().values()})
    assert all_rules().keys() >= CONTENT
    for rule in all_rules().values():
        assert rule.why.endswith(".")
        assert rule.find.__doc__


def one(site, rule):
    (problem,) = (problem for problem in check_all(site) if problem.rule == rule)
    return problem


def marked(problem):
    return problem.excerpt[problem.column - 1 : problem.column - 1 + problem.width]


@pytest.mark.parametrize(
    ("rule", "example", "text"),
    [
        ("summary-repeats", "title: Same\nsummary: Same!", "Same!"),
        ("footnote-undefined", "---\nHere[^a] and\nthere.[^1]\n\n[^1]: x", "[^a]"),
        ("footnote-undefined", "---\nHere[^RSS feed].[^1]\n\n[^1]: x", "[^RSS feed]"),
        ("markup-swallowed", "---\n<blockquote>He said.[^1]</blockquote>\n\nSo.[^1]\n\n[^1]: x", "[^1]"),
        ("image-alt", "---\n# Head\n\nSee ![](https://example.org/a(1).png) it.", "![](https://example.org/a(1).png)"),
        ("key-misspelt", "dat: 2025-06-17", "dat"),
        ("shortcode-unknown", "---\n{{< sparkle >}}", "sparkle"),
        ("shortcode-unknown", "---\nA covering of `{{< ring >}}`.\n\n{{% ring %}}", "ring"),
        ("term-spelling", "tags:\n  - Feeds\n===\ntags:\n  - Feeds\n===\ntags:\n  - x\n  - feeds", "feeds"),
        ("mojibake", "---\nAn isnâ€™t.", "â€™"),
        ("markup-literal", "---\nFine.\n\nA ** b** c.", "**"),
        ("title-bidi", "title: a\u202eb", "\u202e"),
        ("link-file", "---\n[x](y.md#z)", "[x](y.md#z)"),
        ("link-file", "---\n[x](y.md 'a (b')", "[x](y.md 'a (b')"),
        ("link-file", "---\n`x` [x](y.md)", "[x](y.md)"),
        ("link-file", "---\n<center>\n[x](<y.md>)\n</center>", "[x](<y.md>)"),
        ("link-file", "---\nSee [`x`](my file (2).md).", "[`x`](my file (2).md)"),
        ("link-file", "---\n![a [b] c](https://e.org/a.png) [d [e](y.md) f](/g)", "[e](y.md)"),
        ("link-file", "---\n{% highlight c %}\na\n{% endhighlight %}\n[x](y.md)", "[x](y.md)"),
        ("image-alt", "---\nA [![](https://example.org/a.png)](https://example.org/b).", "![](https://example.org/a.png)"),
        ("mojibake", "---\nä½\xa0å¥½ says it.", "ä½\xa0å¥½"),
        ("mojibake", "---\nA schÃ¶n day.", "Ã¶"),
        ("title-confusable", "title: A мiръ", "мiръ"),
        ("footnote-undefined", "---\nIn shops[^2].", "[^2]"),
        ("footnote-undefined", "---\n`x` [^2]\n\nb[^1]\n\n[^1]: x", "[^2]"),
        ("footnote-unused", "---\na\n\n> [^1]: x", "[^1]"),
        ("footnote-unused", "---\nWrite \\[^1].\n\n[^1]: x", "[^1]"),
        ("replacement-character", "---\nIt is `\ufffd`, caf\ufffd", "\ufffd"),
        ("key-misspelt", "feature: true", "feature"),
    ],
)  # fmt: skip
def test_the_caret_stands_below_the_fault(good_site, rule, example, text):
    plant(good_site, example)
    assert marked(one(good_site, rule)) == text


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("A comment of gallery:\n\n{% include parts/gallery.html x=1 %}", "gallery"),
        ("map and {%- map 1 -%}", "map"),
    ],
)
def test_template_tags_are_shortcodes_where_the_engine_has_them(good_site, body, name):
    plant(good_site, f"---\n{body}")
    assert not [p for p in check_all(good_site) if p.rule == "shortcode-unknown"]
    toml = good_site.root / "publish.toml"
    toml.write_text(f'{toml.read_text()}\n[content]\ndialect = "eleventy"\n')
    assert marked(one(good_site, "shortcode-unknown")) == name


@pytest.mark.parametrize(
    "body",
    [
        "A line that begins with code:\n\n`12345678` is no code block.[^1]\n\n[^1]: Note.",
        "`[^1]` and ``![](x)``\n\n```\n[^2] ** ## ![](y)\n```\n\n    [^3] [x](y.md)\n",
        "~~~~\n[^1]\n~~~\n![](x)\n~~~~\n\nText.",
        "<pre>[^1] ** ![](x)</pre>",
        "<!-- [^1] ![](x) -->",
        "**粗体。**后面 and **“引号”**也好 and ***both*** and 2 * 3 ** 4",
        "C# and ## and A ##x in no heading? `##`\n\n## Heading\n\n> ## Quoted",
        '<img src="https://example.org/a.png" alt="">',
        "[anchor](#here) [mail](mailto:a@example.org) [home](/) [file](/a.pdf) [x](https://x.org/y.md)",
        "A note.[^1]\n\n[^1]: It says[^2].\n[^2]: More.",
        "The pattern [^abc] matches what is none of these.",
        '{% highlight js %}\nf["a"](0) ** ![](x)\n{% endhighlight %}  \n\nText.',
        '{{< highlight c "linenos=1" >}}\na[^1] ** b\n\n[x](y.md)\n{{< /highlight >}}',
        "{%- codeblock title -%}\n[x](y.md)\n\n[^1]\n{% endcodeblock %}\n",
        '{{< mermaid >}}\nA["[x](y.md)"] --> B[^1]\n{{< /mermaid >}}\n',
        "Such as, [^5] or “[^ab][^12]”.",
        r"Write \[x](y.md) and \![](z).",
        "<b title='[x](y.md)'>A</b> [b](/ '[x](y.md)') [d](<https://e.org/(>) ![e][f](see z.md)\n\n[f]: /g",
        "<p>The pattern [^abc] and\n[^12]</p>",
        "« Réactivité\u00a0», „Spaß“ and “José”… and “NAÏVE”",
        "The change [log][1](of old) and [it][2](see below).\n\n[1]: https://x.org\n[2]: https://y.org",
        'All below "src/**".\n\nAnd below "**/*.md".',
        'It is marked by "**", and headings by “##”.',
        "[tags](/tags/) [about](/about/) [more](/search/) [letters](/digests) [feeds](/feeds/)",
        "It is shown as `\ufffd`, or “\ufffd”.",
        "价格：10~20 元，Ångström, naïve café, “x”… £5 Á",
    ],
)
def test_what_is_right_is_left_alone(good_site, body):
    plant(good_site, f"---\n{body}")
    assert check_all(good_site) == ()


def test_a_field_beside_a_flag_that_says_neither_yes_nor_no_is_no_slip(good_site):
    plant(good_site, "feature: https://example.org/a.png\nleads: Ada")
    assert check_all(good_site) == ()


def test_a_letter_of_the_other_script_is_the_one_that_is_rarer(good_site):
    plant(good_site, "title: A мiръ\n===\ntitle: A P\u0430yPal")
    messages = [f.message for f in check_all(good_site) if f.rule == "title-confusable"]
    assert messages[0].startswith('"i" (U+0069) in "мiръ" is Latin;')
    assert messages[1].startswith('"\u0430" (U+0430) in "P\u0430yPal" is not Latin;')


def test_links_of_pelican_lead_to_articles(good_site):
    toml = good_site.root / "publish.toml"
    toml.write_text(f'{toml.read_text()}\n[content]\ndialect = "pelican"\n')
    for name in ("a", "sub/b"):
        (good_site.root / "content/sub").mkdir(exist_ok=True)
        links = "[x]({filename}/sub/b.md) [y](|filename|/a.md#z) [z]({filename}/no.md)"
        text = f"Title: {name}\nDate: 2025-06-01\nSummary: Of {name}.\n\n{links} ![i]({{static}}/images/charts/kept.png)\n"
        (good_site.root / f"content/{name}.md").write_text(text)
    found = [
        (f.rule, f.message)
        for f in check_all(good_site)
        if f.path in ("content/a.md", "content/sub/b.md")
    ]
    assert {m for r, m in found if r == "link-file"} == {
        "content/no.md is not an article; correct the path"
    }
    assert not [m for r, m in found if r.startswith("image")]


def test_a_template_in_the_place_of_a_target_is_no_file(good_site):
    plant(good_site, '---\n[x]({{< relref "other.md#y" >}}) and [y]({% link _posts/z.md %})')
    assert [f for f in check_all(good_site) if f.rule == "link-file"] == []


def test_a_file_that_is_no_article_has_a_page_to_link_to(good_site):
    (good_site.root / "content/page.html").write_text("x")
    (good_site.root / "pages").mkdir()
    (good_site.root / "pages/team.md").write_text("---\nlayout: page\n---\n")
    plant(good_site, "---\n[x](../pages/team.md)")
    assert (
        one(good_site, "link-file").message
        == "pages/team.md is not an article; write the address of its page"
    )


def test_servers_find_a_page_without_the_end_of_its_name(good_site):
    toml = good_site.root / "publish.toml"
    toml.write_text(f'{toml.read_text()}\n[content]\npermalink = "/:slug.html"\n')
    plant(good_site, "---\n[x](/example-2) [y](/example-3)\n===\n---\nText.")
    found = [f.message for f in check_all(good_site) if f.rule == "link-page"]
    assert found == ["no article has the address /example-3; correct it"]


def test_the_folder_of_a_feed_of_its_own_has_a_page(good_site):
    toml = good_site.root / "publish.toml"
    feed = '[feeds.custom.calls]\ntitle = "Calls"\npath = "calls"\nany = { tags = ["x"] }'
    toml.write_text(f"{toml.read_text()}\n{feed}\n")
    plant(good_site, "---\n[x](/calls/)\n===\nslug: other\n---\n[is not there](/example-2/)")
    assert one(good_site, "link-page").path == "content/example-2.md"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("A covering.\n\n{{< ring >}}", 8),
        ("gallery-two\n{{< gallery-two >}}\n{{< gallery >}}", 7),
    ],
)
def test_the_line_of_a_shortcode_is_that_of_its_call(good_site, body, line):
    plant(good_site, f"---\n{body}")
    assert [f.line for f in check_all(good_site) if f.rule == "shortcode-unknown"][0] == line


def test_a_link_to_no_page_says_which_article_has_nearly_that_name(good_site):
    plant(
        good_site,
        "---\nSee [it](/example1/), [that](/timelines/), [x](/tags2/).\n===\nslug: timeline",
    )
    messages = [f.message for f in check_all(good_site) if f.rule == "link-page"]
    assert messages == [
        "no article has the address /example1/; correct it, to example.org/example-1 perhaps",
        "no article has the address /timelines/; correct it, to example.org/timeline perhaps",
        "no article has the address /tags2/; correct it",
    ]


def test_an_image_of_html_is_told_of_its_attribute(good_site):
    plant(good_site, '---\n<img src="https://example.org/a.png">')
    assert 'write alt="what it shows"' in one(good_site, "image-alt").message


def test_translations_may_share_time_and_title(good_site):
    taken = ("date-taken", "title-taken")
    times = "date: 2025-06-17T08:00:00Z"
    plant(good_site, f"title: Ruby\n{times}\nlang: en\n===\ntitle: Ruby\n{times}\nlang: de")
    assert [f for f in check_all(good_site) if f.rule in taken] == []
    plant(good_site, f"title: Ruby\n{times}\nlang: de\n===\ntitle: Ruby\n{times}\nlang: de")
    assert sorted(f.rule for f in check_all(good_site) if f.rule in taken) == sorted(taken)


@pytest.mark.parametrize("unit", ["`", " ", "\t", "[^", "a ", "`a ", "[", "<", "**", "![", "1"])
def test_a_line_of_a_hundred_thousand_characters_is_looked_through_once(site, unit):
    site.raw(
        "a.md",
        f'{{"title": "A", "date": "2025-06-17"}}\n\n{unit * (100_000 // len(unit))}\n'.encode(),
    )
    site.config(CONFIG + '[markdown]\nengine = "commonmark"\n')
    started = time.process_time()
    check_all(site)
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("body", "prose"),
    [
        ("a `b` c", "a     c"),
        ("> ```\n> [x](y)\n> ```\nz", ">    \n        \n     \nz"),
        ("- a\n\n      [x](y)\n", "- a\n\n            \n"),
        ("a <!-- [x](y) --> b", "a                 b"),
        ("<pre>\n[x](y)\n</pre> b", "     \n      \n       b"),
        ("{% highlight c %}\n[x](y)\n{% endhighlight %}\nz", f"{' ' * 17}\n      \n{' ' * 18}\nz"),
        ("a {{< code >}}[x](y)", f"a {' ' * 18}"),
        ("`{% code %}` [x](y)", "             [x](y)"),
        ("a\n\n    [x](y)", "a\n\n          "),
    ],
)
def test_prose_is_what_is_no_code(body, prose):
    assert without_code(body) == prose
