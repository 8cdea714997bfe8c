"""Templates of a site for pictures and quotations of Markdown, as Hugo 0.168 runs them."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from engine_sites import EngineSite

FILES = {
    "hugo.toml": 'baseURL = "https://e.example/s/"\ntitle = "S"\ntheme = "th"\n'
    "[markup.goldmark.renderer]\nunsafe = true\n",
    "layouts/single.html": "{{ .Content }}",
    "layouts/home.html": "x",
    "layouts/list.html": "x",
    "layouts/_default/_markup/render-image.html": (
        "{{- $src := .Destination -}}\n"
        "{{- with .Page.Resources.GetMatch .Destination }}{{ $src = .RelPermalink }}{{ end -}}\n"
        "{{- with .Title -}}\n"
        '<figure><img src="{{ $src | safeURL }}" alt="{{ $.Text }}">'
        "<figcaption>{{ $.Ordinal }} {{ . | markdownify }}</figcaption></figure>\n"
        '{{- else -}}<img src="{{ $src | safeURL }}" alt="{{ .PlainText }}" loading="lazy">{{ end }}'
    ),
    "themes/th/layouts/_default/_markup/render-blockquote-alert.html": (
        '<blockquote><p class="head">{{ or .AlertTitle (index site.Data.words .AlertType) }}{{ .AlertSign }}</p>'
        "{{ .Text }}</blockquote>"
    ),
    "data/words.yaml": "note: Merke\ntip: Rat\n",
    "content/p/b/index.md": "---\ntitle: B\ndate: 2025-01-02\n---\n![é](Ö.png)\n",
}
PIXEL = (
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000000000200015d0a2db40000000049454e44ae426082"
)


@pytest.fixture
def site(tmp_path):
    made = EngineSite(tmp_path)
    for path, text in FILES.items():
        made.write(path, text)
    (tmp_path / "content/p/b/Ö.png").write_bytes(bytes.fromhex(PIXEL))
    return made


def shown(site, text, title="A"):
    site.write("content/p/a.md", f"---\ntitle: A\ndate: 2025-01-01\n---\n{text}\n")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    feeds = (json.loads(file.read_text("utf-8")) for file in sorted(site.root.rglob("*.json")))
    items = next(feed["items"] for feed in feeds if "items" in feed)
    found = {item["title"]: item["content_html"] for item in items}
    return re.sub(r"\s+|<p></p>", "", found[title])


SHOWN = [
    ("![a](x.png)", '<p><img src="https://e.example/s/p/a/x.png" alt="a"></p>'),
    (
        'x ![a & "b"](/x.png "*c*") y',
        '<p>x</p><figure><img src="https://e.example/x.png" alt="a &amp; “b”">'
        "<figcaption>0 <em>c</em></figcaption></figure>y",
    ),
    ('<img src="/x.png" alt="a" title="b" />', '<img src="https://e.example/x.png" alt="a" title="b">'),
    ("> [!NOTE]\n> a", "<blockquote><p>Merke</p><p>a</p></blockquote>"),
    ("> [!tip]- *b*\n> a\n>\n> > [!NOTE]\n> > d", (
        "<blockquote><p><em>b</em>-</p><p>a</p>"
        "<blockquote><p>Merke</p><p>d</p></blockquote></blockquote>"
    )),
    ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
]  # fmt: skip


HEADING = (
    '<h{{ .Level }} id="{{ .Anchor | safeURL }}"><a href="#{{ .Anchor }}">{{ .Text }}</a>'
    '<a class="anchor" href="#{{ .Anchor }}"><svg></svg>#</a></h{{ .Level }}>'
)
HEADINGS = [
    ("## A *b* & c", '<h2 id="a-b--c"><a href="#a-b--c">A <em>b</em> &amp; c</a></h2>'),
    ("## A\n\n## A {#x}\n\n## A", (
        '<h2 id="a"><a href="#a">A</a></h2><h2 id="x"><a href="#x">A</a></h2>'
        '<h2 id="a-1"><a href="#a-1">A</a></h2>'
    )),
    ("## 中文 标题\n\n<h2>typed</h2>", (
        '<h2 id="中文-标题"><a href="#%e4%b8%ad%e6%96%87-%e6%a0%87%e9%a2%98">中文 标题</a></h2><h2>typed</h2>'
    )),
]  # fmt: skip


@pytest.mark.parametrize(("text", "html"), HEADINGS)
def test_headings_are_the_sites_own_without_signs_for_copying(site, text, html):
    """Kills: no hook, a sign that is no word, typed headings hooked, two ids of one name."""
    site.write("layouts/_default/_markup/render-heading.html", HEADING)
    found = shown(site, text).replace('href="https://e.example/s/p/a/#', 'href="#')
    assert unquote(found) == unquote(re.sub(r"\s", "", html))


@pytest.mark.programs
@pytest.mark.parametrize(("text", "html"), HEADINGS)
def test_hugo_shows_the_same_headings(site, text, html):
    site.write("layouts/_default/_markup/render-heading.html", HEADING)
    site.write("content/p/a.md", f"---\ntitle: A\ndate: 2025-01-01\n---\n{text}\n")
    site.run("hugo", "--quiet", "--destination", "public")
    theirs = (site.root / "public/p/a/index.html").read_text("utf-8")
    theirs = re.sub(r'<a class="anchor".*?</a>|\s+', "", theirs.replace("<h2", "<h2 ")).replace(
        "<h2", "<h2"
    )
    assert unquote(theirs) == unquote(re.sub(r"\s", "", html))


@pytest.mark.parametrize("hook", ["{{ now }}<h2>A</h2>", "<p>{{ .Text }}</p>", "<h2>else</h2>"])
def test_a_heading_whose_hook_is_not_known_is_shown_as_without_one(site, hook):
    site.write("layouts/_default/_markup/render-heading.html", hook)
    assert shown(site, "## A") == "<h2>A</h2>"


def test_names_of_emoji_and_lists_in_hooks(site):
    hook = '{{ delimit (apply (slice "b" "c") "printf" "<b>%s</b>" ".") "+" | safeHTML }}{{ emojify ":tada: :none:" }}'
    site.write("layouts/_default/_markup/render-image.html", f'<img src="/x" alt="">{hook}')
    assert shown(site, "![a](x.png)").endswith('alt=""><b>b</b>+<b>c</b>🎉:none:</p>')


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_pictures_and_alerts_are_the_sites_own(site, text, html):
    """Kills: no hook; one that typed HTML gets too; an alert within another; the theme's hook not found."""
    assert shown(site, text).replace("<p></p>", "").replace("y</p>", "y") == re.sub(r"\s", "", html)


@pytest.mark.programs
@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_hugo_shows_the_same(site, text, html):
    site.write("content/p/a.md", f"---\ntitle: A\ndate: 2025-01-01\n---\n{text}\n")
    site.run("hugo", "--quiet", "--destination", "public")
    theirs = (site.root / "public/p/a/index.html").read_text("utf-8")
    theirs = re.sub(
        r' class="head"| loading="lazy"| />|\s+', lambda m: ">" if "/" in m[0] else "", theirs
    )
    theirs = (
        theirs.replace("&ldquo;", "“")
        .replace("&rdquo;", "”")
        .replace('src="x', 'src="https://e.example/s/p/a/x')
    )
    theirs = theirs.replace('src="/x', 'src="https://e.example/x')
    html = (
        re.sub(r"\s", "", html)
        .replace("x</p><figure", "x<figure")
        .replace("</figure>y", "</figure>y</p>")
    )
    assert theirs == html


def test_a_picture_beside_the_page_is_a_resource(site):
    assert shown(site, "x", "B") == '<p><imgsrc="https://e.example/s/p/b/%C3%96.png"alt="é"></p>'


@pytest.mark.parametrize(
    "hook", ["{{ now.Year }}<img src='x'>", "no picture", "{{ .Unknown }}", "{{ errorf `no` }}"]
)
def test_a_picture_whose_hook_is_not_known_is_shown_as_without_one(site, hook):
    """Kills: a picture that is lost, or that stops the build."""
    site.write("layouts/_default/_markup/render-image.html", hook)
    assert shown(site, "![a](x.png)") == '<p><imgsrc="https://e.example/s/p/a/x.png"alt="a"></p>'


def test_an_alert_whose_hook_is_not_known_has_its_title_in_bold(site):
    site.write("themes/th/layouts/_default/_markup/render-blockquote-alert.html", "{{ now }}")
    text = "> [!NOTE]\n> a\n\n> [!TIP] B\n>\n> c"
    assert shown(site, text) == (
        "<blockquote><p><strong>Note</strong><br>a</p></blockquote>"
        "<blockquote><p><strong>B</strong></p><p>c</p></blockquote>"
    )


def test_a_picture_that_is_a_block_is_in_no_paragraph(site):
    site.write(
        "hugo.toml",
        f"{FILES['hugo.toml']}[markup.goldmark.parser]\nwrapStandAloneImageWithinParagraph = false\n",
    )
    hook = '{{ if .IsBlock }}<figure><img src="{{ .Destination }}" alt=""></figure>{{ else }}<img src="y" alt="">{{ end }}'
    site.write("layouts/_default/_markup/render-image.html", hook)
    html = shown(site, "![a](/x.png)\n\na ![b](/x.png)")
    assert html.startswith('<figure><imgsrc="https://e.example/x.png"alt=""></figure><p>a<img')


def test_the_hook_of_a_section_outranks_the_sites(site):
    site.write("layouts/p/_markup/render-image.html", '<img src="/s.png" alt="">')
    assert "/s.png" in shown(site, "![a](x.png)")
