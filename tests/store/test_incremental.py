"""Builds that cost what changed, and give the same bytes as clean ones."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import tempfile
from pathlib import Path

import pytest
from conftest import SiteFolder
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.cli import main

PAST = 1_700_000_000


class Folder(SiteFolder):
    """A site whose files all look old, so that their stamps are trusted."""

    edits = 0

    def build(self, *options: str, now: str = "2026-01-01", code: int = 0) -> None:
        self.age()
        assert main(["-C", str(self.root), "build", "--now", now, *options]) == code

    def age(self) -> None:
        for file in self.root.rglob("*"):
            young = file.is_file() and file.stat().st_mtime > PAST + 1_000_000
            if young and not {".publish", "out", "clean"} & set(file.relative_to(self.root).parts):
                Folder.edits += 1
                os.utime(file, (PAST + Folder.edits,) * 2)

    def tamper(self, path: str, old: str, new: str) -> None:
        """Change a file so that no stamp shows it: who trusts stamps still finds what was there."""
        file = self.root / path
        before = file.stat()
        content = file.read_bytes()
        assert old.encode() in content
        assert len(old.encode()) == len(new.encode())
        file.write_bytes(content.replace(old.encode(), new.encode()))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    def clean_tree(self, now: str = "2026-01-01") -> dict[str, bytes]:
        shutil.rmtree(self.root / "clean", ignore_errors=True)
        self.build("--no-cache", "--out", str(self.root / "clean"), now=now)
        out, self.out = self.out, self.root / "clean"
        try:
            return self.tree()
        finally:
            self.out = out


@pytest.fixture
def site(tmp_path):
    folder = Folder(tmp_path)
    folder.article("a.md", "title: Alpha\ntags: [x, y]", "Alpha text. [to b](b.md)\n")
    folder.article("b.md", "title: Beta\ntags: [y]", "Beta text.\n")
    folder.build()
    return folder


def report(site, capsys, *options, **given):
    capsys.readouterr()
    site.build("--json", *options, **given)
    return json.loads(capsys.readouterr().out)


def test_a_run_with_nothing_to_do_reads_no_article(site, capsys):
    before = site.tree()
    site.tamper("content/a.md", "Alpha text", "Other text")
    again = report(site, capsys)
    assert (again["written"], again["unchanged"], again["articles"]) == ([], len(before), 2)
    assert site.tree() == before


def test_a_changed_article_costs_that_article(site, capsys):
    site.tamper("content/a.md", "Alpha text", "Other text")
    site.article("b.md", "title: Better\ntags: [y]", "Beta text.\n")
    written = report(site, capsys)["written"]
    assert {path.partition("/")[0] for path in written} >= {"atom.xml", "tags"}
    assert not [path for path in written if path.startswith("tags/x/atom")]
    atom = site.tree()["atom.xml"].decode()
    assert "Better" in atom
    assert "Alpha text" in atom


def test_a_site_title_changes_all_feeds_and_renders_nothing(site, capsys):
    site.tamper("content/a.md", "Alpha text", "Other text")
    site.config((site.root / "publish.toml").read_text("utf-8").replace("测试 & Test", "New"))
    written = report(site, capsys)["written"]
    assert {path for path in site.tree() if path.endswith((".xml", "feed.json"))} <= set(written)
    assert "Alpha text" in site.tree()["atom.xml"].decode()


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


def test_an_image_that_changes_or_appears_changes_its_entries(site):
    site.article("a.md", "title: Alpha\nfeatured_image: /p.svg")
    site.build()
    assert "fileSize" not in site.tree()["atom.xml"].decode()
    (site.root / "static").mkdir()
    for length in (5, 7):
        (site.root / "static/p.svg").write_text("<" * length)
        site.build()
        assert f'length="{length}"' in site.tree()["atom.xml"].decode()


def test_a_link_follows_the_article_that_moves(site):
    assert "https://example.org/b/" in site.tree()["tags/x/atom.xml"].decode()
    site.article("b.md", "title: Beta\ntags: [y]\nslug: moved", "Beta text.\n")
    site.build()
    assert "https://example.org/moved/" in site.tree()["tags/x/atom.xml"].decode()


def test_a_template_that_changes_changes_its_page(site):
    (site.root / "templates").mkdir()
    (site.root / "templates/feeds.opml").write_text("one")
    site.build()
    assert site.tree()["feeds.opml"] == b"one"
    (site.root / "templates/feeds.opml").write_text("two")
    site.build()
    assert site.tree()["feeds.opml"] == b"two"


def test_young_files_are_not_trusted(site):
    """Content that changes within a time stamp's tick, and keeps its size, is seen all the same."""
    file = site.article("c.md", "title: Gamma1")
    main(["-C", str(site.root), "build", "--now", "2026-01-01"])
    status = file.stat()
    with file.open("r+b") as stream:
        stream.write(file.read_bytes().replace(b"Gamma1", b"Gamma2"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    main(["-C", str(site.root), "build", "--now", "2026-01-01"])
    assert "Gamma2" in site.tree()["atom.xml"].decode()


def truncate(file):
    with file.open("r+b") as stream:
        stream.truncate(5000)


def scribble(file):
    with file.open("r+b") as stream:
        stream.seek(100)
        stream.write(os.urandom(file.stat().st_size - 200))


def disown(file):
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE maker SET versions = 'of the future'")


def lose_entries(file):
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM serialised")


@pytest.mark.parametrize(
    "spoil",
    [truncate, scribble, disown, lose_entries, Path.unlink, lambda file: file.write_bytes(b"x")],
)
def test_a_spoiled_store_is_made_anew(site, spoil):
    spoil(site.root / ".publish/store.sqlite")
    site.article("b.md", "title: Better\ntags: [y]")
    site.build()
    assert site.tree() == site.clean_tree()
    site.build()
    site.tamper("content/b.md", "Better", "Bitter")
    site.build()
    assert "Bitter" not in site.tree()["atom.xml"].decode()


def test_a_store_that_cannot_be_written_is_done_without(site):
    store = site.root / ".publish/store.sqlite"
    store.unlink()
    store.mkdir()
    (store / "in the way").touch()
    site.article("b.md", "title: Better")
    site.build()
    assert site.tree() == site.clean_tree()
    assert stat.S_ISDIR(store.stat().st_mode)


NAMES = st.sampled_from(["a", "b", "c/d", "e"])
EDITS = st.one_of(
    st.tuples(st.just("write"), NAMES, st.sampled_from(["One", "Two 三", "Drei"])),
    st.tuples(st.just("tags"), NAMES, st.sampled_from(["[x]", "[X, y]", "[z, 微软]"])),
    st.tuples(st.just("date"), NAMES, st.sampled_from(["2025-01-01", "2026-02-01", "2026-06-01"])),
    st.tuples(st.just("link"), NAMES, NAMES),
    st.tuples(st.just("delete"), NAMES, st.none()),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("config"), st.sampled_from(["limit = 1", "limit = 2", 'content = "summary"']), st.none()),
    st.tuples(st.just("clock"), st.sampled_from(["2026-01-01", "2026-03-01", "2026-07-01"]), st.none()),
)  # fmt: skip


@settings(max_examples=15)
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_any_edits_give_what_a_clean_build_gives(edits):
    with tempfile.TemporaryDirectory() as folder:
        site = Folder(Path(folder))
        site.article("always.md", "tags: [x, y]")
        fields: dict[str, dict[str, str]] = {}
        now = "2026-01-01"
        for kind, one, other in [("clock", now, None), *edits]:
            now = one if kind == "clock" else now
            edit(site, fields, kind, one, other)
            site.build(now=now)
            assert site.tree() == site.clean_tree(now)


def edit(site, fields, kind, one, other):
    file = site.root / f"content/{one}.md"
    if kind == "config":
        base = (site.root / "publish.toml").read_text("utf-8").partition("[feeds]")[0]
        site.config(f"{base}[feeds]\n{one}\n")
    elif kind == "delete":
        file.unlink(missing_ok=True)
    elif kind == "rename":
        if file.exists():
            target = site.root / f"content/{other}.md"
            target.parent.mkdir(exist_ok=True)
            file.replace(target)
    elif kind != "clock":
        given = fields.setdefault(one, {})
        given[kind] = other
        front = f"title: {given.get('write', one)}\ntags: {given.get('tags', '[]')}"
        if "date" in given:
            front += f"\ndate: {given['date']}"
        site.article(f"{one}.md", front, f"Text. [link](/{given.get('link', one)}.md)\n")
