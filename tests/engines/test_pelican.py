import json

import pytest
from engine_sites import copy_site


@pytest.fixture
def pelican(tmp_path):
    site = copy_site("pelican", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_pelicans_own(pelican):
    pelican.run("pelican", "content", "-s", "publishconf.py", "-o", "output", "--quiet")
    pages = json.loads((pelican.root / "output/articles.json").read_text("utf-8"))
    site, problems = pelican.read()
    assert problems == []
    ours = [
        {
            "file": article.source.removeprefix("content/"),
            "url": article.permalink,
            "date": article.published.isoformat(),
            "updated": article.updated.isoformat(),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
            "category": dict(article.terms)["categories"][0],
            "authors": [person.name for person in article.authors],
        }
        for article in site.articles
    ]
    # Pelican shows articles of the future, unless told otherwise.
    theirs = [page for page in pages if not page["date"].startswith("2099")]
    assert ours == [{key: page[key] for key in ours[0]} for page in theirs]
