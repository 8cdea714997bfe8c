"""Real sites of five engines, where they are at hand: every dated article is read, with no hand edit."""

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine_sites import EngineSite

SHARED = Path(os.environ.get("BROADSHEET_SHARED", Path(__file__).parents[3] / "shared"))
CORPORA = {
    "ainews": "hugo",
    "yihui": "hugo",
    "ruby-lang": "jekyll",
    "mythsman-blog": "hexo",
    "this-week-in-rust": "pelican",
}


@pytest.mark.parametrize("name", CORPORA)
def test_a_real_site(name, tmp_path):
    corpus = SHARED / "corpora" / name
    if not corpus.is_dir():
        pytest.skip(f"{corpus} is not here")
    shutil.copytree(corpus, tmp_path / "site")
    site = EngineSite(tmp_path / "site")
    assert site.publish("init") == 0
    found, problems = site.read(datetime(2100, 1, 1, tzinfo=UTC))
    assert found.config.content.dialect == CORPORA[name]
    assert not [problem for problem in problems if problem.severity == "error"]
    read = {article.source for article in found.articles}
    assert read == set(dated(site.root))
    assert all(article.title and article.permalink for article in found.articles)


def dated(root):
    """Return the files that name a date in their first lines or in their names."""
    for file in root.rglob("*.md"):
        head = "\n".join(file.read_text("utf-8-sig").split("\n")[:20])
        named = file.parent.name == "_posts" and re.match(r"\d{4}-\d", file.name)
        if named or re.search(r"(?mi)^[\"']?(?:publish)?date[\"']?\s*[:=]", head):
            yield file.relative_to(root).as_posix()
