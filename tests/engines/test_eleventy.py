import json
from datetime import UTC
from urllib.parse import quote

import pytest
from engine_sites import copy_site


@pytest.fixture
def eleventy(tmp_path):
    site = copy_site("eleventy", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_eleventys_own(eleventy):
    eleventy.run("eleventy", "--quiet", modules=True)
    pages = json.loads((eleventy.root / "_site/articles.json").read_text("utf-8"))
    site, problems = eleventy.read()
    assert problems == []
    ours = [
        {
            "file": f"./{article.source}",
            "url": article.permalink.removeprefix("https://eleventy.example"),
            "date": article.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
        }
        for article in site.articles
    ]
    for page in pages:
        page["tags"] = [tag.strip() for tag in page["tags"]]
        page["url"] = page["url"] and quote(page["url"])
    assert ours == [page for page in pages if page["url"]]
