import re

import pytest
from engine_sites import EngineSite

HUGO = """\
baseURL = "https://hugo.example/sub/"
defaultContentLanguage = "en"
[languages.en]
title = "English"
[languages.zh]
title = "中文"
[permalinks.page]
dated = "/:year/:slug/"
"""
HOME = """\
{{ range site.RegularPages }}{{ .File.Path }} {{ .Permalink }} {{ .Lang }}
{{ end }}"""
PAGES = {
    "posts/a.md": "title: A",
    "posts/a.zh.md": "title: 甲",
    "posts/b/index.md": "title: B",
    "posts/b/index.zh.md": "title: 乙\nslug: yi",
    "dated/c.zh.md": "title: C",
    "posts/url.zh.md": "title: U\nurl: own/u",
    "posts/root-url.zh.md": "title: V\nurl: /own/v",
    "posts/no-language.fr.md": "title: W",
    "posts/x.en.md": "title: X",
}
ZOLA = """\
base_url = "https://zola.example"
title = "Z"
default_language = "en"
author = "Ada"
[languages.zh]
title = "中文"
"""


@pytest.fixture
def hugo(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", HUGO)
    site.write("layouts/home.html", HOME)
    site.write("layouts/all.html", "x")
    for path, header in PAGES.items():
        site.write(f"content/{path}", f"---\n{header}\ndate: 2025-01-02\n---\nText.")
    assert site.publish("init") == 0
    return site


def test_hugos_languages_have_its_addresses(hugo):
    hugo.run("hugo", "--quiet", "--destination", "public")
    theirs = set()
    for page in ("public/index.html", "public/zh/index.html"):
        theirs |= {
            line.strip() for line in (hugo.root / page).read_text().split("\n") if line.strip()
        }
    site, problems = hugo.read()
    assert problems == []
    assert {
        f"{a.source.removeprefix('content/')} {a.permalink} {a.language}" for a in site.articles
    } == theirs


def test_each_language_has_a_feed(hugo):
    assert hugo.publish("build") == 0
    english = (hugo.out / "index.xml").read_text("utf-8")
    chinese = (hugo.out / "zh/atom.xml").read_text("utf-8")
    assert sorted(re.findall("<title>(.)</title>", english)) == ["A", "B", "W", "X"]
    assert re.search('<feed [^>]*xml:lang="zh"', chinese)
    assert sorted(re.findall("<title>(.)</title>", chinese)) == sorted("甲乙CUV")
    assert "<title>中文</title>" in chinese


def test_zolas_languages(tmp_path):
    site = EngineSite(tmp_path)
    site.write("config.toml", ZOLA)
    for path in ("blog/a.md", "blog/a.zh.md", "blog/b/index.zh.md"):
        site.write(f"content/{path}", '+++\ntitle = "T"\ndate = 2025-01-02\n+++\n')
    assert site.publish("init") == 0
    found, _ = site.read()
    assert {a.permalink: a.language for a in found.articles} == {
        "https://zola.example/blog/a/": "en",
        "https://zola.example/zh/blog/a/": "zh",
        "https://zola.example/zh/blog/b/": "zh",
    }
    assert site.publish("build") == 0
    assert (site.out / "zh/atom.xml").is_file()
