"""Addresses as Hugo makes them, compared with the program's own."""

import html
from urllib.parse import unquote

import pytest
from engine_sites import EngineSite

HOME = "{{ range site.RegularPages }}{{ .File.Path }}|{{ .RelPermalink }}\n{{ end }}"
CONFIG = """\
baseURL = "https://a.example/"
[permalinks.page]
title = "/t/:contentbasename/:title"
slug = "/s/:filename/:slug/"
deep = "/d/:sections[1:]/:sectionslugs/:sectionslugs[last]/:contentbasename"
go = "/:06/:1/:Jan/:title/"
file = "/f/:slug.html"
Capital = "/c/:section/:title/"
"""
TITLES = (
    "– x –",
    "🎉 party",
    "a/b",
    "C# is",
    "C#",
    "a+ b",
    "100%",
    "v1.2",
    "-a-",
    "Éa Title",
    "İx",
)
SLUGS = ("%e2%80%93-a", "-a-", "gdi+", "a b", "+a", "a//b", "../b", "C++ is +1", "Ünï_Slug")
PAGES = {
    "deep/a.md": "title: T",
    "deep/Own Sec/deeper/b.md": "title: T",
    "deep/Own Sec/_index.md": "title: Its Title",
    "deep/_index.md": "title: Top\nslug: to_p",
    "go/a.md": "title: Go on",
    "file/a.md": "title: Some file",
    "Capital/Sub/A.md": "title: Über uns",
    "Some Folder/A  B.md": "title: T",
    "Some Folder/Ün - X/index.md": "title: T",
    "Some Folder/na%20me+.md": "title: T",
    "url/a.md": "title: T\nurl: /v1.2/Foo",
    "url/b.md": "title: T\nurl: own/B",
    "url/c.md": "title: T\nurl: /own/:year/:slug",
    "url/d.md": "title: T\nurl: //x//y.html",
    "language.md": "title: T\nlanguage: English",
}


@pytest.mark.parametrize("settings", ["", "disablePathToLower = true\nremovePathAccents = true\n"])
def test_addresses(tmp_path, settings):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", settings + CONFIG)
    site.write("layouts/all.html", "x")
    site.write("layouts/home.html", HOME)
    pages = dict(PAGES)
    for number, title in enumerate(TITLES):
        pages[f"title/{number}.md"] = f'title: "{title}"'
    for number, slug in enumerate(SLUGS):
        pages[f"slug/{number}.md"] = pages[f"no-pattern/{number}/x.md"] = (
            f'title: T\nslug: "{slug}"'
        )
    for path, header in pages.items():
        site.write(f"content/{path}", f"---\n{header}\ndate: 2025-01-02\n---\nText.")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    ours = {
        a.source.removeprefix("content/"): unquote(a.permalink.removeprefix("https://a.example"))
        for a in found.articles
    }
    assert ours["title/0.md"] == "/t/0/x/"
    assert ours["slug/0.md"] == "/s/0/-a/"
    assert ours["no-pattern/2/x.md"] == "/no-pattern/2/gdi+/"
    assert ours["file/a.md"].casefold() == "/f/some-file.html/"
    site.run("hugo", "--quiet", "--destination", "public")
    lines = html.unescape((site.root / "public/index.html").read_text("utf-8")).split("\n")
    theirs = dict(line.strip().split("|") for line in lines if line.strip())
    assert ours == {
        path: unquote(address).replace("a//b", "a/b") for path, address in theirs.items()
    }


def test_cascades_are_of_one_language(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.yaml",
        "baseURL: https://a.example/\ndefaultContentLanguage: en\nlanguages: {en: {}, no: {}}\n",
    )
    for language, author in (("", "Ada"), (".no", "Kari")):
        site.write(
            f"content/posts/_index{language}.md",
            f"---\ntitle: Posts\ncascade: {{author: {author}, target: {{path: /posts/a}}}}\n---\n",
        )
        site.write(f"content/posts/a{language}.md", "---\ntitle: A\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert {(a.permalink, a.authors[0].name) for a in found.articles} == {
        ("https://a.example/posts/a/", "Ada"),
        ("https://a.example/no/posts/a/", "Kari"),
    }


LANGUAGES = """
baseURL = "https://a.example/"
defaultContentLanguage = "en"
[languages.en]
[languages.de]
"""
BY_LANGUAGE = """
[languages.en.permalinks.page]
posts = "/blog/:slug/"
"/" = "/root/:slug/"
[languages.de.permalinks.page]
posts = "/artikel/:year/:slug/"
"/" = "/wurzel/:slug/"
"""
OVER_THE_SITES = (
    BY_LANGUAGE
    + """
[permalinks]
notes = "/notizen/:slug/"
_merge = "none"
"""
)
AS_A_LIST = """
[[permalinks]]
pattern = "/artikel/:year/:slug/"
[permalinks.target]
path = "{/posts/**}"
[permalinks.target.sites.matrix]
languages = ["de"]
[[permalinks]]
pattern = "/own/"
[permalinks.target]
kind = "section"
path = "/posts/**"
[[permalinks]]
pattern = "/blog/:slug/"
[permalinks.target]
path = "/posts/**"
[[permalinks]]
pattern = "/late/:slug/"
[permalinks.target]
path = "/posts/**"
[[permalinks]]
pattern = "/all/:section/:slug/"
target.kind = "page"
"""


@pytest.mark.parametrize(
    "settings",
    [BY_LANGUAGE, OVER_THE_SITES, AS_A_LIST],
    ids=["languages", "over the site's", "list"],
)
def test_patterns_of_languages(tmp_path, settings):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", LANGUAGES + settings)
    site.write("layouts/all.html", "x")
    site.write("layouts/home.html", HOME)
    for path in ("posts/a", "notes/b", "c"):
        for suffix in (".md", ".de.md"):
            site.write(f"content/{path}{suffix}", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    ours = {a.permalink.removeprefix("https://a.example") for a in found.articles}
    assert {"/blog/t/", "/de/artikel/2025/t/"} <= ours
    site.run("hugo", "--quiet", "--destination", "public")
    homes = [site.root / f"public/{folder}index.html" for folder in ("", "de/")]
    lines = [line for home in homes for line in home.read_text("utf-8").split()]
    assert ours == {line.partition("|")[2] for line in lines}


def test_a_target_that_is_no_section_is_told(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.yaml",
        "baseURL: https://a.example/\npermalinks: [{pattern: /:slug/, target: {path: '/posts/*-x'}}]\n",
    )
    site.write("content/posts/a-x.md", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    assert "permalinks for /posts/*-x are not known: write them into" in capsys.readouterr().err
