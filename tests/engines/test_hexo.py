import json
import re
from datetime import UTC
from urllib.parse import urljoin

import pytest
from engine_sites import EngineSite, copy_site
from PIL import Image

from broadsheet.engines import engine_of


@pytest.fixture
def hexo(tmp_path):
    site = copy_site("hexo", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_hexos_own(hexo):
    # Permalinks of Hexo show dates in the zone of the machine, which is the site's at home.
    hexo.run("hexo", "generate", modules=True, zone="Asia/Shanghai")
    pages = json.loads((hexo.root / "public/articles.json").read_text("utf-8"))
    site, problems = hexo.read()
    assert problems == []
    ours = [
        {
            "file": article.source.removeprefix("source/"),
            "url": article.permalink,
            "date": utc(article.published),
            "updated": utc(article.updated),
            "title": article.title,
            "tags": sorted(dict(article.terms)["tags"]),
            "categories": sorted(dict(article.terms)["categories"]),
        }
        for article in site.articles
    ]
    assert ours == pages


def test_tokens_that_have_defaults(tmp_path):
    site = copy_site("hexo", tmp_path)
    file = site.root / "_config.yml"
    pattern = "permalink: :layout/:category/:slug/\ndefault_category: notes"
    text = re.sub(r"(?m)^permalink: .*|^default_category: .*", "", file.read_text("utf-8"))
    file.write_text(f"{text}\n{pattern}\n", encoding="utf-8")
    site.run("hexo", "generate", modules=True, zone="Asia/Shanghai")
    pages = json.loads((site.root / "public/articles.json").read_text("utf-8"))
    assert site.publish("init") == 0
    ours = {a.source.removeprefix("source/"): a.permalink for a in site.read()[0].articles}
    assert any("/post/notes/" in url for url in ours.values())
    assert ours == {page["file"]: page["url"] for page in pages}


@pytest.mark.parametrize(
    "name", [":category/:title.md", ":year-:month-:day-:title.md", ":title/index.md"]
)
def test_what_names_of_files_tell(tmp_path, name):
    site = copy_site("hexo", tmp_path)
    file = site.root / "_config.yml"
    text = file.read_text("utf-8").replace("new_post_name: :title.md", f"new_post_name: {name}")
    file.write_text(f"{text}\nskip_render: _posts/skipped/**\n", encoding="utf-8")
    for path in ("notes/An odd_name.md", "2016-05-06-dated.md", "k/index.md", "b.html"):
        site.write(f"source/_posts/{path}", "---\ntitle: T\ndate: 2024-01-02\n---\nText.")
    site.write("source/_posts/skipped/s.md", "---\ntitle: T\ndate: 2024-01-02\n---\nText.")
    site.run("hexo", "generate", modules=True, zone="Asia/Shanghai")
    pages = json.loads((site.root / "public/articles.json").read_text("utf-8"))
    assert site.publish("init") == 0
    ours = {
        a.source.removeprefix("source/"): [a.permalink, *sorted(dict(a.terms)["categories"])]
        for a in site.read()[0].articles
    }
    assert "_posts/b.html" in ours
    assert ours == {page["file"]: [page["url"], *page["categories"]] for page in pages}


def test_settings_may_be_indented_by_tabs(tmp_path):
    """Kills: tabs within lines replaced too, and settings read anew without the change."""
    site = copy_site("hexo", tmp_path)
    file = site.root / "_config.yml"
    text = file.read_text("utf-8") + "\nmarked:\n\tquotes: 'a\tbc'\n\tbreaks: false\n"
    file.write_text(text, encoding="utf-8")
    assert site.publish("init") == 0
    config = site.read()[0].config
    assert "hardbreaks" not in engine_of(config).flavour_of(config).options


def test_drafts_among_the_posts_are_in_no_feed(tmp_path):
    site = copy_site("hexo", tmp_path)
    site.write("source/_posts/d.md", "---\ntitle: D\ndate: 2024-01-02\ndraft: true\n---\nText.")
    assert site.publish("init") == 0
    assert "source/_posts/d.md" not in {a.source for a in site.read()[0].articles}


def test_pictures_of_asset_folders_lie_beside_the_page(tmp_path):
    site = copy_site("hexo", tmp_path)
    with (site.root / "_config.yml").open("a") as config:
        config.write("\npost_asset_folder: true\n")
    picture = site.write("source/_posts/first/pic.png", "")
    Image.new("RGB", (3, 2)).save(picture)
    body = "![a](pic.png) ![b](first/pic.png) {% asset_img pic.png The picture %}"
    site.write(
        "source/_posts/first.md", f"---\ntitle: A\ndate: 2025-01-02\ncover: pic.png\n---\n{body}"
    )
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    item = next(item for item in items if item["title"] == "A")
    address = f"{item['url']}pic.png"
    assert item["image"] == address
    assert re.findall('src="([^"]+)"', item["content_html"]) == [address] * 3
    site.run("hexo", "generate", modules=True, zone="Asia/Shanghai")
    path = address.removeprefix("https://hexo.example/blog/")
    assert (site.root / "public" / path).is_file()


def test_a_path_from_an_article_to_its_picture_leads_to_the_picture(tmp_path):
    """Kills: `../images/x.png` that is resolved at the page's address, where nothing is."""
    site = copy_site("hexo", tmp_path)
    for name in ("source/images/x.png", "outside.png"):
        picture = site.write(name, "")
        Image.new("RGB", (3, 2)).save(picture)
    body = "![a](../images/x.png) ![b](../../outside.png) ![c](../images/missing.png)"
    site.write("source/_posts/first.md", f"---\ntitle: A\ndate: 2025-01-02\n---\n{body}")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    item = next(item for item in items if item["title"] == "A")
    found, *others = re.findall('src="([^"]+)"', item["content_html"])
    assert found == "https://hexo.example/blog/images/x.png"
    names = "../../outside.png", "../images/missing.png"
    assert others == [urljoin(item["url"], name) for name in names]


def utc(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


HEAD = "---\ntitle: T\ndate: 2025-01-02\n"
CONCEALED = {
    "open": "---\nText.",
    "locked": "password: x\n---\nText.",
    "by-tag": "tags: [diary]\n---\nText.",
    "unlocked": "tags: [diary]\npassword: ''\n---\nText.",
    "hidden": "hidden: true\n---\nText.",
}


@pytest.mark.parametrize(
    ("packages", "settings", "kept"),
    [
        ([], "", {"open", "locked", "by-tag", "unlocked", "hidden"}),
        (["hexo-blog-encrypt"], "", {"open", "by-tag", "unlocked", "hidden"}),
        (
            ["hexo-blog-encrypt", "hexo-hide-posts"],
            "encrypt:\n  tags: [{name: diary, password: y}]\n",
            {"open", "unlocked"},
        ),
        (
            ["hexo-hide-posts"],
            "hide_posts: {allowlist_generators: ['*']}\n",
            {"open", "locked", "by-tag", "unlocked", "hidden"},
        ),
    ],
)
def test_what_plugins_hide_is_in_no_feed(tmp_path, packages, settings, kept):
    """Kills: fields that hide without the plugin, and plugins that hide what they show."""
    site = EngineSite(tmp_path)
    site.write("_config.yml", f"title: T\nurl: https://e.org\n{settings}")
    site.write(
        "package.json", json.dumps({"dependencies": dict.fromkeys(["hexo", *packages], "8")})
    )
    for name, rest in CONCEALED.items():
        site.write(f"source/_posts/{name}.md", HEAD + rest)
    assert site.publish("init") == 0
    found, _ = site.read()
    assert {article.source.split("/")[-1].removesuffix(".md") for article in found.articles} == kept


def test_ignored_files_are_no_articles(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "_config.yml", "title: T\nurl: https://e.org\nignore: ['**/_posts/x/**', '**/b.md']\n"
    )
    site.write("package.json", '{"dependencies": {"hexo": "8"}}')
    for name in ("a", "x/c", "y/b"):
        site.write(f"source/_posts/{name}.md", f"{HEAD}---\nText.")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert [article.source for article in found.articles] == ["source/_posts/a.md"]
