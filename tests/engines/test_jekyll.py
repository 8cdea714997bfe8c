import json

import pytest
from engine_sites import copy_site


@pytest.fixture
def jekyll(tmp_path):
    site = copy_site("jekyll", tmp_path)
    assert site.publish("init") == 0
    return site


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
