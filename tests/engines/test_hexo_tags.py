"""Hexo's tags that need the site's other posts, and its quotations, as hexo 8 shows them."""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main

CONFIG = """\
[site]
title = "T"
url = "https://e.org/"
author = "A"
[content]
dialect = "hexo"
path = "source/_posts"
permalink = "/:title/"
[feeds]
formats = ["json"]
[markdown]
engine = "commonmark"
"""


@pytest.fixture
def hexo(tmp_path):
    (tmp_path / "publish.toml").write_text(CONFIG)
    (tmp_path / "source/_posts").mkdir(parents=True)
    return tmp_path


def write(root, name, title, body):
    text = f"---\ntitle: {title}\ndate: 2025-01-01\n---\n{body}\n"
    (root / f"source/_posts/{name}.md").write_text(text, encoding="utf-8")


def shown(root, title):
    assert main(["-C", str(root), "build", "--now", "2026-01-01"]) == 0
    items = json.loads((root / "out/feed.json").read_text("utf-8"))["items"]
    return next(item["content_html"] for item in items if item["title"] == title)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{% post_link b %}", '<a href="https://e.org/b/">第二 &lt;b&gt;</a>'),
        ('{% post_link b "Its own" %}', '<a href="https://e.org/b/">Its own</a>'),
        ("{% post_link b words of it %}", '<a href="https://e.org/b/">words of it</a>'),
        ("[x]({% post_path b %})", '<a href="https://e.org/b/">x</a>'),
    ],
)
def test_a_link_to_a_post_shows_its_title_unless_it_has_words(hexo, tag, expected):
    write(hexo, "a", "First", f"- 见 {tag}")
    write(hexo, "b", "'第二 <b>'", "x")
    assert f"<li>见 {expected}</li>" in shown(hexo, "First")


def test_another_title_is_shown_by_the_next_run(hexo):
    write(hexo, "a", "First", "{% post_link b %}")
    write(hexo, "b", "Old", "x")
    assert ">Old</a>" in shown(hexo, "First")
    write(hexo, "b", "New one", "x")
    assert ">New one</a>" in shown(hexo, "First")


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Ada", "<p>— Ada</p>"),
        ("Ada, A Book", "<p>— Ada, A Book</p>"),
        ("Ada https://a.org/x/", '<p>— Ada, <a href="https://a.org/x/">a.org/x</a></p>'),
        ("阿达 https://a.org 标题 二", '<p>— 阿达, <a href="https://a.org">标题 二</a></p>'),
        ("", ""),
    ],
)
def test_whom_a_quotation_names(hexo, named, expected):
    write(hexo, "a", "First", f"{{% blockquote {named} %}}\n*q*\n{{% endblockquote %}}")
    html = shown(hexo, "First").replace("\n", "")
    assert html == f"<blockquote><p><em>q</em></p>{expected}</blockquote>"
