"""What Zola's source says of pages (components/content/src/page.rs) and of feeds (components/site)."""

import pytest
from engine_sites import EngineSite

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
