"""What pages and the OPML list hold; tests/browser/ looks at them as people do."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from lxml import etree, html

from broadsheet.cli import main
from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.model import OutputFile
from broadsheet.pages import page_files
from broadsheet.pages.view import reader_links
from broadsheet.site.site import make_site
from broadsheet.templating.templates import Templates

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def content_of(file):
    return file.content if isinstance(file, OutputFile) else file.make()


@pytest.fixture
def pages(tmp_path, make_article):
    def make(tags=(("C++",),), more="", language="zh-CN"):
        config = parse_config(
            f'[site]\ntitle = "T & t"\nurl = "https://example.org/blog/"\nlanguage = "{language}"\n'
            f'[taxonomies.tags]\nfield = "tags"\n{more}',
            tmp_path,
            resolve,
        )
        articles = [
            make_article(
                source=f"{n}.md",
                title=f"<i>{n}</i>",
                permalink=f"https://example.org/{n}/",
                published=datetime(2025, 6, 1 + n % 28, tzinfo=UTC),
                terms=(("tags", given),),
            )
            for n, given in enumerate(tags)
        ]
        site = make_site(articles, config, NOW)
        files = page_files(site, Templates(tmp_path))
        return {f.path: content_of(f).decode() for f in files}

    return make


def test_every_channel_has_a_page_and_they_lead_to_each_other(pages):
    made = pages([("a", "微软"), ("a",)], '[feeds.custom.x]\ntitle = "X"\nany = { tags = ["a"] }\n')
    folders = {path for path in made if path.endswith("index.html")}
    assert folders == {
        "index.html",
        "tags/index.html",
        "tags/a/index.html",
        "tags/微软/index.html",
        "feeds/x/index.html",
    }
    for path in folders:
        tree = html.fromstring(made[path])
        for link in tree.xpath("//a/@href | //link/@href | //script/@src | //form/@action"):
            if re.match("[a-z]+:", link):
                continue
            if link.startswith("#"):
                assert len(tree.xpath("//*[@id = $id]", id=link[1:])) == 1
                continue
            parts = path.split("/")[:-1]
            for part in link.split("/"):
                if part == "..":
                    parts.pop()
                elif part:
                    parts.append(part)
            target = "/".join(parts)
            assert target in made or f"{target}/index.html".lstrip("/") in made, (path, link)


def test_counts_are_of_all_articles_and_the_most_used_comes_first(pages):
    made = pages([("b",)] * 25 + [("a",), ("c", "b")], "[feeds]\nlimit = 5\n")
    tree = html.fromstring(made["index.html"])
    assert tree.xpath("//ul[@class='terms']/li/a/text()") == ["b", "a", "c"]
    assert tree.xpath("//ul[@class='terms']/li/span/text()") == ["26", "1", "1"]
    assert len(html.fromstring(made["tags/b/index.html"]).xpath("//ul[@class='articles']/li")) == 10
    assert "26 篇文章" in made["tags/b/index.html"]


@pytest.mark.slow
def test_500_terms_fit_on_a_page_and_3000_are_folded(pages):
    made = pages([tuple(f"一个标签 {n}" for n in range(500))])
    assert made["index.html"].count('<li><a href="tags/') == 500
    assert len(made["index.html"].encode()) < 60_000
    made = pages([tuple(f"一个标签 {n}" for n in range(3000))])
    assert made["index.html"].count('<li><a href="tags/') == 60
    assert "全部标签（3,000）" in made["index.html"]
    assert len(made["index.html"].encode()) < 15_000
    assert made["tags/index.html"].count("<li>") == 3000


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", ["标签", "复制地址"]),
        ("zh-TW", ["標籤", "複製網址"]),
        ("en", ["Tags", "Copy address"]),
        ("de", ["Schlagwörter", "Adresse kopieren"]),
        ("ar", ["الوسوم", "انسخ العنوان"]),
        ("fr", ["Mots-clés", "Copier l’adresse"]),
        ("ja", ["タグ", "アドレスをコピー"]),
    ],
)
def test_pages_speak_the_sites_language(pages, language, words):
    page = pages(language=language)["index.html"]
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert all(word in page for word in words)


def test_what_stands_beside_a_date_keeps_its_direction(pages):
    assert re.search("articles?\u2069 · \u2068", pages(language="ur")["index.html"])
    assert "\u2068" not in pages(language="en")["index.html"]


def test_a_title_has_the_direction_of_its_articles_language(pages):
    def titles(language):
        made = html.fromstring(pages(language=language)["index.html"]).find_class("articles")[0]
        return [(link.get("lang"), link.get("dir")) for link in made.iter("a")]

    assert titles("ar") == [("en", "ltr")]
    assert titles("en") == [(None, None)]  # As the page has it, whatever letter comes first.
    assert ".articles a" not in re.search("[^\n]*plaintext", pages()["broadsheet.css"])[0]


def test_a_taxonomy_is_called_as_configured_or_by_its_name(pages):
    assert "话题" in pages(more='label = "话题"\n')["index.html"]
    made = pages(more='[taxonomies.bands]\nfield = "tags"\n')["index.html"]
    assert "Bands" not in made  # It has no terms.


def test_main_topics_are_called_topics(make_article, tmp_path):
    config = parse_config(
        '[site]\ntitle = "T"\nurl = "https://example.org/"\nlanguage = "zh-CN"\n'
        '[taxonomies.main_topics]\nfield = "main_topics"\n',
        tmp_path,
        resolve,
    )
    article = make_article(terms=(("main_topics", ("观点",)),))
    files = page_files(make_site([article], config, NOW), Templates(tmp_path))
    pages = {file.path: content_of(file).decode() for file in files}
    assert html.fromstring(pages["main_topics/index.html"]).findtext(".//h1").strip() == "主题"


def test_an_icon_of_the_sites_own_is_fetched_from_where_the_page_is(make_article, tmp_path):
    """So a preview, or a copy on a disk, asks nothing of the site itself."""
    for icon, found in (
        ("icon.png", "../../icon.png"),
        ("https://example.org/blog/图 1.png", "../../%E5%9B%BE%201.png"),
        ("https://cdn.example/icon.png", "https://cdn.example/icon.png"),
        ("/icon.png", "https://example.org/icon.png"),
    ):
        config = parse_config(
            '[site]\ntitle = "T"\nurl = "https://example.org/blog/"\n'
            f'icon = "{icon}"\n[taxonomies.tags]\nfield = "tags"\n',
            tmp_path,
            resolve,
        )
        article = make_article(terms=(("tags", ("a",)),))
        files = page_files(make_site([article], config, NOW), Templates(tmp_path))
        pages = {file.path: content_of(file).decode() for file in files}
        assert html.fromstring(pages["tags/a/index.html"]).xpath("//link[@rel='icon']/@href") == [
            found
        ]


def test_names_are_escaped_everywhere(pages):
    name = "<script>\"'&</script>"
    for path, page in pages([(name,)]).items():
        if path.endswith((".html", ".opml")):
            assert '<script>"' not in page
    opml = etree.fromstring(pages([(name,)])["feeds.opml"].encode())
    assert [o.get("text") for o in opml.iter("outline")] == ["T & t", "标签", name]


@pytest.mark.parametrize("name", ["newest", "letters", "selections", "subscribe"])
def test_a_taxonomy_may_be_called_as_a_part_of_the_page_is(pages, name):
    custom = '[feeds.custom.x]\ntitle = "X"\nany = { tags = ["a"] }\n'
    made = pages([("a",)], f'[taxonomies.{name}]\nfield = "tags"\n{custom}')["index.html"]
    ids = html.fromstring(made).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_opml_groups_feeds_by_taxonomy(pages):
    made = pages([("a", "b")], '[feeds.custom.x]\ntitle = "X"\nany = { tags = ["a"] }\n')
    body = etree.fromstring(made["feeds.opml"].encode()).find("body")
    assert [(o.get("text"), o.get("xmlUrl")) for o in body] == [
        ("T & t", "https://example.org/blog/atom.xml"),
        ("X", "https://example.org/blog/feeds/x/atom.xml"),
        ("标签", None),
    ]
    assert [o.get("htmlUrl") for o in body[2]] == [
        "https://example.org/blog/tags/a/",
        "https://example.org/blog/tags/b/",
    ]
    assert {o.get("type") for o in body.iter("outline") if o.get("xmlUrl")} == {"rss"}
    # The W3C's validator warns of an outline without a type that has more than a text.
    assert dict(body[2].attrib) == {"text": "标签"}


def test_reader_links_hold_the_whole_address():
    links = reader_links("https://e.org/标签/?a=1&b=2")
    assert len({link.name for link in links}) == len(links)
    for link in links:
        assert link.url.endswith("https%3A%2F%2Fe.org%2F%E6%A0%87%E7%AD%BE%2F%3Fa%3D1%26b%3D2")


def test_a_sites_own_style_takes_the_place_of_ours(site):
    (site.root / "templates").mkdir()
    (site.root / "templates/broadsheet.css").write_text("body { color: red }")
    site.article("a.md")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    assert site.tree()["broadsheet.css"] == b"body { color: red }"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("title: First", "title: Last"),
        lambda text: text.replace("2025-06-01", "2025-06-02"),
        lambda text: text.replace("lang: en", "lang: fr"),
    ],
)
def test_a_page_follows_every_change_of_what_it_shows(site, change):
    text = "---\ntitle: First\ndate: 2025-06-01\nlang: en\ntags: [x]\n---\nText.\n"
    site.raw("a.md", text.encode())
    build = ["-C", str(site.root), "build", "--now", "2026-01-01"]
    assert main(build) == 0
    before = site.tree()["tags/x/index.html"]
    site.raw("a.md", change(text).encode())
    assert main(build) == 0
    after = site.tree()["tags/x/index.html"]
    assert after != before
    assert main([*build, "--no-cache"]) == 0
    assert site.tree()["tags/x/index.html"] == after


def test_a_page_follows_the_configuration_and_the_templates(site):
    site.article("a.md", "tags: [x]")
    build = ["-C", str(site.root), "build", "--now", "2026-01-01"]
    assert main(build) == 0
    seen = [site.tree()["tags/x/index.html"]]
    config = (site.root / "publish.toml").read_text("utf-8")
    site.config(config.replace("测试", "考试"))
    assert main(build) == 0
    seen.append(site.tree()["tags/x/index.html"])
    (site.root / "templates/words").mkdir(parents=True)
    (site.root / "templates/words/zh.toml").write_text('copy = "抄"', "utf-8")
    assert main(build) == 0
    seen.append(site.tree()["tags/x/index.html"])
    (site.root / "templates/_subscribe.html").write_text(
        "{% macro subscribe(card, say) %}{{ card.name }}{% endmacro %}"
    )
    assert main(build) == 0
    seen.append(site.tree()["tags/x/index.html"])
    assert len(set(seen)) == len(seen)


def test_a_page_of_somebody_elses_stays_and_the_message_says_how(site, capsys):
    site.article("a.md")
    site.out.mkdir()
    (site.out / "index.html").write_text("theirs")
    build = ["-C", str(site.root), "build", "--now", "2026-01-01"]
    assert main(build) == 1
    assert (
        "out/index.html: was not written by Broadsheet; move it away, or set enabled = false in [pages]"
        in (capsys.readouterr().err)
    )
    site.config((site.root / "publish.toml").read_text("utf-8") + "[pages]\nenabled = false\n")
    assert main(build) == 0
    assert site.tree()["index.html"] == b"theirs"
