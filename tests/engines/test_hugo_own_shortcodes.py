"""Shortcodes of a site and its theme, as Hugo 0.168 shows them."""

from __future__ import annotations

import json
import re

import pytest
from engine_sites import EngineSite

from broadsheet.config.load import load_config
from broadsheet.engines import resolve
from broadsheet.engines.hugo.shortcodes import templates_of

FILES = {
    "hugo.toml": 'baseURL = "https://e.example/s/"\ntitle = "S"\ntheme = "th"\n[params]\nmainColour = "red"\n'
    "[markup.goldmark.renderer]\nunsafe = true\n",
    "layouts/single.html": "{{ .Content }}",
    "layouts/home.html": "x",
    "layouts/list.html": "x",
    "layouts/partials/box.html": "<b>{{ .t }}</b>",
    "layouts/_partials/sum.html": "{{ return add . 2 }}",
    "themes/th/i18n/en.toml": 'note = "Notice"\n[more]\nother = "More"\n',
    "themes/th/layouts/shortcodes/note.html": "<blockquote>{{ i18n (.Get 0) | default (.Get 0 | title) }} "
    "{{ .Inner | markdownify }}</blockquote>",
    "themes/th/layouts/shortcodes/link.html": "no",
    "layouts/shortcodes/link.html": '<a href="{{ .Get "href" | relURL }}">{{ .Inner }}</a>',
    "layouts/_shortcodes/list.html": "<ul>{{ range .Params }}<li>{{ . }}</li>{{ end }}</ul>",
    "layouts/shortcodes/md.html": "**{{ .Get 0 }}** {{ .Inner }}",
    "layouts/shortcodes/tabs.html": '<div>{{ .Scratch.Get "n" }}{{ .Inner }}</div>',
    "layouts/shortcodes/tab.html": '{{ .Parent.Scratch.Add "n" 1 }}<p>{{ .Get "name" }} {{ .Parent.Name }}</p>',
    "layouts/shortcodes/more.html": '{{ site.Title }} {{ .Page.Title }} {{ partial "sum" 3 }} {{ site.Params.maincolour }}',
    "layouts/shortcodes/pic.html": '{{ with .Page.Resources.GetMatch (.Get 0) }}<img src="{{ (.Resize `9x`).RelPermalink }}" '
    'width="{{ .Width }}" alt="">{{ else }}<img src="{{ $.Get 0 }}" alt="">{{ end }}',
    "layouts/shortcodes/file.html": "{{ with .Page.File }}{{ .Ext }} {{ .Dir }} {{ .Path }} {{ .ContentBaseName }} {{ .LogicalName }}{{ end }}",
    "layouts/shortcodes/clock.html": "{{ now.Year }}",
    "layouts/shortcodes/youtube.html": '<script>play("{{ .Get 0 }}")</script>',
    "layouts/shortcodes/iconed.html": '{{ partial "icon.html" "x" }}<b>{{ .Get 0 }}</b>',
    "layouts/partials/icon.html": '{{ (resources.Get (printf "%s.svg" .)).Content }}',
    "content/p/b/index.md": '---\ntitle: B\ndate: 2025-01-02\n---\n{{< pic "x.png" >}} {{< pic "/y.png" >}}\n',
}


@pytest.fixture
def site(tmp_path):
    made = EngineSite(tmp_path)
    for path, text in FILES.items():
        made.write(path, text)
    return made


def shown(site, text):
    site.write("content/p/a.md", f"---\ntitle: A & B\ndate: 2025-01-01\n---\n{text}\n")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    feeds = (json.loads(file.read_text("utf-8")) for file in sorted(site.root.rglob("*.json")))
    items = next(feed["items"] for feed in feeds if "items" in feed)
    return {item["title"]: item["content_html"].strip() for item in items}


SHOWN = [
    ("{{< note tip >}}\nb *c*\n{{< /note >}}", "<blockquote>Tip b <em>c</em></blockquote>"),
    ("{{< note note >}}b{{< /note >}}", "<blockquote>Notice b</blockquote>"),
    (
        "{{% note more %}}\nb\n\nc\n{{% /note %}}",
        "<blockquote>More <p>b</p>\n<p>c</p>\n</blockquote>",
    ),
    (
        'a {{< link href="x?a=1&b=2" >}}*c*{{< /link >}} d',
        '<p>a <a href="https://e.example/s/x?a=1&amp;b=2">*c*</a> d</p>',
    ),
    ('{{< list a "b & c" 3 >}}', "<ul><li>a</li><li>b &amp; c</li><li>3</li></ul>"),
    ('- i {{% md "x*y" %}}in{{% /md %}}', "<ul>\n<li>i <strong>x*y</strong> in</li>\n</ul>"),
    ("{{< file >}}", "md p/ p/a.md a a.md"),
    ("{{< more >}}", "S A &amp; B 5 red"),
    (
        '{{< tabs >}}\n{{< tab name="1" >}}\n{{< tab name="2" >}}\n{{< /tabs >}}',
        "<div>2\n<p>1 tabs</p>\n<p>2 tabs</p>\n</div>",
    ),
    ("`{{</* list a */>}}`", "<p><code>{{&lt; list a &gt;}}</code></p>"),
]


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_own_shortcodes(site, text, html):
    """Kills: the theme's before the site's, arguments lost, a child that does not know its parent."""
    assert shown(site, text)["A & B"] == html


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_hugo_shows_the_same(site, text, html):
    site.write("content/p/a.md", f"---\ntitle: A & B\ndate: 2025-01-01\n---\n{text}\n")
    site.write("content/p/b/index.md", "---\ntitle: B\n---\n")
    for name in ("clock", "iconed", "pic"):
        site.write(f"layouts/shortcodes/{name}.html", "")
    site.run("hugo", "--quiet", "--destination", "public")
    theirs = (site.root / "public/p/a/index.html").read_text("utf-8").strip()
    theirs = theirs.replace('href="/s/', 'href="https://e.example/s/').replace("&gt;", ">")
    assert re.sub(r"\s+", "", theirs) == re.sub(r"\s+", "", html.replace("&gt;", ">"))


def test_pictures_beside_the_page_are_resources(site):
    html = shown(site, "x")["B"]
    assert re.findall('src="([^"]*)"', html) == [
        "https://e.example/s/p/b/x.png",
        "https://e.example/y.png",
    ]


def test_what_only_hugo_knows_is_named_and_left_out(site, capsys):
    assert shown(site, "a {{< clock >}} b")["A & B"] == "<p>a  b</p>"
    assert "shortcode clock is unknown" in capsys.readouterr().err


def test_a_common_shortcode_within_another(site):
    """Kills: its HTML stays hidden, in characters that no reader knows."""
    text = '{{< link href="/x" >}}{{< vimeo 1 >}}{{< /link >}}'
    assert shown(site, text)["A & B"].endswith('<a href="https://vimeo.com/1">Vimeo</a>')


def test_a_template_of_scripts_alone_leaves_the_common_shortcode(site):
    assert "watch?v=abc" in shown(site, "{{< youtube abc >}}")["A & B"]


def test_a_frame_of_a_common_name_is_the_common_link(site):
    """Kills: the frame's address as the words of the link; a frame lost that is called in another way."""
    frame = '<iframe src="https://www.youtube.com/embed/{{ .Get 0 }}{{ .Get "film" }}"></iframe>'
    site.write("layouts/shortcodes/youtube.html", frame)
    html = shown(site, '{{< youtube abc >}}\n\n{{< youtube film="xyz" >}}')["A & B"]
    assert '<a href="https://www.youtube.com/watch?v=abc">YouTube</a>' in html
    assert "xyz" in html


def test_a_sign_that_is_not_known_is_left_out_alone(site):
    assert shown(site, "{{< iconed y >}}")["A & B"] == "<b>y</b>"


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("layouts/shortcodes/md.html", "**", "*"),
        ("themes/th/layouts/shortcodes/note.html", "Inner", "InnerDeindent"),
        ("themes/th/i18n/en.toml", "More", "Further"),
        ("hugo.toml", "red", "blue"),
    ],
)
def test_articles_are_made_anew_when_what_shortcodes_show_changes(site, file, before, after):
    """Kills: a template, the theme's too, a word or a setting is not in the signature of what is kept."""
    assert site.publish("init") == 0
    config = load_config(site.root, resolve)

    def read(path):
        place = site.root / path
        return place.read_text("utf-8") if place.is_file() else None

    first = templates_of(config, read).signature
    assert templates_of(config, read).signature == first
    site.write(file, FILES[file].replace(before, after))
    assert templates_of(config, read).signature != first
