"""`[digest.NAME] subscribe` is linked from the e-mail, the web copy, the archive and the pages of feeds."""

from __future__ import annotations

import pytest
from conftest import CONFIG, SiteFolder
from lxml import html

from broadsheet.cli import main

FORM = "https://provider.example/forms/1?a=1&b=2"
EDITIONS = f"""
[digest.weekly]
title = "A <weekly>"
subscribe = "{FORM}"
[digest.daily]
period = "day"
"""
TAGGED = "tags: [x]"


def build(site, editions=EDITIONS):
    site.config(CONFIG + editions)
    site.article("a.md", TAGGED)
    assert main(["-C", str(site.root), "digest", "--period", "2025-W25"]) == 0
    assert main(["-C", str(site.root), "build"]) == 0
    return site.tree()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return build(SiteFolder(tmp_path_factory.mktemp("site")))


def links(page, url=FORM):
    return [a.text_content().strip() for a in html.fromstring(page).xpath(f"//a[@href='{url}']")]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("index.html", "A <weekly>"),
        ("tags/x/index.html", "A <weekly>"),
        ("digests/weekly/index.html", "邮件订阅"),
        ("digests/weekly/2025-W25/index.html", "邮件订阅"),
        ("digests/weekly/2025-W25/email.html", "邮件订阅"),
    ],
)
def test_one_is_led_to_the_form_from_everywhere(pages, path, shown):
    assert [text.strip("\u2068\u2069") for text in links(pages[path])] == [shown]


def test_the_text_part_names_it_too(pages):
    assert f"<{FORM}>" in pages["digests/weekly/2025-W25/email.txt"].decode()


def test_a_path_is_one_of_the_site(site):
    made = build(site, '[digest.weekly]\nsubscribe = "/join/"\n')
    assert links(made["index.html"], "https://example.org/join/")


def test_without_it_nothing_is_said(site):
    made = build(site, "[digest.weekly]\n")
    assert "邮件订阅" not in made["index.html"].decode()
    assert "邮件订阅" not in made["digests/weekly/2025-W25/email.html"].decode()


def test_pages_follow_a_new_address(site):
    build(site)
    made = build(site, EDITIONS.replace("forms/1", "forms/2"))
    assert links(made["tags/x/index.html"], FORM.replace("forms/1", "forms/2"))
