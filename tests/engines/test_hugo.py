import json

import pytest
from engine_sites import copy_site


@pytest.fixture
def hugo(tmp_path):
    site = copy_site("hugo", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_hugos_own(hugo):
    hugo.run("hugo", "--quiet", "--destination", "public")
    pages = json.loads((hugo.root / "public/index.html").read_text("utf-8"))
    dated = [page for page in pages if not page["date"].startswith("0001")]
    site, problems = hugo.read()
    assert problems == []
    ours = [
        {
            "file": article.source.removeprefix("content/"),
            "url": article.permalink,
            "date": article.published.isoformat().replace("+00:00", "Z"),
            "updated": article.updated.isoformat().replace("+00:00", "Z"),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
        }
        for article in site.articles
    ]
    theirs = [{key: page[key] for key in ours[0]} for page in dated]
    for page in theirs:
        page["tags"] = [str(tag) for tag in listed(page["tags"])]
    assert ours == theirs


def listed(value):
    return [value] if isinstance(value, str) else value
