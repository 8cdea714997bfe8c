import json
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from engine_sites import SITES, EngineSite, copy_site

from broadsheet.engines import kramdown

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def jekyll(tmp_path):
    site = copy_site("jekyll", tmp_path)
    assert site.publish("init") == 0
    return site


@pytest.mark.programs
def test_articles_are_jekylls_own(jekyll):
    jekyll.run("jekyll", "build", "--quiet", "--destination", "_site")
    pages = json.loads((jekyll.root / "_site/articles.json").read_text("utf-8"))
    site, problems = jekyll.read()
    assert problems == []
    ours = [
        {
            "file": article.source,
            "url": article.permalink,
            "date": article.published.astimezone(site.config.site.timezone).isoformat(),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
            "categories": list(dict(article.terms)["categories"]),
        }
        for article in site.articles
    ]
    theirs = [{key: page[key] for key in ours[0]} for page in pages]
    assert ours == theirs


@pytest.mark.programs
def test_ids_may_stay_jekylls_own(jekyll):
    jekyll.run("jekyll", "build", "--quiet", "--destination", "_site")
    pages = json.loads((jekyll.root / "_site/articles.json").read_text("utf-8"))
    jekyll.use_engine_ids()
    ours = {article.source: article.id for article in jekyll.read()[0].articles}
    assert ours == {page["file"]: page["id"] for page in pages}


def test_links_to_posts_and_excerpts_are_resolved(jekyll):
    assert jekyll.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((jekyll.out / "feed.json").read_text("utf-8"))["items"]
    found = {item["title"]: item for item in items}
    first = "https://jekyll.example/blog/essays/long/2025/01/2/Hello_World-v1.2.html"
    assert f'<a href="{first}">the first</a>' in found["微软"]["content_html"]
    assert found["Hello: world"]["summary"] == "First."


CONFIG = """\
title: A
author: Ada
url: https://jekyll.example
timezone: UTC
permalink: /:collection/:categories/:path:output_ext
exclude: [/old, "*.bak"]
defaults:
  - scope: { path: "", type: posts }
    values: { categories: [every] }
  - scope: { path: "*/_posts" }
    values: { tags: [star] }
"""
POSTS = {
    "_posts/2015-01-01-a.html": "title: A\npublished: 'false'",
    "_posts/2015-01-02-b.mkd": "category: One two\ncategories: [x]",
    "_posts/2015-01-03-it's-(1)-&-more!.md": "layout: null",
    "_posts/2015-01-04-d.md": "slug: Another name",
    "_posts/2015-01-05-hidden.md": "published: no",
    "news/_posts/2015-01-06-f.md": "title: F",
    "old/_posts/2015-01-07-g.md": "title: G",
    "x.bak/_posts/2015-01-07-h.md": "title: H",
    "_kept/_posts/2015-01-08-i.md": "title: I",
    "_posts/_kept/2015-01-08-j.md": "title: J",
}


@pytest.mark.programs
def test_posts_in_html_and_folders_that_jekyll_does_not_enter(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write("_config.yml", CONFIG)
    template = (SITES / "jekyll/articles.json").read_text("utf-8")
    site.write("articles.json", template)
    for path, header in POSTS.items():
        site.write(path, f"---\n{header}\n---\n<p>Text.</p>\n")
    site.write("_posts/2015-01-09-dated.html", "---\ndate: 2015-01-09\n---\n<p>Text.</p>\n")
    assert site.publish("init") == 0
    assert "not in Markdown" not in capsys.readouterr().err
    site.use_engine_ids()
    found, problems = site.read()
    assert problems == []
    base = "https://jekyll.example/posts"
    # Links have no parentheses, at which mail programs would end them; ids are kept to the letter.
    ours = {
        a.source: (
            a.title,
            unquote(a.permalink),
            a.id,
            dict(a.terms)["tags"],
            dict(a.terms)["categories"],
        )
        for a in found.articles
    }
    assert set(ours) == {
        "_posts/2015-01-09-dated.html",
        *(path for path in POSTS if not any(w in path for w in ("hidden", "old", "bak", "kept"))),
    }
    assert ours["_posts/2015-01-04-d.md"][:2] == ("D", f"{base}/every/2015-01-04-d.html")
    assert ours["_posts/2015-01-02-b.mkd"][4] == ("every", "x", "One two")
    assert ours["news/_posts/2015-01-06-f.md"][3:] == (("star",), ("news", "every"))
    assert ours["_posts/2015-01-03-it's-(1)-&-more!.md"][2] == f"{base}/every/it's-(1)-&-more!"
    site.run("jekyll", "build", "--quiet", "--destination", "_site")
    pages = json.loads((site.root / "_site/articles.json").read_text("utf-8"))
    keys = ("title", "url", "id", "tags", "categories")
    pages = [{**page, "url": unquote(page["url"])} for page in pages]
    theirs = {page["file"]: tuple(page[key] for key in keys) for page in pages}
    assert {path: tuple(map(listed, facts)) for path, facts in ours.items()} == theirs


def listed(value):
    return list(value) if isinstance(value, tuple) else value


def test_feeds_of_terms_have_their_names(tmp_path):
    site = EngineSite(tmp_path)
    site.write("_config.yml", f"{CONFIG}feed: {{ tags: {{ path: /t/ }}, categories: [every] }}\n")
    site.write("_posts/2015-01-01-a.md", "---\ntags: [Ruby_1]\n---\nText.")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    assert (site.out / "t/Ruby_1.xml").is_file()
    assert (site.out / "feed/every.xml").is_file()


def test_a_folder_of_collections_has_the_posts(tmp_path):
    site = EngineSite(tmp_path)
    site.write("_config.yml", f"{CONFIG}collections_dir: all\n")
    site.write("all/_posts/2015-01-01-a.md", "Text.")
    site.write("_posts/2015-01-01-b.md", "Text.")
    assert site.publish("init") == 0
    article = site.read()[0].articles[0]
    assert article.permalink == "https://jekyll.example/posts/every/2015-01-01-a.html"


COLLECTIONS = """\
title: A
author: Ada
url: https://jekyll.example
timezone: UTC
collections:
  news:
    output: true
    permalink: /:collection/:year/:path
  tips:
    output: true
  docs:
    output: true
feed:
  collections:
    news:
      path: /news.xml
    tips:
defaults:
  - scope: { type: news }
    values: { tags: [fresh] }
  - scope: { path: "", type: posts }
    values: { tags: [post] }
"""
DOCUMENTS = {
    "_posts/2015-01-01-a.md": "title: A",
    "news/_posts/2015-01-02-b.md": "title: B",
    "_news/first.md": "date: 2015-02-01 10:00:00 +0000\nlead: Words.",
    "_news/sub/2015-02-02-Dated_one.md": "layout: null",
    "_tips/c.md": "title: C\ndate: 2015-03-01 10:00:00 +0000",
    "_docs/d.md": "title: D\ndate: 2015-03-01",
}


@pytest.mark.programs
def test_collections_that_are_in_feeds_are_read(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write("_config.yml", COLLECTIONS)
    template = (SITES / "jekyll/articles.json").read_text("utf-8")
    for name in ("news", "tips"):
        site.write(f"{name}.json", template.replace("site.posts", f"site.{name}"))
    for path, header in DOCUMENTS.items():
        site.write(path, f"---\n{header}\n---\nText.\n")
    site.write("_news/README.md", "No header.\n")
    assert site.publish("init") == 0
    shown = capsys.readouterr().err
    assert "those that are in no feed are not read: docs\n" in shown
    site.use_engine_ids()
    assert site.publish("build", "--now", "2026-01-01") == 0
    feeds = {
        path: [
            entry.find(f"{ATOM}id").text for entry in ET.parse(site.out / path).iter(f"{ATOM}entry")
        ]
        for path in ("feed.xml", "news.xml", "feed/tips.xml")
    }
    base = "https://jekyll.example"
    assert feeds == {
        "feed.xml": [f"{base}/news/2015/01/02/b", f"{base}/2015/01/01/a"],
        "news.xml": [f"{base}/news/2015/sub/Dated_one", f"{base}/news/2015/first"],
        "feed/tips.xml": [f"{base}/tips/c"],
    }
    assert not (site.out / "feeds/news/feed.xml").exists()
    found = {a.source: (a.permalink, a.id, a.title) for a in site.read()[0].articles}
    tags = {a.source: dict(a.terms)["tags"] for a in site.read()[0].articles}
    assert (tags["_news/first.md"], tags["_tips/c.md"]) == (("fresh",), ())
    assert tags["_posts/2015-01-01-a.md"] == ("post",)
    site.run("jekyll", "build", "--quiet", "--destination", "_site")
    for name in ("news", "tips"):
        for page in json.loads((site.root / f"_site/{name}.json").read_text("utf-8")):
            assert found[page["file"]] == (page["url"], page["id"], page["title"])


def test_the_path_of_the_feed_may_be_a_whole_address(tmp_path):
    site = EngineSite(tmp_path)
    site.write("_config.yml", f"{CONFIG}feed: {{ path: 'https://jekyll.example/all.atom' }}\n")
    site.write("_posts/2025-01-02-a.md", "---\ntitle: A\n---\nText.\n")
    assert site.publish("init") == 0
    assert 'atom = "all.atom"' in (tmp_path / "publish.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("{% highlight clj %}\n{:a 1}\n^\n{% endhighlight %}", "{:a 1}\n^\n"),
        ("{%- highlight ruby -%}{:a => 1}{% endhighlight %} *b*{:.c}", "{:a => 1}{%"),
        ("{% raw %}{: .x}{% endraw %}", "{: .x}"),
        ("| {:a=>1} |", "| {:a=>1} |"),
        ("*a*{:.x}*b*", "*a*<!-- -->*b*"),
    ],
)
def test_code_of_liquid_has_no_marks_of_kramdown(typed, kept):
    """Kills taking the marks out of all that is not Markdown's own code, and joining two spans."""
    shown = kramdown.plain(typed)
    assert kept in shown
    assert "{:.c}" not in shown


def test_attributes_of_blocks_and_spans_are_left_out():
    assert kramdown.plain("{: .a}\n- {:.b} c\n\n> {:.d}\n> **e**{: .f} `g`{:.h} i{:.j}") == (
        "\n-  c\n\n> \n> **e** `g` i{:.j}"
    )
