"""`publish init` keeps the addresses that people poll."""

import tomllib
from urllib.parse import quote

import pytest

from broadsheet.cli import main


@pytest.fixture
def init(tmp_path):
    def read(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        assert main(["init", str(tmp_path)]) == 0
        return tomllib.loads((tmp_path / "publish.toml").read_text("utf-8"))

    return read


ATOM = '---\nlayout: null\n---\n<feed xmlns="http://www.w3.org/2005/Atom">'
RSS = '---\n---\n<?xml version="1.0"?>\n<rss version="2.0">'


@pytest.mark.parametrize(
    ("config", "files", "expected"),
    [
        ("", {}, {"names": {"atom": "feed.xml"}}),
        ("feed:\n  path: /blog/atom.xml\n", {}, {"paths": {"atom": "blog/atom.xml"}}),
        (
            "feed:\n  path: a.xml\n  collections:\n    posts:\n      path: /blog.xml\n",
            {},
            {"paths": {"atom": "blog.xml"}},
        ),
        (
            "feed:\n  excerpt_only: true\n",
            {},
            {"names": {"atom": "feed.xml"}, "content": "summary"},
        ),
        ("", {"atom.xml": ATOM}, {"paths": {"atom": "atom.xml"}}),
        (
            "",
            {
                "a/b/atom.xml": ATOM + "{% for post in site.posts limit:9 %}",
                "a/_b/c.xml": ATOM + "{% for post in site.posts %}",
                "news.xml": ATOM + "{% for post in site.categories.news %}",
            },
            {"paths": {"atom": "a/b/atom.xml"}, "limit": 9},
        ),
        (
            "",
            {
                "assets/feed.xml": ATOM.replace("null", "compress\npermalink: /feed/all.xml")
                + "{% for post in site.posts limit: 5 %}"
            },
            {"paths": {"atom": "feed/all.xml"}, "limit": 5},
        ),
        (
            "",
            {"rss.xml": RSS.replace("---\n", "---\npermalink: /:title/\n", 1)},
            {"paths": {"rss": "rss.xml"}},
        ),
        (
            "plugins: [jekyll-feed]\n",
            {"podcast.xml": RSS + "{% for post in site.posts %}"},
            {"names": {"atom": "feed.xml"}, "limit": 10},
        ),
        ("", {"feed.xml": RSS}, {"paths": {"rss": "feed.xml"}, "formats": ["rss", "atom", "json"]}),
        ("source: src\n", {"src/feed/index.xml": ATOM}, {"paths": {"atom": "feed/index.xml"}}),
        ("", {"sitemap.xml": "---\n---\n<urlset>"}, {"names": {"atom": "feed.xml"}}),
    ],
)
def test_jekylls_feeds_are_the_plugins_or_written_by_hand(init, config, files, expected):
    feeds = init({"_config.yml": config + "title: A\n", **files})["feeds"]
    assert {key: feeds.get(key) for key in expected} == expected
    assert ("names" in feeds) == ("names" in expected)


def test_jekylls_feeds_of_tags_lie_where_they_are_told(init):
    config = "feed:\n  tags:\n    path: topics/\n"
    tags = init({"_config.yml": config})["taxonomies"]["tags"]
    assert tags["paths"] == {"atom": "topics/{slug}.xml"}


@pytest.mark.parametrize(
    ("config", "pattern"),
    [
        ("permalink: :year/:title.html\npretty_urls:\n  trailing_html: false\n", "/:year/:title"),
        ("permalink: :title/index.html\npretty_urls:\n  trailing_index: false\n", "/:title/"),
        ("permalink: :title.html\n", "/:title.html"),
    ],
)
def test_hexos_pretty_addresses(init, config, pattern):
    content = init({"_config.yml": config, "source/_posts/a.md": "---\n---\n"})["content"]
    assert content["permalink"] == pattern


def test_hexos_defaults_of_tokens(init):
    config = "permalink: :kind/:title/\npermalink_defaults:\n  kind: notes\n"
    content = init({"_config.yml": config, "source/_posts/a.md": "---\n---\n"})["content"]
    assert content["defaults"] == {"**": {"kind": "notes"}}


@pytest.mark.parametrize(
    ("config", "limit", "paths"),
    [
        ("", 20, {"atom": "atom.xml"}),
        ("feed: { limit: 0 }\n", 10_000, {"atom": "atom.xml"}),
        ("feed: { limit: false, path: /news }\n", 10_000, {"atom": "news.xml"}),
        ("feed: { type: rss2, limit: 5 }\n", 5, {"rss": "rss2.xml"}),
    ],
)
def test_hexos_limit_of_feeds(init, config, limit, paths):
    feeds = init({"_config.yml": config, "source/_posts/a.md": "---\n---\n"})["feeds"]
    assert (feeds["limit"], feeds["paths"]) == (limit, paths)


@pytest.mark.parametrize(
    ("template", "limit", "own_ids"),
    [
        ("", 10, True),
        ("{% for post in site.posts limit: 5 %}<id>{{ site.url }}{{ post.id }}</id>", 5, True),
        ("{%- for post in site.posts -%}<id>{{ site.url }}{{ post.url }}</id>", 10_000, False),
        ("{% for post in site.posts limit:site.n %}<id>{{ post.url }}</id>", 10, False),
    ],
)
def test_a_template_of_jekylls_says_how_many_posts_it_shows(
    init, tmp_path, template, limit, own_ids
):
    files = {"atom.xml": ATOM + template} if template else {}
    feeds = init({"_config.yml": "title: A\n", **files})["feeds"]
    assert feeds["limit"] == limit
    assert ('# id = "engine"' in (tmp_path / "publish.toml").read_text("utf-8")) == own_ids


@pytest.mark.parametrize(("unicode", "category"), [("True", "技术"), ("False", "ji-zhu")])
def test_pelicans_slugs_are_of_one_kind_everywhere(init, tmp_path, unicode, category):
    init(
        {
            "pelicanconf.py": f"SLUGIFY_USE_UNICODE = {unicode}\nSITEURL = 'https://a.example'\n"
            "ARTICLE_URL = '{category}/{author}/x'\nAUTHOR = 'Ada'\n",
            "content/a.md": "Title: A\nDate: 2025-01-02\nCategory: 技术\n\nText.\n",
        }
    )
    assert main(["-C", str(tmp_path), "build"]) == 0
    feed = (tmp_path / f"out/feeds/{category}.atom.xml").read_text("utf-8")
    assert f"https://a.example/{quote(category)}/ada/x" in feed
