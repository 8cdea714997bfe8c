"""Fields that articles have from elsewhere, faults among them."""

import re

import pytest
from conftest import CONFIG

from broadsheet.cli import main


def build(site, capsys, dialect="hugo"):
    site.config(
        CONFIG.replace("[taxonomies.tags]", f'[content]\ndialect = "{dialect}"\n[taxonomies.tags]')
    )
    code = main(["-C", str(site.root), "build"])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("cascade", "message"),
    [
        (
            "cascade: &x\n  cascade: *x",
            "content/posts/_index.md:3: front matter holds itself through an alias",
        ),
        ("cascade: text", "content/posts/_index.md:3: cascade: is no table"),
        (
            "cascade:\n  draft: maybe",
            'content/posts/_index.md:3: draft: "maybe" is neither true nor false',
        ),
    ],
)
def test_faults_of_a_cascade_are_its_files(site, capsys, cascade, message):
    site.raw("posts/_index.md", f"---\ntitle: P\n{cascade}\n---".encode())
    site.article("posts/a.md")
    code, told = build(site, capsys)
    assert (code, message in told) == (1, True), told
    assert not site.out.exists()


def test_a_fault_that_many_inherit_is_told_once(site, capsys):
    site.raw("posts/posts.json", b'{"permalink": "/{{ title | unheard }}/"}')
    site.article("posts/a.md")
    site.article("posts/b.md")
    code, told = build(site, capsys, dialect="eleventy")
    assert (code, told.count("posts/posts.json:1: permalink: ")) == (1, 1), told


def test_data_that_is_no_json_is_a_fault_with_its_line(site, capsys):
    site.raw("posts/posts.json", b'{"layout": "post",\n"tags": [}')
    site.article("posts/a.md")
    code, told = build(site, capsys, dialect="eleventy")
    assert (code, "content/posts/posts.json:2: is not JSON: " in told) == (1, True), told
    site.raw("posts/posts.json", b"")  # Eleventy takes it for no data.
    code, told = build(site, capsys, dialect="eleventy")
    assert (code, "posts.json" in told) == (0, False), told


def test_a_fault_of_computed_data_has_the_line_of_it(site, capsys):
    site.raw(
        "a.md", b"---\ndate: 2025-01-01\neleventyComputed:\n  permalink: '{{ x }}'\n---\nA text"
    )
    code, told = build(site, capsys, dialect="eleventy")
    assert (code, 'content/a.md:3: permalink: "x" is not a field' in told) == (1, True), told


def test_an_article_changes_with_what_it_inherits(site, capsys):
    site.raw("posts/_index.md", b"---\ncascade: {tags: [one]}\n---")
    site.article("posts/a.md")
    assert build(site, capsys)[0] == 0
    site.raw("posts/_index.md", b"---\ncascade: {tags: [two]}\n---")
    assert build(site, capsys)[0] == 0
    assert [
        path for path in site.tree() if path.startswith("tags/") and path.endswith("atom.xml")
    ] == ["tags/two/atom.xml"]


def test_two_articles_of_one_permalink_are_both_named(site, capsys):
    site.article("posts/a.md", "url: /same/")
    site.article("posts/b.md", "url: /same/")
    code, told = build(site, capsys)
    assert code == 1
    assert (
        "content/posts/b.md:1: permalink: https://example.org/same/ is also that of content/posts/a.md"
        in told
    )


def test_an_author_without_a_name_is_nobody_on_a_site_of_an_engine(site, capsys):
    site.article("a.md", "author: {web: https://example.net}")
    site.article("b.md", "author: [{web: https://example.net}, {name: Ann}]")
    code, told = build(site, capsys, "eleventy")
    assert code == 0, told
    names = re.findall(rb"<author>\s*<name>(.*?)<", site.tree()["atom.xml"])
    assert sorted(set(names)) == [b"Ada", b"Ann"]


def test_an_author_without_a_name_is_at_fault_elsewhere(site, capsys):
    site.article("a.md", "author: {web: https://example.net}")
    code, told = build(site, capsys, "plain")
    assert code == 1
    assert "author: an author has no name; write name: in each" in told


def test_feed_false_keeps_an_article_out(site, capsys):
    site.article("a.md", "feed: false")
    site.article("b.md")
    assert build(site, capsys, "plain")[0] == 0
    assert b"/b/" in site.tree()["atom.xml"]
    assert b"/a/" not in site.tree()["atom.xml"]
