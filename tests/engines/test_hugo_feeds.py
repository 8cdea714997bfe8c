"""Feeds where Hugo has them, compared with the program's own."""

import html
from xml.etree import ElementTree as ET

from engine_sites import EngineSite
from PIL import Image

CONFIG = """\
baseURL = "https://a.example/"
title = "Site"
defaultContentLanguage = "en"
[languages.en]
[languages.de]
[taxonomies]
tag = "tags"
author = "authors"
archive = "archive"
_merge = "shallow"
[frontmatter]
date = ["released", ":default"]
[permalinks.page]
posts = "/:year/:slug/"
[permalinks.section]
news = "/latest/"
"""
PAGES = {
    "posts/_index.md": "title: The posts",
    "posts/a.md": "title: A\ntags: [ios, C++]\nauthors: [ada]",
    "posts/a.de.md": "title: A\ntags: [ios, Größe]\nslug: ah\nauthors: [ada]",
    "posts/deep/_index.md": "title: Deep",
    "posts/deep/b.md": "title: B\ntags: [ios]",
    "other/posts/_index.md": "title: Others' posts",
    "other/posts/i.md": "title: I",
    "no-feed/_index.md": "title: No\noutputs: [html]",
    "no-feed/g.md": "title: G",
    "posts/german/_index.de.md": "title: Nur deutsch",
    "posts/german/h.de.md": "title: H",
    "posts/2020/c.md": "title: C\narchive: '2020'",
    "news/d.md": "title: D",
    "notes/_index.md": "title: Notes\nurl: /own/notes/",
    "notes/e.md": "title: E\ntags: [归纳]",
    "versions/f.md": "title: F\nreleased: 2025-01-03",
    "tags/ios/_index.md": "title: iOS",
    "tags/c++/_index.de.md": "title: Nur auf Deutsch",
    "tags/归纳/_index.md": "title: 归纳\nurl: /tags/summary/",
    "authors/ada/_index.md": "title: Ada Lovelace\nslug: lovelace",
}


def make_site(folder, config, pages=PAGES):
    site = EngineSite(folder)
    site.write("hugo.toml", config)
    site.write("layouts/all.html", "{{ .Title }}")
    for path, text in pages.items():
        date = "" if "_index." in path or "released" in text else "\ndate: 2025-01-02"
        site.write(f"content/{path}", f"---\n{text}{date}\n---\n")
    assert site.publish("init") == 0
    return site


def items(folder):
    """Return what RSS feeds with items hold, by their places."""
    feeds = {file: ET.parse(file) for file in folder.rglob("index.xml")}
    found = {
        file.relative_to(folder).as_posix(): sorted(
            link.text for link in feed.iterfind(".//item/link")
        )
        for file, feed in feeds.items()
    }
    return {place: links for place, links in found.items() if links}


def test_feeds_lie_where_hugo_has_them(tmp_path):
    site = make_site(tmp_path, CONFIG)
    assert site.publish("build") == 0
    ours = items(site.out)
    assert ours["de/tags/ios/index.xml"] == ["https://a.example/de/2025/ah/"]
    assert ours["tags/summary/index.xml"] == ["https://a.example/notes/e/"]
    assert ours["latest/index.xml"] == ["https://a.example/news/d/"]
    assert ours["posts/deep/index.xml"] == ["https://a.example/2025/b/"]
    assert len(ours["posts/index.xml"]) == 2
    assert not (site.out / "other/index.xml").exists()
    feed = ET.parse(site.out / "index.xml")
    categories = {category.text for category in feed.iter("category")}
    assert {"iOS", "C++", "归纳", "2020"} <= categories
    assert "Ada Lovelace" not in categories  # Authors are named elsewhere.
    german = ET.parse(site.out / "de/posts/index.xml")
    assert german.findtext("channel/title") == "The posts · Site (de)"
    assert german.findtext("channel/language") == "de"
    site.run("hugo", "--quiet", "--destination", "public")
    assert ours == hugos_items(site)


def hugos_items(site):
    """Return what Hugo's feeds of articles hold, without those that list terms."""
    theirs = items(site.root / "public")
    lists = ("tags/index.xml", "authors/index.xml", "archive/index.xml")
    return {
        place: [html.unescape(link) for link in links]
        for place, links in theirs.items()
        if not place.endswith(lists)
    }


def test_the_main_language_may_have_a_folder(tmp_path):
    pages = {path: text.replace("url: /own", "url: own") for path, text in PAGES.items()}
    pages["tags/归纳/_index.md"] = "title: 归纳\nslug: summary"
    site = make_site(tmp_path, f"defaultContentLanguageInSubdir = true\n{CONFIG}", pages)
    assert site.publish("build") == 0
    ours = items(site.out)
    assert len(ours.pop("index.xml")) == len(ours["en/index.xml"])
    english = ET.parse(site.out / "en/posts/index.xml")
    assert english.findtext("channel/title") == "The posts · Site"
    site.run("hugo", "--quiet", "--destination", "public")
    assert ours == hugos_items(site)


def test_capital_letters_in_the_addresses_of_feeds(tmp_path):
    site = make_site(tmp_path, "disablePathToLower = true\nremovePathAccents = true\n" + CONFIG)
    assert site.publish("build") == 0
    assert (site.out / "tags/C++/index.xml").is_file()
    assert (site.out / "de/tags/Große/index.xml").is_file()


def test_pictures_of_bundles(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", "baseURL = 'https://a.example/'\n")
    pictures = {
        "feature": ("a-cover.png", "Featured.png"),
        "cover": ("z.png", "thumbnail.png"),
        "none": ("z.png",),
        "typed": ("feature.png", "typed.png"),
        "resource": ("feature.png", "own.png"),
        "slash": ("feature.png", "typed.png"),
    }
    for bundle, names in pictures.items():
        more = {
            "typed": "featuredImage: typed.png\n",
            "slash": "image: /typed.png\n",
            "resource": "resources: [{name: other, src: o.png}, {name: featured-image, src: own.png}]\n",
        }.get(bundle, "")
        site.write(f"content/{bundle}/index.md", f"---\ntitle: T\ndate: 2025-01-02\n{more}---\n")
        for name in names:
            Image.new("RGB", (2, 1)).save(site.root / "content" / bundle / name)
    site.write("content/feature.png", "no bundle's")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert {a.source: a.image and a.image.url for a in found.articles} == {
        "content/feature/index.md": "https://a.example/feature/Featured.png",
        "content/cover/index.md": "https://a.example/cover/thumbnail.png",
        "content/none/index.md": None,
        "content/slash/index.md": "https://a.example/slash/typed.png",
        "content/resource/index.md": "https://a.example/resource/own.png",
        "content/typed/index.md": "https://a.example/typed/typed.png",
    }
    (site.root / "content/none/cover.png").write_bytes(
        (site.root / "content/typed/typed.png").read_bytes()
    )
    found, _ = site.read()
    assert all(a.image for a in found.articles)


def test_feeds_called_as_another_formats(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", "baseURL = 'https://a.example/'\noutputFormats.RSS.baseName = 'atom'\n")
    site.write("content/posts/a.md", "---\ntitle: T\ndate: 2025-01-02\ntags: [x]\n---\n")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    for folder in ("", "posts/", "tags/x/"):
        assert ET.parse(site.out / f"{folder}atom.xml").getroot().tag == "rss"
        assert ET.parse(site.out / f"{folder}feed.atom.xml").getroot().tag.endswith("feed")


def test_settings_that_hugo_reads_in_part(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.yaml", "---\nbaseURL: //a.example\n---\nbaseURL: //b.example\n")
    site.write("content/posts/a.md", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert [a.permalink for a in found.articles] == ["https://a.example/posts/a/"]


def test_feeds_with_another_suffix(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        "baseURL = 'https://a.example/'\n[mediaTypes.'application/rss+xml']\nsuffixes = ['rss']\n",
    )
    site.write("content/posts/a.md", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    assert (site.out / "posts/index.rss").is_file()


def test_a_bundles_files_are_shared_by_its_translations(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        "baseURL = 'https://a.example/sub/'\n[languages]\nen = {}\nde = {}\n[params]\nimages = []\n",
    )
    site.write("layouts/all.html", "x")
    site.write(
        "layouts/home.html",
        '{{ range site.RegularPages }}{{ with .Resources.GetMatch "*" }}{{ .Permalink }}{{ end }}\n{{ end }}',
    )
    for name in ("index.md", "index.de.md"):
        site.write(f"content/a/{name}", "---\ntitle: T\ndate: 2025-01-02\nslug: own\n---\n")
    Image.new("RGB", (2, 1)).save(site.root / "content/a/cover.png")
    assert site.publish("init") == 0
    found, _ = site.read()
    ours = {a.image.url for a in found.articles}
    assert ours == {"https://a.example/sub/own/cover.png"}
    site.run("hugo", "--quiet", "--destination", "public")
    homes = (site.root / f"public/{folder}index.html" for folder in ("", "de/"))
    assert ours == {url for home in homes for url in home.read_text("utf-8").split()}
