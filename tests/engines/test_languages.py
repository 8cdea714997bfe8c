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
    theirs = pages_of_hugo(hugo)
    site, problems = hugo.read()
    assert problems == []
    assert {
        f"{a.source.removeprefix('content/')} {a.permalink} {a.language}" for a in site.articles
    } == theirs


def pages_of_hugo(site):
    site.run("hugo", "--quiet", "--destination", "public")
    pages = (site.root / "public").glob("**/index.html")
    homes = (page.read_text("utf-8") for page in pages if page.parent.name in {"public", "zh"})
    return {line.strip() for home in homes for line in home.split("\n") if line.strip()}


def test_hugos_content_folders_of_languages(tmp_path):
    """A file's folder tells its language, and is no section; settings lie in files of their own."""
    site = EngineSite(tmp_path)
    site.write("config/_default/hugo.toml", "baseURL = 'https://hugo.example/'\n")
    site.write("config/_default/languages.en.toml", "title = 'English'\ncontentDir = 'content/en'")
    site.write("config/_default/hugo.zh.toml", "title = '中文'\ncontentDir = 'content/zh'")
    site.write("config/_default/params.en.toml", "description = 'About'")
    site.write("config/_default/languages.fr.toml", "disabled = true")
    site.write("config/_default/permalinks.toml", "dated = '/:year/:slug/'")
    site.write("config/production/hugo.toml", "uglyURLs = { notes = true }")
    site.write("layouts/home.html", HOME)
    site.write("layouts/all.html", "x")
    for path in ("posts/a", "posts/b/index", "dated/c", "notes/d", "root", "posts/deep/_index"):
        for language in ("en", "zh"):
            header = "title: T\ndate: 2025-01-02\ncascade: {author: Ada}"
            site.write(f"content/{language}/{path}.md", f"---\n{header}\n---\n")
    site.write("content/en/posts/deep/e.zh.md", "---\ntitle: E\ndate: 2025-01-02\n---\n")
    site.write("content/other/f.md", "---\ntitle: F\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    theirs = {line.partition(" ")[2] for line in pages_of_hugo(site)}
    found, problems = site.read()
    assert problems == []
    assert {f"{a.permalink} {a.language}" for a in found.articles} == theirs
    assert found.config.site.title == "English"
    assert found.config.site.description == "About"
    assert {a.sections for a in found.articles} == {
        ("posts",),
        ("posts", "deep"),
        ("dated",),
        ("notes",),
        (),
    }
    assert {a.authors[0].name for a in found.articles if a.sections == ("posts", "deep")} == {"Ada"}
    assert site.publish("build") == 0
    assert (site.out / "zh/index.xml").is_file()
    posts = (site.out / "posts/index.xml").read_text("utf-8")
    assert "https://hugo.example/posts/a/" in posts
    assert "https://hugo.example/zh/" not in posts


def test_each_language_has_a_feed(hugo):
    assert hugo.publish("build") == 0
    english = (hugo.out / "index.xml").read_text("utf-8")
    chinese = (hugo.out / "zh/atom.xml").read_text("utf-8")
    assert sorted(re.findall("<title>(.)</title>", english)) == ["A", "B", "W", "X"]
    assert re.search('<feed [^>]*xml:lang="zh"', chinese)
    assert sorted(re.findall("<title>(.)</title>", chinese)) == sorted("甲乙CUV")
    assert "<title>中文</title>" in chinese


def test_terms_have_feeds_in_each_language(hugo):
    for path, header in PAGES.items():
        hugo.write(f"content/{path}", f"---\n{header}\ndate: 2025-01-02\ntags: [C++]\n---\nText.")
    hugo.run("hugo", "--quiet", "--destination", "public")
    assert hugo.publish("build") == 0
    for path in ("tags/c++/index.xml", "zh/tags/c++/index.xml"):
        ours, theirs = (
            sorted(re.findall("<title>(.)</title>", (hugo.root / folder / path).read_text("utf-8")))
            for folder in ("out", "public")
        )
        assert ours == theirs
    page = (hugo.out / "zh/tags/index.html").read_text("utf-8")
    assert "Tags (zh)" in page
    assert ">C++</a>" in page


def test_the_main_language_may_have_capitals(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "config.toml", ZOLA.replace('"en"', '"zh-CN"').replace("languages.zh", "languages.en")
    )
    for path in ("a.md", "a.en.md"):
        site.write(f"content/{path}", f'+++\ntitle = "{path}"\ndate = 2025-01-02\n+++\n')
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    assert "<title>a.md</title>" in (site.out / "atom.xml").read_text("utf-8")


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


def test_hugo_mounts_folders_as_its_content(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        """
        baseURL = "https://a.example/"
        [languages.en]
        weight = 1
        [languages.de]
        weight = 2
        [[module.mounts]]
        source = "text/english"
        target = "content"
        sites.matrix.languages = ["en"]
        [[module.mounts]]
        source = "text/deutsch"
        target = "content"
        sites.matrix.languages = ["de"]
        """,
    )
    site.write("layouts/all.html", "x")
    site.write("layouts/home.html", "{{ range site.RegularPages }}{{ .Permalink }}\n{{ end }}")
    page = "---\ntitle: T\ndate: 2025-01-01\n---\n"
    for folder in ("english", "deutsch"):
        site.write(f"text/{folder}/posts/a.md", page)
    assert site.publish("init") == 0
    site.run("hugo", "--quiet", "--destination", "public")
    pages = [site.root / "public" / name for name in ("index.html", "de/index.html")]
    theirs = {line for page in pages for line in page.read_text("utf-8").split()}
    found, problems = site.read()
    assert problems == []
    assert {article.permalink for article in found.articles} == theirs


def test_hugo_mounts_one_folder_for_a_site_of_one_language(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.yaml",
        "baseURL: https://a.example/\nmodule: {mounts: [{source: content/en, target: content}]}\n",
    )
    site.write("content/en/posts/a.md", "---\ntitle: T\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert [article.permalink for article in found.articles] == ["https://a.example/posts/a/"]


def test_a_language_that_hugo_publishes_nothing_of(tmp_path, capsys):
    """Its folder is `content`, which Hugo mounts for the main language."""
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        """
        baseURL = "https://a.example/"
        [languages.en]
        contentDir = "content.en"
        [languages.zh]
        contentDir = "content"
        """,
    )
    site.write("layouts/all.html", "x")
    site.write("layouts/home.html", "{{ range site.RegularPages }}{{ .Permalink }}\n{{ end }}")
    for folder in ("content", "content.en"):
        site.write(f"{folder}/a.md", "---\ntitle: T\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    assert "publishes nothing of zh; give it a folder of another name" in capsys.readouterr().err
    found, _ = site.read()
    assert [article.permalink for article in found.articles] == ["https://a.example/a/"]
    site.run("hugo", "--quiet", "--destination", "public")
    assert not (site.root / "public/zh/a").exists()


def test_disabled_languages_are_left_out_whatever_they_are_written_in(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        "baseURL = 'https://a.example/'\ndisableLanguages = ['fr']\n[languages]\nen = {}\nfr = {}\n",
    )
    for name in ("a.md", "a.fr.md", "b.html", "b.fr.html"):
        site.write(f"content/{name}", "---\ntitle: T\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert {a.source for a in found.articles} == {"content/a.md", "content/b.html"}


def test_a_folder_of_several_languages_is_told(tmp_path, capsys):
    site = EngineSite(tmp_path)
    mounts = "".join(
        '[[module.mounts]]\nsource = "content"\ntarget = "content"\n'
        f'sites.matrix.languages = ["{name}"]\n'
        for name in ("en", "de")
    )
    site.write(
        "hugo.toml", f'baseURL = "https://a.example/"\n[languages.en]\n[languages.de]\n{mounts}'
    )
    site.write("content/posts/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n")
    site.write("layouts/all.html", "x")
    assert site.publish("init") == 0
    assert "content is mounted for several languages" in capsys.readouterr().err
    site.run("hugo", "--quiet", "--destination", "public")
    assert (site.root / "public/de/posts/a/index.html").is_file()


def test_links_stay_in_the_folder_of_their_language(tmp_path):
    site = EngineSite(tmp_path)
    folders = "".join(
        f'[languages.{name}]\ncontentDir = "content/{name}"\n' for name in ("en", "de")
    )
    site.write("hugo.toml", f'baseURL = "https://a.example/"\n{folders}')
    names = ("/posts/b.md", "b.md", "b")
    text = " ".join(f'[x]({{{{< ref "{name}" >}}}})' for name in names)
    for name in ("en", "de"):
        site.write(f"content/{name}/posts/a.md", f"---\ntitle: A\ndate: 2025-01-01\n---\n{text}")
        site.write(f"content/{name}/posts/b.md", "---\ntitle: B\ndate: 2025-01-02\n---\n")
    site.write("layouts/all.html", "{{ .Content }}")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    site.run("hugo", "--quiet", "--destination", "public")
    for folder in ("", "de/"):
        address = f"https://a.example/{folder}posts/b/"
        ours = (site.out / folder / "feed.json").read_text("utf-8")
        assert ours.count(f'href=\\"{address}\\"') == 3
        page = site.root / f"public/{folder}posts/a/index.html"
        assert page.read_text("utf-8").count(f'href="{address}"') == 3
