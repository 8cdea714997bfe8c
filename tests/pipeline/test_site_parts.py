"""What a site gives to its bodies: own shortcodes and components, files included, the engine's pages."""

from __future__ import annotations

import json

import pytest
from conftest import CONFIG

from broadsheet import attempt
from broadsheet.cli import main


def build(site, capsys, code=0):
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == code
    told = capsys.readouterr().err
    feed = site.root / "out/feed.json"
    items = json.loads(feed.read_text("utf-8"))["items"] if feed.is_file() else []
    return {item["title"]: item["content_html"] for item in items}, told


def write(site, path, text):
    file = site.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def config(site, dialect="plain", **content):
    include = 'include = ["**/*.md", "**/*.mdx"]\n'
    more = "".join(f"{key} = {json.dumps(value)}\n" for key, value in content.items())
    site.config(f'{CONFIG}[content]\ndialect = "{dialect}"\n{include}{more}')


BOX = """\
<figure><p>{{ args.title }}|{{ positional | join("+") }}|{{ article.title }}</p>

    {{ body }}
</figure>"""


@pytest.mark.parametrize(
    ("dialect", "file", "call", "words"),
    [
        ("hugo", "content/a.md", '{{< box "p" title="<T>" >}}\nIn *it*.\n{{< /box >}}', "p"),
        ("hugo", "content/a.md", '{{% box "p" title="<T>" %}}\nIn *it*.\n{{% / box %}}', "p"),
        (
            "jekyll",
            "_posts/2025-01-02-a.md",
            '{% box "p" title="<T>" %}\nIn *it*.\n{% endbox %}',
            "p",
        ),
        ("zola", "content/a.md", '{% box(title="<T>") %}\nIn *it*.\n{% end %}', ""),
        ("plain", "content/a.md", '{% box "p" title="<T>" %}\nIn *it*.\n{% endbox %}', "p"),
        ("plain", "content/a.mdx", '<box.x title="<T>">\n    In *it*.\n</box.x>', ""),
    ],
)
def test_a_sites_own_shortcode(site, capsys, dialect, file, call, words):
    config(site, dialect, path=file.partition("/")[0])
    name = "box.x" if file.endswith("x") else "box"
    write(site, f"templates/shortcodes/{name}.html", BOX)
    write(site, file, f"---\ntitle: A\ndate: 2025-01-02\n---\nBefore.\n\n{call}\n\nAfter.\n")
    contents, told = build(site, capsys)
    assert [line.strip() for line in contents["A"].split("\n") if line.strip()] == [
        "<p>Before.</p>",
        f"<figure><p>&lt;T&gt;|{words}|A</p>",
        "<p>In <em>it</em>.</p>",
        "</figure>",
        "<p>After.</p>",
    ]
    assert "unknown" not in told


@pytest.mark.parametrize("dialect", ["plain", "nodejs"])
def test_of_tags_in_a_folder_of_no_engine_only_known_ones_are_shortcodes(site, capsys, dialect):
    """Home-made programs have tags as Jekyll has, but a text about templates is a text."""
    config(site, dialect)
    body = (
        '{% youtube id="dQw4w9WgXcQ" %}\n\n{% highlight py %}\nx = 1\n{% endhighlight %}\n\n'
        "Write {% if x %} and {% endif %}, `{% youtube 1 %}` or {% boxes %}."
    )
    site.article("a.md", "title: A\ndate: 2025-01-02", body)
    contents, told = build(site, capsys)
    assert "https://www.youtube.com/watch?v=dQw4w9WgXcQ" in contents["A"]
    assert ">x = 1" in contents["A"]
    assert "highlight" not in contents["A"]
    last = "<p>Write {% if x %} and {% endif %}, <code>{% youtube 1 %}</code> or {% boxes %}.</p>"
    assert contents["A"].endswith(last)
    assert "unknown" not in told


def test_own_shortcodes_within_one_another_and_alone(site, capsys):
    config(site, "hugo")
    write(site, "templates/shortcodes/box.html", "<ul><li>{{ args['0'] }}{{ body }}</li></ul>")
    write(site, "templates/shortcodes/now.html", "<b>{{ site.title }}</b>")
    inner = "{{< box 2 >}}x {{< now >}}{{< /box >}}"
    body = f"{{{{< box 1 >}}}}{inner}{{{{< /box >}}}}\n\na {{{{< now >}}}} b `{{{{</* now */>}}}}`"
    site.article("a.md", "title: A\ndate: 2025-01-02", body)
    content = build(site, capsys)[0]["A"]
    assert content.count("<ul>") == content.count("</ul>") == 2
    assert content.count("<b>测试 &amp; Test</b>") == 2
    assert content.endswith("b <code>{{&lt; now &gt;}}</code></p>")


def test_a_changed_template_renders_articles_anew_and_an_error_names_its_line(site, capsys):
    config(site, "hugo")
    write(site, "templates/shortcodes/box.html", "<b>one</b>")
    site.article("a.md", "title: A\ndate: 2025-01-02", "x {{< box >}}")
    assert build(site, capsys)[0]["A"] == "<p>x <b>one</b></p>"
    write(site, "templates/shortcodes/box.html", "<i>two</i><script>alert(1)</script>")
    assert build(site, capsys)[0]["A"] == "<p>x <i>two</i></p>"
    write(site, "templates/shortcodes/box.html", "a\n{{ nothing.there }}")
    contents, told = build(site, capsys, 1)
    assert told.startswith("templates/shortcodes/box.html:2: 'nothing' is undefined")
    assert contents["A"] == "<p>x <i>two</i></p>"  # What was published stays.


def test_an_article_that_makes_a_template_run_without_end_is_left_out_alone(
    site, capsys, monkeypatch
):
    config(site, "hugo")
    monkeypatch.setattr(attempt, "SECONDS", 0.3)
    loop = "{% for n in range(args['0']|int) %}{% if n < 0 %}-{% endif %}{% endfor %}<b>end</b>"
    write(site, "templates/shortcodes/count.html", loop)
    site.article("a.md", "title: A\ndate: 2025-01-02", "{{< count 3 >}}")
    site.article("b.md", "title: B\ndate: 2025-01-03", "{{< count 1000000000 >}}")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01", "--keep-going"]) == 1
    told = capsys.readouterr().err
    assert "b.md: cannot be converted: templates/shortcodes/count.html:1: it takes more" in told
    feed = json.loads((site.root / "out/feed.json").read_text("utf-8"))
    assert [item["title"] for item in feed["items"]] == ["A"]


def test_included_files_are_of_the_site_and_their_changes_are_seen(site, capsys, tmp_path_factory):
    config(site)
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("secret")
    (site.root / "docs").mkdir()
    (site.root / "docs/link.md").symlink_to(secret)
    write(site, "docs/part.md", "Included *one*.\n")
    names = ("part.md", "link.md", f"../../{secret.name}", str(secret), "gone.md", ".publish/x")
    body = "\n\n".join(f'--8<-- "{name}"' for name in names)
    site.article("a.md", "title: A\ndate: 2025-01-02", body)
    contents, told = build(site, capsys)
    assert contents["A"] == "<p>Included <em>one</em>.</p>"
    assert told.count("is not in the site, or too large, and left out") == 5
    write(site, "docs/part.md", "Included *two*.\n")
    assert build(site, capsys)[0]["A"] == "<p>Included <em>two</em>.</p>"


PAGE = """<html><body><nav>menu</nav><main><header>A</header><article><h1>A</h1>
<p>Computed: <b>42</b> <a href="b/">b</a><img src="/p.png"></p><script>x</script></article></main>"""


def test_bodies_from_the_engines_pages(site, capsys):
    config(site, bodies="output")
    site.article("a.md", "title: A\ndate: 2025-01-02", "Source {{ compute }}")
    site.article("b.md", "title: B\ndate: 2025-01-01", "Only source.")
    write(site, "dist/a/index.html", PAGE)
    contents, told = build(site, capsys)
    assert contents["A"] == (
        '<p>Computed: <b>42</b> <a href="https://example.org/a/b/">b</a>'
        '<img src="https://example.org/p.png"></p>'
    )
    assert contents["B"] == "<p>Only source.</p>"
    assert "content/b.md:5: warning: the engine has no page of this article" in told
    assert "content/a.md" not in told
    write(site, "dist/a/index.html", PAGE.replace("42", "43"))
    assert "<b>43</b>" in build(site, capsys)[0]["A"]
    feed = json.loads((site.root / "out/feed.json").read_text("utf-8"))
    assert [item["summary"] for item in feed["items"]] == ["Computed: 43 b", "Only source."]


def test_a_selector_and_a_folder_say_where_bodies_are(site, capsys):
    config(site, bodies="output", output="web", selector=".post > .text")
    site.article("a.md", "title: A\ndate: 2025-01-02", "Source")
    post = '<div class="post"><p>no</p><div class="text">yes</div></div>'
    write(site, "web/a.html", f"<main>{post}</main>")
    assert build(site, capsys)[0]["A"] == "yes"
    config(site, bodies="output", output="web", selector="[[")
    _, told = build(site, capsys, 1)
    assert told.startswith('web/a.html: "[[" is not a CSS selector; write e.g. "main article"')
