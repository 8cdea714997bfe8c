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
