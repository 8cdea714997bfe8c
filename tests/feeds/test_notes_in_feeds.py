"""Articles without a title, through the real command: feeds, tags, archives, newsletters, checks."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conftest import SiteFolder

from broadsheet.cli import main

ATOM = "{http://www.w3.org/2005/Atom}"
CONFIG = """\
[site]
title = "Notes"
url = "https://a.example/"
language = "en"
description = "Short ones"
author = { name = "A" }
[taxonomies.tags]
field = "tags"
[feeds]
archive = true
limit = 3
[digest.weekly]
period = "week"
"""
LONG = "A first sentence that goes on " + "and on " * 20 + "until it ends. Then more."
NOTES = {
    "search.md": ("", "Shipped the *new* search today. It is fast.\n"),
    "empty.md": ('title: ""\n', LONG),
    "20250618110000.md": ("", "![A dog](https://a.example/dog.png)\n"),
    "0930.md": ("", "今天很热。\n"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = SiteFolder(tmp_path_factory.mktemp("notes"))
    site.config(CONFIG)
    for number, (name, (title, text)) in enumerate(NOTES.items(), 10):
        header = f"---\n{title}date: 2025-06-17T{number}:00:00Z\ntags: [a]\n---\n"
        site.raw(f"notes/{name}", f"{header}{text}".encode())
    site.article("real.md", "title: Real\ndate: 2025-06-16\ntags: [a]", "Text.\n")
    assert main(["-C", str(site.root), "build"]) == 0
    return site


def name_of(url):
    return url.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("folder", ["", "tags/a"])
def test_rss_and_json_have_no_title_where_the_author_gave_none(site, folder):
    rss = list(ET.parse(site.out / folder / "rss.xml").iter("item"))
    titles = {name_of(item.findtext("link")): item.findtext("title") for item in rss}
    assert titles == {"0930": None, "20250618110000": None, "empty": None}
    assert all(item.findtext("description") for item in rss)
    items = json.loads((site.out / folder / "feed.json").read_text("utf-8"))["items"]
    assert [item.get("title") for item in items] == [None] * 3


def test_archives_hold_them_too(site):
    items = [
        item
        for file in site.out.rglob("*.xml")
        if ET.parse(file).getroot().tag == "rss"
        for item in ET.parse(file).iter("item")
    ]
    titles = {name_of(item.findtext("link")): item.findtext("title") for item in items}
    assert titles == dict.fromkeys(("0930", "20250618110000", "empty", "search")) | {"real": "Real"}


def test_atom_which_requires_a_title_has_the_first_words(site):
    entries = [e for f in site.out.rglob("*.xml") for e in ET.parse(f).iter(f"{ATOM}entry")]
    titles = {name_of(e.findtext(f"{ATOM}id")): e.findtext(f"{ATOM}title") for e in entries}
    assert titles.pop("empty").startswith("A first sentence that goes on and on")
    assert titles == {
        "search": "Shipped the new search today",
        "20250618110000": "A dog",
        "0930": "今天很热",
        "real": "Real",
    }


def test_a_newsletter_does_not_say_the_first_words_twice(site, capsysbinary):
    options = ["--period", "2025-W25", "--stdout", "text"]
    assert main(["-C", str(site.root), "digest", *options]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "\nShipped the new search today\nIt is fast.\n" in text
    assert text.count("A first sentence that goes on") == 1
    assert "… and on and on" in " ".join(text.split())
    assert text.count("今天很热") == 1


def test_check_has_nothing_to_say_of_them(site, capsys):
    assert main(["-C", str(site.root), "check", "--json"]) == 0
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [p for p in problems if "/notes/" in p["path"]] == []


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_our_own_feeds_are_equal_to_the_articles(site, name, capsys):
    against = ["check", "--against", str(site.out / name), "--json"]
    assert main(["-C", str(site.root), *against]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []


def test_a_title_that_another_program_made_up_is_named(site, tmp_path, capsys):
    feed = json.loads((site.out / "feed.json").read_text("utf-8"))
    feed["items"][0]["title"] = "0930"
    (tmp_path / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    against = ["check", "--against", str(tmp_path / "feed.json"), "--json"]
    main(["-C", str(site.root), *against])
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [Path(p["path"]).stem for p in problems] == ["0930"]
