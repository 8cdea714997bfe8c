"""What Zola's source says of pages (components/content/src/page.rs) and of feeds (components/site)."""

import json
import re

import feedparser
import pytest
from engine_sites import EngineSite

from broadsheet.engines.zola.escapes import as_text
from broadsheet.engines.zola.permalinks import slugify

CONFIG = """\
base_url = "https://zola.example"
feed_filenames = ["feed.xml", "releases.json", "rss.xml"]
ignored_content = ["**/README.md"]
taxonomies = [{ name = "Kinds of", feed = true }]
[slugify]
paths_keep_dates = true
"""
PAGES = {
    "2025-01-02-Dated name": "",
    "2025-13-03-No month": "date = 2025-01-01\n",
    "2025-01-03-slugged": "slug = 'own'\n",
    "by-path": "path = '2025/01/04/By-Path'\n",
    "hidden": "date = 2025-01-05\nrender = false\n",
    "undated": "",
    "README": "date = 2025-01-06\n",
    "untitled": "date = 2025-01-07T08:09:10+08:00\n",
}


@pytest.fixture
def zola(tmp_path):
    site = EngineSite(tmp_path)
    site.write("config.toml", CONFIG)
    site.write("templates/feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom">')
    site.write("templates/releases.json", '{"releases": []}')
    site.write("content/_index.md", "+++\ntitle = 'Home'\ngenerate_feeds = true\n+++\n")
    site.write("content/deep/er/_index.md", "+++\ntitle = 'Deeper'\ngenerate_feeds = true\n+++\n")
    for name, fields in PAGES.items():
        title = "" if name == "untitled" else "title = 'T'\n"
        site.write(f"content/{name}.md", f"+++\n{title}{fields}+++\nOnly words. And more.")
    assert site.publish("init") == 0
    return site


def test_dates_and_addresses(zola):
    found, problems = zola.read()
    assert problems == []
    assert [(a.permalink, a.published.isoformat(), a.title) for a in found.articles] == [
        ("https://zola.example/untitled/", "2025-01-07T08:09:10+08:00", "Only words"),
        ("https://zola.example/2025/01/04/By-Path/", "2025-01-04T00:00:00+00:00", "T"),
        ("https://zola.example/own/", "2025-01-03T00:00:00+00:00", "T"),
        ("https://zola.example/2025-01-02-dated-name/", "2025-01-02T00:00:00+00:00", "T"),
        ("https://zola.example/2025-13-03-no-month/", "2025-01-01T00:00:00+00:00", "T"),
    ]


def test_feeds_keep_their_names_by_what_their_templates_are(zola):
    config = zola.read()[0].config
    assert config.site.title == "Home"
    assert config.feeds.names == {"atom": "feed.xml", "rss": "rss.xml"}
    assert [(f.title, f.path) for f in config.feeds.custom.values()] == [
        ("Deeper · Home", "deep/er")
    ]
    taxonomy = config.taxonomies["kinds-of"]
    assert (taxonomy.field, taxonomy.paths["rss"]) == ("Kinds of", "kinds-of/{slug}/rss.xml")


def test_extra_fields_are_no_fields_of_zolas(zola):
    extra = 'updated = 2020-01-01\nlanguage = "Rust"\nlocal_image = "blog/x.png"\nsummary = "Short"'
    zola.write("content/e.md", f"+++\ntitle = 'E'\ndate = 2025-02-01\n[extra]\n{extra}\n+++\n")
    found, problems = zola.read()
    article = next(article for article in found.articles if article.title == "E")
    assert problems == []
    assert article.updated == article.published
    assert (article.language, article.summary) == ("en", "Short")
    assert article.image.url == "https://zola.example/blog/x.png"


SECTIONS = {
    "_index": "title = 'Home'",
    "blog/_index": "title = 'Blog'\ngenerate_feeds = true",
    "blog/_index.fr": "title = 'Carnet'\ngenerate_feeds = true",
    "blog/2025/_index": "transparent = true",
    "blog/series/_index": "title = 'Series'",
    "notes/_index": "generate_feeds = true",
    "a/notes/_index": "title = 'A'\ngenerate_feeds = true",
    "unready/_index": "draft = true",
}
OF_SECTIONS = (
    "root",
    "blog/one",
    "blog/one.fr",
    "blog/2025/transparent",
    "blog/series/own-section",
    "blog/orphans/no-section",
    "blog/bundle/index",
    "blog/bundle/beside-it",
    "notes/n",
    "a/notes/other",
    "unready/hidden",
    "unready/below/hidden-too",
)


@pytest.fixture
def sections(tmp_path):
    site = EngineSite(tmp_path)
    site.write("config.toml", LANGUAGES)
    for path, header in SECTIONS.items():
        site.write(f"content/{path}.md", f"+++\n{header}\n+++\n")
    for n, path in enumerate(OF_SECTIONS):
        tags = "['Japonès', 'C++']" if path.endswith("fr") else "['Japonés', 'C++']"
        header = f"title = '{path}'\ndate = 2025-01-{n + 1:02}\n[taxonomies]\ntags = {tags}"
        site.write(f"content/{path}.md", f"+++\n{header}\n+++\nText.")
    return site


LANGUAGES = """\
base_url = "https://zola.example"
author = "Ada"
default_language = "en"
ignored_content = ["*/README.md"]
taxonomy_root = "by"
[slugify]
taxonomies = "safe"
[languages.en]
title = "Z"
description = "About it"
taxonomies = [{ name = "tags", feed = true }]
[languages.fr]
title = "Le Z"
"""


def titles(site, path):
    feed = feedparser.parse((site.out / path).read_bytes())
    return sorted(entry.title for entry in feed.entries)


def test_sections_have_the_pages_that_zola_gives_them(sections):
    """Found by Zola 0.22: a section's feed has its own pages, and those that others hand on."""
    assert sections.publish("init") == 0
    assert sections.publish("build", "--now", "2026-01-01") == 0
    assert titles(sections, "blog/atom.xml") == [
        "blog/2025/transparent",
        "blog/bundle/index",
        "blog/one",
    ]
    assert titles(sections, "fr/blog/atom.xml") == ["blog/one.fr"]
    assert titles(sections, "notes/atom.xml") == ["notes/n"]
    assert titles(sections, "a/notes/atom.xml") == ["a/notes/other"]
    assert titles(sections, "atom.xml") == sorted(
        path for path in OF_SECTIONS if not path.startswith("unready") and path != "blog/one.fr"
    )


def test_terms_lie_where_zola_has_them_in_each_language(sections):
    sections.publish("init")
    sections.publish("build", "--now", "2026-01-01")
    config = sections.read()[0].config
    assert (config.site.title, config.site.description) == ("Z", "About it")
    assert config.content.exclude == ("**/README.md",)
    assert titles(sections, "fr/by/tags/Japonès/atom.xml") == ["blog/one.fr"]
    assert titles(sections, "fr/by/tags/C++/atom.xml") == ["blog/one.fr"]
    assert len(titles(sections, "by/tags/C++/atom.xml")) == 9
    feed = feedparser.parse((sections.out / "by/tags/Japonés/atom.xml").read_bytes())
    assert "https://zola.example/by/tags/Japon%C3%A9s/" in {link.href for link in feed.feed.links}


def test_each_language_has_its_own_names_of_feeds(sections):
    """Found by Zola 0.22: a language that tells none has atom.xml, whatever the site's are called."""
    sections.write("config.toml", f"feed_filenames = ['rss.xml']\n{LANGUAGES}")
    sections.publish("init")
    sections.publish("build", "--now", "2026-01-01")
    assert titles(sections, "fr/by/tags/Japonès/atom.xml") == ["blog/one.fr"]
    assert len(titles(sections, "by/tags/C++/rss.xml")) == 9


def test_a_feed_of_one_section_of_a_theme_s_making(sections):
    """Its template takes the pages of the home page's section, not all."""
    sections.write("config.toml", 'theme = "t"\n' + LANGUAGES)
    template = "<feed>{% set section = get_section() %}{% for page in section.pages %}{% endfor %}"
    sections.write("themes/t/templates/atom.xml", template)
    sections.publish("init")
    sections.publish("build", "--now", "2026-01-01")
    assert titles(sections, "atom.xml") == ["root"]


def test_old_lists_of_languages_are_no_reason_to_fail(sections):
    sections.write("config.toml", 'base_url = "https://z.example"\nlanguages = [{ code = "fr" }]\n')
    assert sections.publish("init") == 0


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("объект", "ob-ekt"),
        ("ブログ・ノート", "burogu-noto"),
        ("ماركداون", "mrkdwn"),
        ("e\u0301te\u0301", "ete"),
        ("中文 标题", "zhong-wen-biao-ti"),
    ],
)
def test_slugs_are_zolas(name, slug):
    """As Zola 0.22 writes them."""
    assert slugify(name) == slug


def test_html_beside_a_page_is_no_page(zola, capsys):
    zola.write("content/timing.html", "---\ndate: 2025-01-01\n---\n")
    (zola.root / "publish.toml").unlink()
    capsys.readouterr()
    assert zola.publish("init") == 0
    assert "not in Markdown" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("{{/* a() */}}", "&#123;{ a() }}"),
        ("`{{/* a(b=1, c='x', d=[true, -1.5]) */}}`", "`{{ a(b=1, c='x', d=[true, -1.5]) }}`"),
        ('```\n{{/* a(b="x",\n c=2) */}}\n```', '```\n{{ a(b="x",\n c=2) }}\n```'),
        (
            "`{%/* a() */%} {{/* b() */}} {%/* end */%} {{/* c() */}}`",
            "`{% a() %} {{/* b() */}} {% end %} {{ c() }}`",
        ),
        ('`{%/* extends "base.html" */%}`', '`{%/* extends "base.html" */%}`'),
        ("`{{/* a(b=name) */}}`", "`{{/* a(b=name) */}}`"),
        ("`{{/* a(b=1,) */}}`", "`{{/* a(b=1,) */}}`"),
        ("`{{/*` and `*/}}`", "`{{/*` and `*/}}`"),
        ("`{{/*/* a() */*/}}`", "`{{/*/* a() */*/}}`"),
        ("`{%/* end */%}`", "`{%/* end */%}`"),
    ],
)
def test_shortcodes_that_are_shown(typed, shown):
    """As Zola 0.22 shows them."""
    assert as_text(typed) == shown


def test_a_shown_shortcode_is_not_called(zola):
    text = "Call `{{/* a() */}}` or {{/* b() */}}.\n"
    zola.write("content/s.md", f"+++\ntitle = 'S'\ndate = 2025-02-01\n+++\n{text}")
    assert zola.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((zola.out / "feed.json").read_text("utf-8"))["items"]
    html = next(item["content_html"] for item in items if item["title"] == "S")
    assert "<code>{{ a() }}</code> or {{ b() }}." in html


def test_links_lead_to_pages_without_a_date_too(zola, capsys):
    links = "[a](@/undated.md#part) [b](@/deep/er/_index.md) [c](@/gone.md) [d](@/hidden.md)"
    zola.write("content/l.md", f"+++\ntitle = 'L'\ndate = 2025-02-01\n+++\n{links}\n")

    def hrefs():
        assert zola.publish("build", "--now", "2026-01-01") == 0
        items = json.loads((zola.out / "feed.json").read_text("utf-8"))["items"]
        html = next(item["content_html"] for item in items if item["title"] == "L")
        return re.findall('href="https://zola.example/([^"]*)"', html)

    assert hrefs()[:2] == ["undated/#part", "deep/er/"]
    capsys.readouterr()
    assert zola.publish("check") == 1
    found = capsys.readouterr().out
    assert [path in found for path in ("/gone.md is", "/hidden.md is", "/undated.md is")] == [
        True,
        True,
        False,
    ]
    zola.write("content/undated.md", "+++\ntitle = 'T'\nslug = 'moved'\n+++\n")
    assert hrefs()[0] == "moved/#part"


@pytest.mark.parametrize(("setting", "is_list"), [("", False), ("bottom_footnotes = true", True)])
def test_footnotes_stand_where_zola_has_them(zola, setting, is_list):
    """Kills: a list of footnotes in spite of Zola's default, and none where the site wants one."""
    zola.write("config.toml", f"{CONFIG}[markdown]\n{setting}\n")
    zola.write("content/n.md", "+++\ntitle = 'N'\ndate = 2025-02-01\n+++\na[^1]\n\n[^1]: b\n\nc\n")
    assert zola.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((zola.out / "feed.json").read_text("utf-8"))["items"]
    html = next(item["content_html"] for item in items if item["title"] == "N")
    assert (html.index(">b") > html.index("c</p>")) is is_list
    assert ("<ol>" in html) is is_list


def test_lines_above_a_definition_are_one_term(zola):
    """As Zola 0.22 shows them with `definition_list`. Kills: a term for each line."""
    zola.write("config.toml", f"{CONFIG}[markdown]\ndefinition_list = true\n")
    zola.write("content/d.md", "+++\ntitle = 'D'\ndate = 2025-02-01\n+++\na\nb\n: c\n")
    assert zola.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((zola.out / "feed.json").read_text("utf-8"))["items"]
    html = next(item["content_html"] for item in items if item["title"] == "D")
    assert "<dt>a\nb</dt>" in html
