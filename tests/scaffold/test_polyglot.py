"""Sites of Jekyll in several languages, as jekyll-polyglot publishes them."""

import json
import tomllib

import pytest

from broadsheet.cli import main

CONFIG = """\
title: Site
url: https://a.example
permalink: /:categories/:year/:title/
plugins: [jekyll-polyglot]
languages: [en, pt-BR, fr]
default_lang: en
"""


def post(root, path, header=""):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: T\n{header}\n---\nText.\n", "utf-8")


def addresses(root, feed):
    items = json.loads((root / "out" / feed).read_text("utf-8"))["items"]
    return [(item["url"].removeprefix("https://a.example"), item["language"]) for item in items]


@pytest.mark.parametrize(
    ("more", "header"), [("lang_from_path: true\n", ""), ("", "lang: pt-br\ntags: [x]")]
)
def test_each_language_has_its_folder_and_its_feed(tmp_path, more, header):
    (tmp_path / "_config.yml").write_text(CONFIG + more, "utf-8")
    (tmp_path / "feed.xml").write_text("---\n---\n<rss>{% for post in site.posts %}", "utf-8")
    post(tmp_path, "_posts/2025-01-02-a.md")
    post(tmp_path, "_posts/pt-BR/2025-01-02-a.md", header)
    post(tmp_path, "fr/_posts/2025-01-01-b.md", header.replace("pt-br", "fr") + "\ncategories: k")
    assert main(["init", str(tmp_path)]) == 0
    told = tomllib.loads((tmp_path / "publish.toml").read_text("utf-8"))
    assert told["site"]["language"] == "en"
    assert main(["-C", str(tmp_path), "build"]) == 0
    assert addresses(tmp_path, "feed.json") == [("/2025/a/", "en")]
    assert addresses(tmp_path, "pt-BR/feed.json") == [("/pt-BR/2025/a/", "pt-BR")]
    assert addresses(tmp_path, "fr/feed.json") == [("/fr/k/2025/b/", "fr")]
    assert (tmp_path / "out/feed.xml").is_file()
    assert (tmp_path / "out/pt-BR/feed.xml").is_file()


@pytest.mark.parametrize(
    "config",
    [
        CONFIG.replace("plugins: [jekyll-polyglot]\n", ""),
        CONFIG.replace("[en, pt-BR, fr]", "[en]"),
    ],
)
def test_other_sites_have_one_language(tmp_path, config):
    (tmp_path / "_config.yml").write_text(config, "utf-8")
    post(tmp_path, "_posts/2025-01-02-a.md", "lang: fr")
    assert main(["init", str(tmp_path)]) == 0
    assert "languages" not in (tmp_path / "publish.toml").read_text("utf-8")
