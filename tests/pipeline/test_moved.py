"""Renamed terms leave their feeds where people poll them."""

from __future__ import annotations

import feedparser
import pytest

from broadsheet.cli import main

CONFIG = """\
[site]
title = "T"
url = "https://example.org/blog/"
author = "Ada"
[taxonomies.tags]
field = "tags"
"""


@pytest.fixture
def build(site):
    def build(aliases, *tags):
        site.config(f"{CONFIG}aliases = {aliases}\n")
        for n, tag in enumerate(tags):
            site.article(f"{n}.md", f"tags: ['{tag}']")
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        return site.tree()

    return build


def test_the_old_address_works_and_names_the_new(build):
    tree = build('{ "Minimax AI" = "MiniMax" }', "Minimax AI", "MiniMax")
    for name in ("atom.xml", "rss.xml", "feed.json", "index.html"):
        assert tree[f"tags/minimax-ai/{name}"] == tree[f"tags/minimax/{name}"]
    feed = feedparser.parse(tree["tags/minimax-ai/atom.xml"])
    assert len(feed.entries) == 2
    assert "https://example.org/blog/tags/minimax/atom.xml" in {
        link.href for link in feed.feed.links
    }


def test_it_works_as_long_as_it_is_configured(build):
    assert "tags/old/atom.xml" in build('{ "Old" = "New" }', "New")
    tree = build("{}", "New")
    assert not [path for path in tree if path.startswith("tags/old/") or "redirects" in path]


def test_the_maps_lead_from_every_old_path_to_the_new(build):
    tree = build('{ "旧 名" = "新" }', "新")
    old, new = "/blog/tags/%E6%97%A7-%E5%90%8D/", "/blog/tags/%E6%96%B0/"
    names = ("atom.xml", "rss.xml", "feed.json", "")
    assert tree["_redirects"].decode() == "".join(f"{old}{n} {new}{n} 301\n" for n in names)
    assert tree["redirects.map"].decode() == "".join(
        f'"/blog/tags/旧-名/{n}" "{new}{n}";\n' for n in names
    )
    assert tree["redirects.caddy"].decode() == "".join(
        f'redir "/blog/tags/旧-名/{n}" "{new}{n}" 301\n' for n in names
    )


def test_no_feed_is_redirected_to_itself_where_a_server_ignores_case(site):
    paths = 'paths = { atom = "feeds/{slug}.xml" }\n[content]\ndialect = "hexo"\n'
    site.config(f'{CONFIG}aliases = {{ "Old" = "old", "Older" = "old" }}\n{paths}')
    site.article("_posts/a.md", "tags: [Old]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    tree = site.tree()
    assert tree["feeds/Old.xml"] == tree["feeds/Older.xml"] == tree["feeds/old.xml"]
    for name in ("redirects.map", "redirects.caddy", "_redirects"):
        assert b"feeds/Older.xml" in tree[name]
        assert b"feeds/Old.xml" not in tree[name]


def test_servers_compare_with_decoded_paths(site):
    config = CONFIG.replace("/blog/", "/博客/a%20b/")
    site.config(f'{config}aliases = {{ "Old" = "New" }}\n')
    site.article("a.md", "tags: [New]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    tree, encoded = site.tree(), "/%E5%8D%9A%E5%AE%A2/a%20b/tags/"
    for name, old in [
        ("redirects.map", '"/博客/a b/tags/old/atom.xml"'),
        ("redirects.caddy", 'redir "/博客/a b/tags/old/atom.xml"'),
        ("_redirects", f"{encoded}old/atom.xml"),
    ]:
        line = tree[name].decode().splitlines()[0]
        assert line.startswith(old)
        assert f"{encoded}new/atom.xml" in line


def test_caddy_takes_no_part_of_a_name_for_a_placeholder(build):
    tree = build('{ "{http} \\"$x\\"" = "新" }', "新")
    line = next(line for line in tree["redirects.caddy"].decode().splitlines() if "atom" in line)
    assert line.startswith('redir "/blog/tags/%7Bhttp%7D-$x-')


@pytest.mark.parametrize(
    ("aliases", "tags"),
    [
        ('{ "MINIMAX" = "MiniMax" }', ["MiniMax"]),  # The same folder.
        ('{ "Old" = "New" }', ["Other"]),  # Nothing is called so any more.
        ("{}", ["x"]),
    ],
)
def test_where_nothing_moved_nothing_is_written(build, aliases, tags):
    tree = build(aliases, *tags)
    folders = {path.split("/")[1] for path in tree if path.endswith("/atom.xml")}
    assert len(folders) == len(tags)
    assert "_redirects" not in tree
    assert "redirects.map" not in tree


def test_all_spellings_of_an_old_name_move(build):
    tree = build(
        '{ "A b" = "New", "A-B" = "a b", "NEW" = "New" }', "A b", "a-b", "Ａ B", "A-B", "new"
    )
    for folder in ("a-b", "new"):
        assert len(feedparser.parse(tree[f"tags/{folder}/atom.xml"]).entries) == 5
    assert b"/blog/tags/a-b/ /blog/tags/new/ 301\n" in tree["_redirects"]


def test_an_old_folder_that_is_another_terms_now_is_left_to_it(build):
    tree = build('{ "A" = "b", "B" = "a" }', "A", "B", "B")  # They changed places.
    assert tree["tags/a/atom.xml"] != tree["tags/b/atom.xml"]
    assert "_redirects" not in tree


def test_a_term_that_is_renamed_again_and_again(build):
    tree = build('{ "C" = "D", "A" = "B", "B" = "C" }', "A", "B", "C", "D")
    assert len(feedparser.parse(tree["tags/d/atom.xml"]).entries) == 4
    for old in "abc":
        assert tree[f"tags/{old}/atom.xml"] == tree["tags/d/atom.xml"]
        assert f"/blog/tags/{old}/ /blog/tags/d/ 301\n".encode() in tree["_redirects"]


def test_a_term_that_got_its_first_name_back(build):
    before = build('{ "A" = "B" }', "A", "B")
    tree = build('{ "B" = "A" }', "A", "B")
    assert tree["tags/a/atom.xml"] == tree["tags/b/atom.xml"] != before["tags/a/atom.xml"]
    assert b"/blog/tags/b/ /blog/tags/a/ 301\n" in tree["_redirects"]


@pytest.mark.parametrize(
    ("aliases", "chain"),
    [
        ('{ "A" = "B", "B" = "A" }', "A → B → A"),
        ('{ "A" = "B", "B" = "C", "C" = "B" }', "A → B → C → B"),
    ],
)
def test_renames_that_lead_back_are_a_fault(site, capsys, aliases, chain):
    site.config(f"{CONFIG}aliases = {aliases}\n")
    site.article("a.md", "tags: [A]")
    assert main(["-C", str(site.root), "build"]) == 1
    told = capsys.readouterr().err
    assert f"publish.toml:7: taxonomies.tags.aliases: {chain} leads back; leave out" in told
    assert "Traceback" not in told


def test_several_old_names_of_one_term(build):
    tree = build('{ "A" = "New", "B" = "New", "a" = "New" }', "New")
    assert tree["tags/a/atom.xml"] == tree["tags/b/atom.xml"] == tree["tags/new/atom.xml"]
    assert tree["_redirects"].count(b"\n") == 8


def test_feeds_that_lie_elsewhere_move_too(site):
    def build(tag, aliases):
        paths = '{ atom = "feeds/{slug}.tag.atom.xml" }'
        site.config(f"{CONFIG}aliases = {aliases}\npaths = {paths}\n")
        site.article("a.md", f"tags: ['{tag}']")
        assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
        return site.tree()

    before = {path for path in build("Old", "{}") if path.endswith((".xml", ".json"))}
    after = build("Old", '{ "Old" = "New" }')
    assert before <= after.keys()
    assert after["feeds/old.tag.atom.xml"] == after["feeds/new.tag.atom.xml"]
    assert b"/blog/feeds/old.tag.atom.xml /blog/feeds/new.tag.atom.xml 301" in after["_redirects"]


def test_languages_have_old_addresses_too(site):
    config = CONFIG.replace(
        "[taxonomies.tags]",
        '[content]\nlanguages = { en = "", fr = "fr" }\n[feeds]\nlanguages = ["en"]\n'
        "[taxonomies.tags]",
    )
    places = 'paths = { rss = "t/{slug}.rss" }\n'
    site.config(f'{config}{places}aliases = {{ "Old" = "New" }}\n')
    site.article("a.fr.md", "tags: [New]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    tree = site.tree()
    assert tree["fr/tags/old/atom.xml"] == tree["fr/tags/new/atom.xml"]
    assert tree["fr/t/old.rss"] == tree["fr/t/new.rss"]
    assert "tags/old/atom.xml" not in tree
