"""Every fixture site as `publish init` and `publish build` see it, whether its engine is here or not."""

import json
import os
from pathlib import Path

import pytest
from engine_sites import SITES, copy_site

GOLDEN = Path(__file__).parent / "golden"
ENGINES = sorted(folder.name for folder in SITES.iterdir())


def facts(article):
    return {
        "source": article.source,
        "title": article.title,
        "permalink": article.permalink,
        "published": article.published.isoformat(),
        "updated": article.updated.isoformat(),
        "authors": [person.name for person in article.authors],
        "terms": {name: list(terms) for name, terms in article.terms if terms},
        "image": article.image.url if article.image else "",
    }


def files(site):
    return {path: path.read_bytes() for path in sorted(site.root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("engine", ENGINES)
def test_init_and_build(engine, tmp_path):
    site = copy_site(engine, tmp_path)
    before = files(site)
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    config = (site.root / "publish.toml").read_text("utf-8")
    shown = json.dumps([facts(a) for a in found.articles], ensure_ascii=False, indent=1) + "\n"
    for name, text in ((f"{engine}.toml", config), (f"{engine}.json", shown)):
        if os.environ.get("UPDATE_GOLDEN"):
            (GOLDEN / name).write_text(text, encoding="utf-8")
        assert text == (GOLDEN / name).read_text("utf-8")
    assert site.publish("build", "--now", "2026-01-01") == 0
    after = files(site)
    assert {path: after[path] for path in before} == before
