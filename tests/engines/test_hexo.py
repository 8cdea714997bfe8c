import json
from datetime import UTC

import pytest
from engine_sites import copy_site


@pytest.fixture
def hexo(tmp_path):
    site = copy_site("hexo", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_hexos_own(hexo):
    # Permalinks of Hexo show dates in the zone of the machine, which is the site's at home.
    hexo.run("hexo", "generate", modules=True, zone="Asia/Shanghai")
    pages = json.loads((hexo.root / "public/articles.json").read_text("utf-8"))
    site, problems = hexo.read()
    assert problems == []
    ours = [
        {
            "file": article.source.removeprefix("source/"),
            "url": article.permalink,
            "date": utc(article.published),
            "updated": utc(article.updated),
            "title": article.title,
            "tags": sorted(dict(article.terms)["tags"]),
            "categories": sorted(dict(article.terms)["categories"]),
        }
        for article in site.articles
    ]
    assert ours == pages


def utc(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
