"""Links to articles that are not published: their words are shown, and no reader gets a dead link."""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main

LINK = '<a href="https://example.org/b/">it</a>'


def items(site, *options):
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01", *options]) == 0
    return {item["title"]: item for item in json.loads(site.tree()["feed.json"])["items"]}


@pytest.mark.parametrize(
    "state", ["draft: true", "date: 2999-01-01", "date: 2020-01-01\nexpires: 2021-01-01"]
)
@pytest.mark.parametrize("address", ["b.md", "/b/", "b.md#part"])
def test_a_link_is_one_while_its_article_is_published(site, state, address):
    """Kills a cached entry that stays as it is when another article is published or withdrawn."""
    fragment = address.partition("#")[2]
    link = LINK.replace("/b/", f"/b/#{fragment}") if fragment else LINK
    site.article("a.md", "title: a\ndate: 2020-01-01", f"See [it]({address}).")
    ids = set()
    for published in (False, True, False):
        site.article("b.md", "title: b" if published else f"title: b\n{state}")
        found = items(site)["a"]
        assert found["content_html"] == f"<p>See {link if published else 'it'}.</p>"
        ids.add((found["id"], found["date_published"], found.get("date_modified")))
    assert len(ids) == 1


def test_a_preview_with_drafts_links_to_them(site):
    site.article("a.md", "title: a", "See [it](b.md).")
    site.article("b.md", "title: b\ndraft: true")
    assert LINK in items(site, "--drafts")["a"]["content_html"]


def test_a_draft_at_the_address_of_a_published_article_does_not_hide_it(site):
    site.article("a.md", "title: a", "See [it](b.md).")
    site.article("b.md", "title: b")
    site.article("c.md", "title: c\ndraft: true\nslug: b")
    assert LINK in items(site)["a"]["content_html"]


def test_pages_of_the_future_are_on_the_sites_of_some_engines(site):
    """Zola publishes them at once, but no draft."""
    config = site.root / "publish.toml"
    config.write_text(config.read_text("utf-8") + '\n[content]\ndialect = "zola"\n', "utf-8")
    header = "+++\ntitle = '{}'\ndate = {}\n{}+++\n{}"
    body = "See [it](@/b.md) and [that](@/c.md)."
    site.raw("a.md", header.format("a", "2020-01-01", "", body).encode())
    site.raw("b.md", header.format("b", "2999-01-01", "", "").encode())
    site.raw("c.md", header.format("c", "2020-01-01", "draft = true\n", "").encode())
    assert items(site)["a"]["content_html"] == f"<p>See {LINK} and that.</p>"


def test_check_names_links_to_drafts(site, capsys):
    site.article("a.md", "title: a", "See [it](b.md), [[b|b]] and ![[c]].")
    for name in "bc":
        site.article(f"{name}.md", f"title: {name}\ndraft: true")
    main(["-C", str(site.root), "check", "--json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    told = [problem["message"] for problem in problems if "not published" in problem["message"]]
    assert [message.partition(" ")[0] for message in told] == ["b.md", "c.md"]
