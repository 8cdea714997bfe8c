"""Articles that would share an address, and links that could mean several files."""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main


def build(site, *options):
    return main(["-C", str(site.root), "build", "--now", "2026-01-01", *options])


def items(site):
    return {item["title"]: item for item in json.loads(site.tree()["feed.json"])["items"]}


@pytest.mark.parametrize("drafts", [["a"], ["b"], ["a", "b"]])
def test_a_draft_may_have_the_address_of_another_article(site, capsys, drafts):
    """It will take its place, or get another address before it is published."""
    for name in ("a", "b"):
        state = "draft: true\n" if name in drafts else ""
        site.article(f"{name}.md", f"{state}title: {name}\nslug: same")
    site.article("c.md")
    assert build(site) == 0, capsys.readouterr().err
    assert set(items(site)) == {"a", "b", "c"} - set(drafts)
    assert "is also that of" not in capsys.readouterr().err


@pytest.mark.parametrize("drafts", [["a"], ["b"], ["a", "b"]])
def test_with_drafts_both_are_shown(site, drafts):
    for name in ("a", "b"):
        site.article(
            f"{name}.md", f"draft: {str(name in drafts).lower()}\ntitle: {name}\nslug: same"
        )
    assert build(site, "--drafts") == 0
    assert set(items(site)) == {"a", "b"}


def test_what_comes_after_a_draft_of_its_address_still_has_it_for_itself(site, capsys):
    site.article("a.md", "draft: true\nslug: same")
    site.article("b.md", "slug: same")
    site.article("c.md", "slug: same")
    assert build(site) == 1
    told = capsys.readouterr().err
    assert (
        "content/c.md:1: permalink: https://example.org/same/ is also that of content/b.md" in told
    )
    assert "content/b.md:1:" not in told


def test_who_has_the_id_of_another_is_told_to_change_the_id(site, capsys):
    site.article("a.md", "guid: tag:example.org,2020:same")
    site.article("b.md", "guid: tag:example.org,2020:same")
    assert build(site) == 1
    told = capsys.readouterr().err
    assert "is also that of content/a.md; give one an id of its own" in told


def link_of(site, body, *others):
    for path in others:
        site.article(path, "date: 2020-01-01")
    site.article("deep/a.md", "title: a", body)
    assert build(site) == 0
    return items(site)["a"]["content_html"].partition('href="')[2].partition('"')[0]


def test_a_link_finds_a_file_elsewhere_by_its_name(site):
    assert link_of(site, "[b](b.md)", "x/b.md") == "https://example.org/x/b/"
    assert link_of(site, "[b](b.md#c)", "x/b.md") == "https://example.org/x/b/#c"


def test_a_name_that_several_files_have_leads_to_none_of_them(site, capsys):
    assert link_of(site, "[b](b.md)", "x/b.md", "y/b.md") == "https://example.org/deep/a/b.md"


def test_a_file_beside_the_article_comes_before_others_of_its_name(site):
    found = link_of(site, "[b](b.md)", "deep/b.md", "x/b.md", "y/b.md")
    assert found == "https://example.org/deep/b/"


def test_a_bundle_is_known_by_the_name_of_its_folder(site):
    assert link_of(site, "[b](b.md)", "x/b/index.md") == "https://example.org/x/b/"
