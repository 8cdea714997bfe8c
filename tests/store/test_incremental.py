"""Builds that cost what changed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import CONFIG
from settled import Site, reading, trusting

PLAIN = '[content]\ndialect = "plain"\n'
"""Otherwise each build looks whether articles begin as an engine's do."""


@pytest.fixture(autouse=True)
def _trusting():
    with trusting():
        yield


@pytest.fixture
def site(tmp_path):
    folder = Site(tmp_path)
    folder.config(CONFIG + PLAIN)
    folder.article("a.md", "title: Alpha\ntags: [x, y]", "Alpha text. [to b](b.md)\n")
    folder.article("b.md", "title: Beta\ntags: [y]\ndate: 2025-06-16", "Beta text.\n")
    folder.build()
    return folder


def report(site, capsys, *options, **given):
    capsys.readouterr()
    site.build("--json", *options, **given)
    return json.loads(capsys.readouterr().out)


def read_in(site, *options, **given):
    """Return which articles a build reads, each as often as it is read."""
    with reading(site.root / "content") as files:
        site.build(*options, **given)
    return [Path(file).name for file in files]


def test_a_run_with_nothing_to_do_reads_no_article(site, capsys):
    before = site.tree()
    assert read_in(site) == []
    again = report(site, capsys)
    assert (again["written"], again["unchanged"], again["articles"]) == ([], len(before), 2)
    assert site.tree() == before


def test_a_changed_article_costs_that_article(site, capsys):
    site.article("b.md", "title: Better\ntags: [y]", "Beta text.\n")
    assert set(read_in(site)) == {"b.md"}
    site.article("b.md", "title: Best\ntags: [y]", "Beta text.\n")
    written = report(site, capsys)["written"]
    assert {path.partition("/")[0] for path in written} >= {"atom.xml", "tags"}
    assert not [path for path in written if path.startswith("tags/x/atom")]
    assert "Best" in site.tree()["atom.xml"].decode()


def test_a_site_title_changes_all_feeds_and_renders_nothing(site, capsys):
    config = (site.root / "publish.toml").read_text("utf-8")
    site.config(config.replace("测试 & Test", "Old"))
    assert read_in(site) == []
    site.config(config.replace("测试 & Test", "New"))
    written = report(site, capsys)["written"]
    assert {path for path in site.tree() if path.endswith((".xml", "feed.json"))} <= set(written)


def test_a_comment_in_the_configuration_writes_nothing(site, capsys):
    config = (site.root / "publish.toml").read_text("utf-8")
    site.config(config + "# That was all.\n")
    assert read_in(site) == []
    site.config(config)
    assert report(site, capsys)["written"] == []


def test_articles_appear_and_vanish_though_no_file_changes(site):
    site.article("c.md", "date: 2026-03-01\nexpires: 2026-05-01")
    site.build()
    assert ">c<" not in site.tree()["atom.xml"].decode()
    for now, there in [
        ("2026-02-28", False), ("2026-03-02", True), ("2026-04-30", True), ("2026-05-02", False),
        ("2026-04-01", True),  # The clock goes backwards.
    ]:  # fmt: skip
        site.build(now=now)
        assert (">c<" in site.tree()["atom.xml"].decode()) is there, now


@pytest.mark.parametrize(
    ("before", "there"),
    [("date: ", [False, True, True]), ("date: 2026-01-01\nexpires: ", [True, False, False])],
)
def test_an_article_appears_and_vanishes_at_the_very_moment(site, before, there):
    site.article("c.md", f"{before}2026-03-01T00:00:00+08:00")
    moments = ("2026-02-28T15:59:59Z", "2026-02-28T16:00:00Z", "2026-02-28T16:00:01Z")
    for now, expected in zip(moments, there, strict=True):
        site.build(now=now)
        assert (">c<" in site.tree()["atom.xml"].decode()) is expected, now


def test_an_alias_changes_the_entries_of_the_articles_that_have_the_term(site):
    site.config(
        CONFIG.replace('field = "tags"\n', 'field = "tags"\naliases = { x = "New" }\n') + PLAIN
    )
    site.build()
    feed = site.tree()["atom.xml"].decode()
    assert 'term="New"' in feed
    assert 'term="x"' not in feed
    assert site.tree() == site.clean_tree()


def test_the_name_of_a_term_changes_with_its_most_frequent_spelling(site):
    site.article("c.md", "title: C\ntags: [Y]")
    site.article("d.md", "title: D\ntags: [Y]")
    site.article("e.md", "title: E\ntags: [Y]")
    site.build()
    assert 'term="y"' not in site.tree()["atom.xml"].decode()
    assert site.tree() == site.clean_tree()


def test_drafts_are_not_mistaken_for_the_run_before(site):
    site.article("d.md", "title: Draft\ndraft: true")
    site.build()
    for options, there in [((), False), (("--drafts",), True), ((), False)]:
        site.build(*options)
        assert ("Draft" in site.tree()["atom.xml"].decode()) is there


@pytest.mark.parametrize("do", [Path.unlink, lambda file: file.write_text("x")])
def test_a_file_that_somebody_spoiled_comes_back(site, do):
    before = site.tree()
    do(site.out / "tags/y/rss.xml")
    site.build()
    assert site.tree() == before


@pytest.mark.parametrize("count", [1, 100])  # So many are read by other processes.
def test_an_image_that_changes_or_appears_changes_its_entries(site, count):
    for number in range(count):
        site.article(f"{number}.md", "title: Alpha\nfeatured_image: /p.svg")
    site.build("--jobs", "2")
    assert "fileSize" not in site.tree()["atom.xml"].decode()
    for length in (5, 7):
        site.write("static/p.svg", "<" * length)
        site.build()
        assert f'length="{length}"' in site.tree()["atom.xml"].decode()


def test_an_image_in_a_text_matters_only_by_being_there(site):
    site.article("a.md", "title: Alpha", "![](p.png)\n")
    site.build()
    site.write("content/p.png", "x")
    assert "a.md" in read_in(site)
    site.write("content/p.png", "another")
    assert read_in(site) == []


def test_a_link_follows_the_article_that_moves(site):
    assert "https://example.org/b/" in site.tree()["tags/x/atom.xml"].decode()
    site.article("b.md", "title: Beta\ntags: [y]\nslug: moved", "Beta text.\n")
    site.build()
    assert "https://example.org/moved/" in site.tree()["tags/x/atom.xml"].decode()


def test_a_template_that_changes_changes_its_page(site):
    for text in ("one", "two"):
        site.write("templates/feeds.opml", text)
        site.build()
        assert site.tree()["feeds.opml"] == text.encode()


@pytest.mark.parametrize("name", ["_part.html", ".part.html", "linked/part.html"])
def test_what_a_template_includes_changes_its_page(site, name):
    (site.root / "elsewhere").mkdir()
    (site.root / "templates").mkdir()
    (site.root / "templates/linked").symlink_to(site.root / "elsewhere")
    site.write("templates/feed.html", f'{{% include "{name}" %}}')
    for text in ("one", "two"):
        site.write(f"templates/{name}", text)
        site.build()
        site.build()
        assert site.tree()["tags/y/index.html"] == text.encode()


def test_a_template_of_a_sites_own_may_show_anything(site):
    site.write(
        "templates/feed.html",
        "{% for card in directory.groups[0].cards %}{% for a in card.newest %}"
        "{{ a.summary }} {{ a.authors[0].name }},{% endfor %}{% endfor %}",
    )
    site.build()
    site.article("b.md", "title: Beta\ntags: [y]\nsummary: A new one.\nauthor: Bob")
    site.build()
    for path in ("tags/x/index.html", "tags/y/index.html"):
        assert "A new one. Bob," in site.tree()[path].decode()


def test_signs_of_an_engine_change_how_articles_are_read(site):
    site.config(CONFIG)
    site.article("_index.md", "cascade: {tags: [all]}")
    site.article("c.md", "title: C")
    site.build()
    site.build()
    assert "tags/all/atom.xml" not in site.tree()
    site.write("hugo.toml", 'baseURL = "https://example.org/"\n')
    site.build()
    assert "tags/all/atom.xml" in site.tree()
    (site.root / "hugo.toml").unlink()
    site.build()
    assert "tags/all/atom.xml" not in site.tree()


def test_a_letter_that_comes_from_elsewhere_is_listed(site):
    site.run("digest", "weekly", "--period", "2025-W25", now="2026-01-01")
    site.build()
    shutil.copytree(site.out / "digests/weekly/2025-W25", site.out / "digests/weekly/2025-W20")
    site.build()
    assert "2025-W20" in site.tree()["digests/weekly/index.html"].decode()


def test_young_files_are_not_trusted(site):
    """Content that changes within a time stamp's tick, and keeps its size, is seen all the same."""
    file = site.article("c.md", "title: Gamma1")
    for title in ("Gamma1", "Gamma2"):
        file.write_bytes(file.read_bytes().replace(b"Gamma1", title.encode()))
        os.utime(file, (1_700_000_000, 1_700_000_000))
        site.build()
        assert title in site.tree()["atom.xml"].decode()


def test_a_file_is_not_known_by_its_size_and_its_time_alone(site):
    """File systems may count whole seconds, and whoever copies a file may set its time."""
    file = site.article("c.md", "title: Gamma1")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    site.build()
    assert read_in(site) == []
    file.write_bytes(file.read_bytes().replace(b"Gamma1", b"Gamma2"))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    site.build()
    assert "Gamma2" in site.tree()["atom.xml"].decode()


def test_a_file_replaced_by_an_older_one_is_read(site):
    older = site.write(
        "older.md", (site.root / "content/b.md").read_bytes().replace(b"Beta", b"Zeta")
    )
    os.utime(older, (1_000_000_000, 1_000_000_000))
    older.replace(site.root / "content/b.md")
    site.build()
    assert "Zeta" in site.tree()["atom.xml"].decode()


def test_a_link_that_leads_elsewhere_is_followed(site):
    for name in ("one", "two"):
        site.write(f"drafts/{name}.md", f"---\ntitle: {name}\ndate: 2025-06-01\n---\nText\n")
    link = site.root / "content/linked.md"
    for name in ("one", "two"):
        link.unlink(missing_ok=True)
        link.symlink_to(site.root / f"drafts/{name}.md")
        site.build()
        assert f">{name}<" in site.tree()["atom.xml"].decode()
    site.write("drafts/two.md", "---\ntitle: three\ndate: 2025-06-01\n---\nText\n")
    site.build()
    assert ">three<" in site.tree()["atom.xml"].decode()


def test_a_checkout_made_anew_renders_nothing(site):
    """Continuous integration keeps the store, and checks the same files out again."""
    for file in (site.root / "content").rglob("*.md"):
        shutil.copy(file, f"{file}.new")
        Path(f"{file}.new").replace(file)
    assert sorted(read_in(site)) == ["a.md", "b.md"]  # Once each: for the header, not for the body.


def test_only_articles_that_a_feed_carries_are_rendered(site):
    site.config(CONFIG.partition("[taxonomies")[0] + "[taxonomies]\n[feeds]\nlimit = 1\n" + PLAIN)
    shutil.rmtree(site.root / ".publish")
    read = read_in(site)
    assert read.count("a.md") > read.count("b.md") == 1  # Of the older one its header alone.
