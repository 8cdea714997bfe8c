"""The command `publish check`, from outside."""

from __future__ import annotations

import json
import os

import pytest
from conftest import CONFIG
from PIL import Image

from broadsheet import console
from broadsheet.cli import main
from broadsheet.output import site_lock


def check(site, *options):
    return main(["-C", str(site.root), "check", "--now", "2026-01-01", *options])


def test_a_clean_site_exits_with_0_and_says_so(site, capsys):
    site.article("a.md", "summary: Something.")
    assert check(site, "--strict") == 0
    assert capsys.readouterr() == ("", "0 errors and 0 warnings in 1 article\n")


def test_warnings_fail_a_strict_check_only(site, capsys):
    site.article("a.md")
    assert check(site) == 0
    assert check(site, "--strict") == 1
    out, err = capsys.readouterr()
    assert "warning[summary-missing]: the article has no summary" in out
    assert err.startswith("0 errors and 1 warning in 1 article")


def test_errors_fail(site, capsys):
    site.article("a.md", "date: 2025-13-01\nsummary: x")
    assert check(site) == 1
    out, _ = capsys.readouterr()
    assert "error[field-invalid]: date: " in out
    assert "--> content/a.md:2" in out


def test_json(site, capsys):
    site.article("a.md")
    assert check(site, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["command"], report["articles"], report["feeds"]) == ("check", 1, 0)
    assert (report["written"], report["unchanged"], report["removed"]) == (0, 0, 0)
    assert [problem["rule"] for problem in report["problems"]] == ["summary-missing"]


def test_github_annotations_are_relative_to_the_repository(site, capsys, monkeypatch):
    site.article("a.md")
    monkeypatch.chdir(site.root.parent)
    assert check(site, "--format", "github") == 0
    folder = site.root.name
    assert capsys.readouterr().out.startswith(f"::warning file={folder}/content/a.md,line=2,")
    monkeypatch.chdir(site.root)
    assert check(site, "--format", "github") == 0
    assert capsys.readouterr().out.startswith("::warning file=content/a.md,line=2,")


def test_paths_are_relative_to_where_one_stands(site, capsys, monkeypatch):
    site.article("a/x.md")
    site.article("b/y.md", "title: Y\ndate: 2025-01-01")
    monkeypatch.chdir(site.root / "content")
    assert check(site, "b", "--json") == 0
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["path"] == "content/b/y.md"


def test_paths_that_are_not_here_are_the_sites(site, capsys, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    site.article("a.md")
    assert main(["-C", str(site.root), "check", "content/a.md"]) == 0
    assert "in 1 article" in capsys.readouterr().err


def test_an_articles_site_is_found_from_its_own_folder(site, capsys, tmp_path, monkeypatch):
    """Hooks run in the repository's folder, where no publish.toml need be."""
    site.article("a.md", "date: 2025-13-01")
    monkeypatch.chdir(site.root.parent)
    assert main(["check", f"{site.root.name}/content/a.md"]) == 1
    assert "--> content/a.md:2" in capsys.readouterr().out
    other = tmp_path / "other"
    other.mkdir()
    (other / "publish.toml").write_text(CONFIG, encoding="utf-8")
    assert main(["check", f"{site.root.name}/content/a.md", str(other)]) == 2
    assert "check each site by itself" in capsys.readouterr().err


def test_markdown_of_no_site_is_not_taken_for_checked(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("A", encoding="utf-8")
    assert main(["check", "a.md"]) == 2
    assert "no publish.toml here or above" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["content/typo.md", "content/typo", "typo.md", "typo"])
def test_a_path_where_nothing_lies_is_an_error(site, capsys, path):
    site.article("a.md")
    assert check(site, path) == 1
    assert "no such file or directory" in capsys.readouterr().out


def test_an_empty_site_is_an_error(site, capsys):
    assert check(site) == 1
    assert "holds no article" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours(monkeypatch, terminal, environment, expected):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setitem(os.environ, name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert console.has_colour() is expected


def test_feeds_and_letters_of_the_site_are_looked_at(site, capsys):
    site.article("a.md", "summary: Something.")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    assert check(site, "--strict") == 0
    assert capsys.readouterr().err.endswith("in 1 article, 3 feeds\n")
    (site.out / "digests/weekly/2025-W25").mkdir(parents=True)
    (site.out / "digests/weekly/2025-W25/email.html").write_text("<img>")
    (site.out / "atom.xml").write_text("<html>")
    assert check(site) == 1
    out, err = capsys.readouterr()
    assert "error[feed-html]" in out
    assert "error[letter-image-alt]" in out
    assert err.endswith("in 1 article, 3 feeds, 1 newsletter issue\n")


def test_a_tree_that_was_built_elsewhere_is_checked_there(site, capsys, tmp_path):
    site.article("a.md", "slug: old\nsummary: Something.")
    out = tmp_path / "www"
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01", "--out", str(out)]) == 0
    assert check(site, "--strict", "--out", str(out)) == 0
    assert capsys.readouterr().err.endswith("in 1 article, 3 feeds\n")
    site.article("a.md", "slug: new\nsummary: Something.")
    assert check(site, "--strict") == 0
    assert check(site, "--out", str(out)) == 1
    assert "error[id-changed]" in capsys.readouterr().out


def test_a_feed_that_moved_names_its_new_place_and_no_other_does(site, capsys):
    site.config(CONFIG.replace('field = "tags"', 'field = "tags"\naliases = { "old" = "new" }'))
    site.article("a.md", "summary: Something.\ntags: [old]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    moved = site.out / "tags/old/atom.xml"
    assert moved.read_bytes() == (site.out / "tags/new/atom.xml").read_bytes()
    assert check(site, "--strict") == check(site, "--strict", str(moved)) == 0
    (site.out / "tags/lost.xml").write_bytes(moved.read_bytes())
    assert check(site, "--strict") == 1
    assert "warning[self-other]" in capsys.readouterr().out


def test_a_feed_needs_no_site(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "public").mkdir()
    (tmp_path / "public/sitemap.xml").write_text("<urlset/>")
    (tmp_path / "public/index.xml").write_text("<rss version='2.0'/>")
    (tmp_path / "public/empty.xml").write_text("")
    assert main(["check", "public"]) == 1
    out, err = capsys.readouterr()
    assert "error[element-missing]: <rss> has no <channel>\n --> public/index.xml:1:1" in out
    assert "error[feed-empty]" in out
    assert "in 2 feeds" in err
    assert main(["check", "public/sitemap.xml"]) == 1
    assert "error[feed-unknown]" in capsys.readouterr().out
    assert main(["check"]) == 1
    assert "publish.toml" in capsys.readouterr().err


def test_markdown_that_is_no_article_is_left_alone(site, capsys, monkeypatch):
    site.article("a.md", "summary: x")
    readme = site.root / "README.md"
    readme.write_text("# Read me")
    monkeypatch.chdir(site.root)
    assert check(site, "README.md", "content/a.md") == 0
    assert capsys.readouterr().err == "0 errors and 0 warnings in 1 article\n"


def test_a_check_does_not_wait_for_a_build(site, capsys):
    (site.root / "static/images").mkdir(parents=True)
    site.article("a.md", "summary: x", body="![A](/images/lost.png)")
    with site_lock(site.root):
        assert check(site) == 0
    assert "warning[image-missing]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("lost.png", "image-missing"),
        ("./lost.png", "image-missing"),
        ("../lost.png", "image-missing"),
        ("/lost.png", "image-missing"),
        ("/images/lost.png", "image-missing"),
        ("/photos/lost.png", "image-elsewhere"),
        ("photos/lost.png", "image-elsewhere"),
        ("../../../lost.png", "image-elsewhere"),
        ("beside.png", ""),
        ("by-page.png", ""),
        ("../kept.png", ""),
        ("/kept.png", ""),
        ("//cdn.example/lost.png", ""),
        ("https://example.org/lost.png", ""),
    ],
)
def test_pictures_that_are_missing_or_elsewhere(site, capsys, path, rule):
    for place in (
        "content/s/beside.png",
        "content/kept.png",
        "static/images/x.png",
        "static/s/a/by-page.png",
    ):
        (site.root / place).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(site.root / place)
    site.article("s/a.md", "summary: x", body=f"![A]({path})")
    main(["-C", str(site.root), "check", "--json", "--now", "2026-01-01"])
    found = {problem["rule"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    assert found == ({rule} if rule else set())


@pytest.mark.parametrize("path", ["lost.png", "/lost.png", "images/lost.png"])
def test_a_letter_goes_without_a_picture_that_is_missing(site, capsys, path):
    (site.root / "static/images").mkdir(parents=True)
    site.article("a.md", f"featured_image: {path}\nsummary: x")
    assert (
        main(["-C", str(site.root), "digest", "--period", "2025-W25", "--now", "2026-01-01"]) == 0
    )
    assert "its file is missing; put it there" in capsys.readouterr().err
    assert "lost.png" not in (site.out / "digests/weekly/2025-W25/email.html").read_text("utf-8")


def test_a_picture_that_is_nowhere_on_this_machine_stays(site, capsys):
    site.article("a.md", "featured_image: images/a (1).png\nsummary: x")
    assert (
        main(["-C", str(site.root), "digest", "--period", "2025-W25", "--now", "2026-01-01"]) == 0
    )
    letter = (site.out / "digests/weekly/2025-W25/email.html").read_text("utf-8")
    assert "https://example.org/images/a%20%281%29.png" in letter
    main(["-C", str(site.root), "check", "--now", "2026-01-01"])
    assert (
        "warning[image-elsewhere]: images/a (1).png is not on this machine"
        in capsys.readouterr().out
    )


def test_times_that_are_equal_are_told_of_the_articles_or_of_the_feeds(site, capsys):
    for name in ("a", "b"):
        site.article(f"{name}.md", f"title: About {name}\nsummary: x")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    for paths, rule in (([], "date-taken"), (["out/atom.xml"], "entry-time-repeated")):
        capsys.readouterr()
        named = [str(site.root / path) for path in paths]
        assert check(site, "--json", *named) == 0
        found = [problem["rule"] for problem in json.loads(capsys.readouterr().out)["problems"]]
        assert found == [rule]


@pytest.mark.parametrize("content", ["content", ""])
def test_the_folder_of_a_site_stands_for_all_of_it(site, capsys, content):
    site.config(CONFIG + f'[content]\npath = "{content}"\nexclude = ["out/**"]\n')
    site.article("a.md", "tags: [x]\nsummary: x", body="[^1]")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01", "--quiet"]) == 0
    for path in (site.root, site.root / "content"):
        capsys.readouterr()
        check(site, str(path))
        out, err = capsys.readouterr()
        assert "footnote-undefined" in out
        assert err.startswith("0 errors and 1 warning in 1 article")
        assert ("6 feeds" in err) is (path == site.root)
