"""The whole command, on sites in folders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from broadsheet.cli import main
from broadsheet.output import site_lock

NOW = ["--now", "2026-01-01"]


def build(site, *options):
    return main(["-C", str(site.root), "build", *NOW, *options])


def test_a_site_of_one_article(site, capsys):
    tags = "".join(f"\n  - 标签{n}" for n in range(8))
    topics = "".join(f"\n  - 主题{n}" for n in range(3))
    site.article("a.md", f"tags:{tags}\nmain_topics:{topics}")
    assert build(site, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["articles"], report["feeds"], len(report["written"])) == (1, 36, 54)
    assert (site.out / "tags/标签0/atom.xml").is_file()
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in site.out.rglob("*")}
    assert build(site, "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["written"], again["unchanged"], again["removed"]) == ([], 54, [])
    after = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in site.out.rglob("*")}
    assert after == before


def test_a_second_run_under_cron_is_silent(site, capsys):
    site.article("a.md", body="x[^1]")
    build(site)
    assert "a.md:6: warning: footnote [^1]" in capsys.readouterr().err
    build(site)
    assert capsys.readouterr() == ("", "")


def test_a_feed_names_itself_and_its_page(site):
    site.article("a.md", "tags: [C#]")
    build(site)
    (path,) = (p for p in site.tree() if p.startswith("tags/") and p.endswith("atom.xml"))
    feed = feedparser.parse(site.tree()[path]).feed
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == f"https://example.org/{path}"
    assert links["alternate"] == f"https://example.org/{path.removesuffix('atom.xml')}"
    assert feed.title == "C# · 测试 & Test"


def test_an_article_without_words_is_summed_up_by_its_title(site):
    site.article("a.md", body="")
    build(site)
    for name in ("atom.xml", "rss.xml"):
        entry = feedparser.parse(site.tree()[name]).entries[0]
        assert entry.summary == entry.title
    assert json.loads(site.tree()["feed.json"])["items"][0]["summary"] == entry.title


def test_faults_stop_a_build_and_keep_going_does_not(site, capsys):
    site.article("good.md")
    build(site)
    before = site.tree()
    site.article("new.md")
    site.article("bad.md", "date: soon\ndraft: maybe")
    capsys.readouterr()
    assert build(site) == 1
    error = capsys.readouterr().err
    assert 'content/bad.md:2: date: "soon" is not a date; write e.g.' in error
    assert "content/bad.md:3: draft:" in error
    assert "Traceback" not in error
    assert site.tree() == before
    assert build(site, "--keep-going") == 1
    ids = {e.link for e in feedparser.parse(site.tree()["atom.xml"]).entries}
    assert ids == {"https://example.org/good/", "https://example.org/new/"}


def test_articles_appear_and_vanish_with_time(site):
    site.article("a.md", "date: 2026-06-01\nexpires: 2026-07-01")
    site.article("b.md")
    seen = []
    for now in ("2026-05-31", "2026-06-02", "2026-07-02"):
        assert main(["-C", str(site.root), "build", "--now", now]) == 0
        seen.append(len(feedparser.parse(site.tree()["rss.xml"]).entries))
    assert seen == [1, 2, 1]


def test_a_time_without_offset_is_the_sites(site):
    site.article("a.md", "tags: [early]\ndate: 2026-01-01T03:00:00+08:00")
    site.article("b.md")
    for now, has in [
        ("2026-01-01 02:59", False),
        ("2026-01-01 03:01", True),
        ("2026-01-01 03:01Z", True),
        ("2025-12-31 18:59Z", False),
    ]:
        assert main(["-C", str(site.root), "build", "--now", now]) == 0
        assert ("tags/early/atom.xml" in site.tree()) is has


def test_feeds_of_terms_that_are_gone_are_removed(site):
    site.article("a.md", "tags: [x, y]")
    build(site)
    site.article("a.md", "tags: [x]")
    build(site)
    assert not (site.out / "tags/y").exists()
    assert (site.out / "tags/x/rss.xml").is_file()


def test_hostile_terms_stay_inside_and_apart(site):
    terms = [
        "../../x",
        "/etc/passwd",
        "字" * 300,
        "🎉🎊",
        ".",
        "..",
        "con",
        "Index.html",
        "C",
        "C++",
        "C#",
        "a\\b",
        "<b>",
        "x\u202ey",
    ]
    site.article("a.md", "tags: " + json.dumps([*terms, "n\0l"], ensure_ascii=False))
    assert build(site) == 0
    folders = {p.name for p in (site.out / "tags").iterdir() if p.is_dir()}
    assert len(folders) == len(terms) + 1
    inside = {p.relative_to(site.root).parts[0] for p in site.root.rglob("*")}
    assert inside == {"content", "out", "publish.toml", ".publish"}
    assert not (site.root.parent / "x").exists()


@pytest.mark.parametrize(
    "title",
    [
        "]]>",
        "a\x01b\x00",
        "\\ud800 lone",
        "<script>alert(1)</script>",
        "&amp; & &copy;",
        "\u202eevil",
        "x" * 10_000,
    ],
)
def test_hostile_titles_give_well_formed_feeds(site, title):
    site.raw(
        "a.md",
        (
            "---\ntitle: "
            + json.dumps(title, ensure_ascii=False)
            + "\ndate: 2025-01-01\n---\n"
            + title
        ).encode(),
    )
    assert build(site) == 0
    for path, content in site.tree().items():
        if path.endswith(".xml"):
            assert not feedparser.parse(content).bozo
    item = etree.fromstring(site.tree()["rss.xml"]).find("channel/item")
    assert item.findtext("title") == json.loads(site.tree()["feed.json"])["items"][0]["title"]


@settings(max_examples=40)
@given(
    st.binary(max_size=300)
    | st.binary(max_size=200).map(lambda b: b"---\ntitle: A\ndate: 2025-01-01\n" + b)
)
def test_any_bytes_as_a_file_give_a_build_or_a_clear_error(tmp_path_factory, content):
    from conftest import SiteFolder

    site = SiteFolder(tmp_path_factory.mktemp("site"))
    site.raw("a.md", content)
    assert build(site) in {0, 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "--now", "soon"], 2),
        (["build", "--jobs", "0"], 2),
        (["build", "--out", ""], 2),
        (["bake"], 2),
        ([], 2),
    ],
)
def test_wrong_usage(arguments, code, capsys):
    try:
        assert main(arguments) == code
    except SystemExit as exit_:
        assert exit_.code == code
    assert capsys.readouterr().err


def test_no_site_here(tmp_path, capsys):
    assert main(["-C", str(tmp_path), "build"]) == 1
    assert "run `publish init`" in capsys.readouterr().err


def test_another_run_at_work(site, capsys):
    site.article("a.md")
    with site_lock(site.root):
        assert build(site) == 75
    assert "another run" in capsys.readouterr().err
    assert not site.out.exists()


def test_a_file_where_the_lock_should_be_is_no_traceback(site, capsys):
    site.article("a.md")
    (site.root / ".publish").write_text("")
    assert build(site) == 1
    assert capsys.readouterr().err == ".publish: is no folder; move it away\n"


def test_what_the_system_refuses_is_no_traceback(tmp_path, monkeypatch, capsys):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(["build"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_out_elsewhere_and_out_is_a_file(site, tmp_path, capsys):
    site.article("a.md")
    assert build(site, "--out", str(tmp_path / "public")) == 0
    assert (tmp_path / "public/atom.xml").is_file()
    site.out.write_text("mine")
    assert build(site) == 1
    assert "move that file away" in capsys.readouterr().err
    assert site.out.read_text() == "mine"


@pytest.mark.slow
def test_the_same_bytes_in_any_environment(site):
    for n in range(5):
        site.article(f"{n}.md", f"tags: [a{n}, b, c]\nmain_topics: [x, y{n}]", "a[^1]\n\n[^1]: n\n")
    trees = []
    for zone, seed, locale in (("UTC", "1", "C"), ("Asia/Kolkata", "2", "C.UTF-8")):
        env = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "build", *NOW]
        subprocess.run(command, env=env, check=True, capture_output=True)
        trees.append(site.tree())
        for file in site.out.rglob("*.xml"):
            file.unlink()
    assert trees[0] == trees[1]


def test_a_template_of_the_sites_own_and_a_broken_one(site, capsys):
    site.article("a.md")
    (site.root / "templates").mkdir()
    (site.root / "templates/index.html").write_text("{{ site.title }}")
    assert build(site) == 0
    assert site.tree()["index.html"].decode() == "测试 &amp; Test"
    (site.root / "templates/index.html").write_text("\n{{ sight.title }}")
    assert build(site) == 1
    assert "templates/index.html:2: 'sight' is undefined" in capsys.readouterr().err


def test_pages_can_be_left_out(site):
    site.config((site.root / "publish.toml").read_text("utf-8") + "[pages]\nenabled = false\n")
    site.article("a.md")
    build(site)
    assert set(site.tree()) == {"atom.xml", "rss.xml", "feed.json"}


def test_opml_names_every_feed(site):
    site.article("a.md", "tags: ['<b>', y]\nmain_topics: [z]")
    build(site)
    outlines = etree.fromstring(site.tree()["feeds.opml"]).findall(".//outline[@xmlUrl]")
    assert len(outlines) == 4
    assert {o.get("text") for o in outlines} == {"测试 & Test", "<b>", "y", "z"}


CORPUS = Path(__file__).parents[3] / "shared/corpora/ainews"


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the project")
def test_real_articles(site):
    site.config(
        '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[taxonomies.tags]\nfield="tags"\n'
        '[taxonomies.topics]\nfield="main_topics"\n[content]\nfollow_links = true\n'
    )
    (site.root / "content").rmdir()
    (site.root / "content").symlink_to(CORPUS / "content")
    assert build(site) == 0
    for path, content in site.tree().items():
        if path.endswith(".xml"):
            etree.fromstring(content)
