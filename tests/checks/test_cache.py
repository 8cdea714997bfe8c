"""A second check finds the same, and looks at what changed only."""

from __future__ import annotations

import json
import os
import time

import pytest
from PIL import Image

from broadsheet.checks import articles
from broadsheet.cli import main


@pytest.fixture
def looked_at(monkeypatch):
    """The files that the rules of articles look at; one process does it all, so that all are seen."""
    seen = []
    look = articles._check_page

    def watched(page):
        seen.append(page.article.source)
        return look(page)

    monkeypatch.setattr(articles, "_check_page", watched)
    return seen


def check(site, capsys, looked_at):
    looked_at.clear()
    for file in site.root.rglob("*"):  # Files of this very second count as unsettled.
        if file.stat().st_mtime > time.time() - 5:
            os.utime(file, (file.stat().st_mtime - 100,) * 2)
    main(["-C", str(site.root), "check", "--now", "2026-01-01", "--json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    return {(p["path"], p["rule"]) for p in problems}, len(looked_at)


def test_what_is_as_it_was_is_not_looked_at(site, capsys, looked_at):
    site.article(
        "a.md", "summary: x\ncheck_off: [image-alt]", body="![](https://example.org/a.png) [^1]"
    )
    site.article(
        "b.md", "title: b\ndate: 2025-01-01\nsummary: x", body="![](https://example.org/a.png)"
    )
    expected = {("content/a.md", "footnote-undefined"), ("content/b.md", "image-alt")}
    assert check(site, capsys, looked_at) == (expected, 2)
    assert check(site, capsys, looked_at) == (expected, 0)
    site.article("b.md", "title: b\ndate: 2025-01-01\nsummary: x", body="Mended now.")
    assert check(site, capsys, looked_at) == ({("content/a.md", "footnote-undefined")}, 1)


def test_a_file_that_appears_is_noticed(site, capsys, looked_at):
    (site.root / "static/images").mkdir(parents=True)
    site.article("a.md", "summary: x", body="![A](/images/a.png)")
    missing = {("content/a.md", "image-missing")}
    assert check(site, capsys, looked_at) == (missing, 1)
    assert check(site, capsys, looked_at) == (missing, 0)
    Image.new("RGB", (8, 8)).save(site.root / "static/images/a.png")
    assert check(site, capsys, looked_at) == (set(), 1)


def test_an_article_that_appears_mends_links_to_it(site, capsys, looked_at):
    site.article("a.md", "summary: x", body="[B](b.md)")
    assert check(site, capsys, looked_at) == ({("content/a.md", "link-file")}, 1)
    site.article("b.md", "title: b\ndate: 2025-01-01\nsummary: x")
    assert check(site, capsys, looked_at) == (set(), 2)
