"""Files of Hugo's bundles in several languages: which one a page shows, and where it is published.

Expected addresses are those of Hugo 0.168.
"""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main

CONFIG = """\
[site]
title = "T"
url = "https://e.org/"
language = "en"
author = "A"
[content]
dialect = "hugo"
path = "content"
permalink = "/p/:slug/"
[content.languages]
en = ""
de = "de"
[feeds]
formats = ["json"]
"""


def picture(site, page: str, name: str, *files: str) -> str:
    """Return the address of the picture that a bundle's page in a language shows."""
    site.config(CONFIG)
    for language in ("en", "de"):
        fields = f"title: {language}\ndate: 2025-01-01\nslug: in-{language}"
        site.article(f"b/index.{language}.md", fields, f"![x]({name})")
    for file in files:
        site.raw(f"b/{file}", b"x")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    return shown(site, page)


def shown(site, page: str) -> str:
    items = {item["title"]: item for item in json.loads(site.tree()["feed.json"])["items"]}
    return items[page]["content_html"].partition('src="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("page", "name", "files", "expected"),
    [
        ("en", "a.png", ["a.png"], "p/in-en/a.png"),
        ("de", "a.png", ["a.png"], "p/in-en/a.png"),
        ("de", "a.png", ["a.png", "a.de.png"], "de/p/in-de/a.de.png"),
        ("en", "a.png", ["a.png", "a.de.png"], "p/in-en/a.png"),
        ("en", "a.png", ["a.en.png", "a.de.png"], "p/in-en/a.en.png"),
        ("de", "img/a.png", ["img/a.de.png"], "de/p/in-de/img/a.de.png"),
        ("de", "./a.de.png", ["a.de.png"], "de/p/in-de/a.de.png"),
    ],
)
def test_a_page_shows_the_picture_of_its_language(site, page, name, files, expected):
    assert picture(site, page, name, *files) == f"https://e.org/{expected}"


def test_the_main_page_s_new_slug_moves_the_files_that_its_translations_show(site):
    assert picture(site, "de", "a.png", "a.png") == "https://e.org/p/in-en/a.png"
    site.article("b/index.en.md", "title: en\ndate: 2025-01-01\nslug: moved", "x")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    assert shown(site, "de") == "https://e.org/p/moved/a.png"
