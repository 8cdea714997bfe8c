"""Forms to subscribe by e-mail on the pages of out/."""

from __future__ import annotations

import re

import pytest
from conftest import CONFIG, SiteFolder

from broadsheet.cli import main

SEND = '[send]\nrelay = "sendmail"\nurl = "https://letters.example/sub/"\n'
EDITIONS = """\
[digest.weekly]
period = "week"
address = "1 Street"
[digest.monthly]
period = "month"
title = "A <b>month</b>"
description = "Once & for all"
address = "1 Street"
"""


def build(site, extra):
    """Build a site with a configuration, and return its pages by path."""
    site.article("a.md", "date: 2025-06-17T08:00:00+08:00\ntags: [x]")
    site.config(CONFIG + extra)
    for command in (["digest", "weekly", "--now", "2025-06-24"], ["build", "--now", "2025-07-07"]):
        assert main(["-C", str(site.root), *command]) == 0
    paths = (
        "index.html",
        "tags/x/index.html",
        "digests/weekly/index.html",
        "digests/weekly/2025-W25/index.html",
        "digests/weekly/2025-W25/email.txt",
    )
    return {path: (site.out / path).read_text("utf-8") for path in paths}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The pages of a site with two editions and a server, by path."""
    return build(SiteFolder(tmp_path_factory.mktemp("site")), EDITIONS + SEND)


def offered(page):
    return re.findall(r'name="edition" value="(\w+)"', page)


def test_every_page_has_a_form_that_posts_to_the_subscription_pages(found):
    for path, page in found.items():
        if path.endswith(".txt"):
            continue
        (action,) = re.findall(r'<form method="post" action="([^"]+)"', page)
        assert action == "https://letters.example/sub/subscribe?lang=zh-CN", path
        assert 'type="email"' in page
        both = not path.startswith("digests/")
        assert offered(page) == (["weekly", "monthly"] if both else ["weekly"]), path
    assert "A &lt;b&gt;month&lt;/b&gt;" in found["index.html"]
    assert "Once &amp; for all" in found["index.html"]


@pytest.mark.parametrize(
    "extra", [EDITIONS, EDITIONS + SEND + "[subscribe]\nforms = false\n"], ids=["no server", "off"]
)
def test_no_form_where_there_is_no_server_or_it_is_off(site, extra):
    assert all('name="email"' not in page for page in build(site, extra).values())


def test_an_edition_with_a_page_of_its_own_to_subscribe_is_in_no_form(site):
    elsewhere = EDITIONS.replace('"week"\n', '"week"\nsubscribe = "/join/"\n') + SEND
    found = build(site, elsewhere)
    assert offered(found["index.html"]) == ["monthly"]
    copy = found["digests/weekly/2025-W25/index.html"]
    assert offered(copy) == []
    assert 'href="https://example.org/join/"' in copy


def test_pages_follow_when_the_form_is_switched_off(site):
    before = build(site, EDITIONS + SEND)
    assert "letters.example" in before["digests/weekly/2025-W25/index.html"]
    for path, page in build(site, EDITIONS + SEND + "[subscribe]\nforms = false\n").items():
        assert 'name="email"' not in page, path


def test_letters_lead_to_the_pages_of_subscribing_and_preferences(found):
    letter = found["digests/weekly/2025-W25/email.txt"]
    assert "https://letters.example/sub/weekly" in letter
    assert "https://letters.example/sub/manage" in letter
