"""`publish digest`, on sites in folders."""

from __future__ import annotations

import email
import email.policy
import json
import os
import shutil
import subprocess
import sys

import feedparser
import pytest
from conftest import CONFIG
from lxml import html as lxml_html

from broadsheet.cli import main
from broadsheet.output.manifest import MANIFEST
from broadsheet.stamps import Stamps, stamp
from broadsheet.store import with_store
from broadsheet.up_to_date import LastRun

NOW = ["--now", "2025-06-23T08:00:00Z"]
ISSUE = "digests/weekly/2025-W25/"


def digest(site, *options):
    return main(["-C", str(site.root), "digest", *NOW, *options])


def build(site, *options):
    return main(["-C", str(site.root), "build", *NOW, *options])


def edition(site, text):
    site.config((site.root / "publish.toml").read_text("utf-8") + text)


@pytest.fixture
def report(site, capsys):
    def run(*options):
        assert digest(site, "--json", *options) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_the_last_week_by_default(site, report):
    site.article("old.md", "date: 2025-05-01")
    site.article("a.md", "summary: 摘要。")
    found = report()
    assert (found["edition"], found["issue"]) == ("weekly", "2025-W25")
    assert found["files"] == [
        f"{ISSUE}index.html",
        f"{ISSUE}email.html",
        f"{ISSUE}email.txt",
        f"{ISSUE}email.eml",
    ]
    assert set(site.tree()) == {
        *found["files"],
        *(f"digests/weekly/{name}" for name in ("index.html", "atom.xml", "rss.xml", "feed.json")),
    }
    assert (found["articles"], found["feeds"], found["unchanged"], found["problems"]) == (
        2,
        3,
        0,
        [],
    )
    again = report()
    assert (again["written"], again["unchanged"]) == ([], 8)


def test_an_article_shaped_like_those_of_the_model_user(site):
    tags = "".join(f"\n  - 标签{n}" for n in range(8))
    site.article(
        "posts/b.md",
        f"title: 标题\nsummary: 一段摘要。\nfeatured_image: images/default (13).png\ntags:{tags}",
    )
    assert digest(site) == 0
    page = lxml_html.document_fromstring(site.tree()[f"{ISSUE}email.html"].decode())
    text = page.text_content()
    assert "2025年6月16日至22日" in text
    assert "一段摘要。" in text
    assert "标签" not in text
    (image,) = page.iter("img")
    assert image.get("src") == "https://example.org/images/default%20%2813%29.png"
    links = [a.get("href") for a in page.xpath("//h2/a")]
    assert links == ["https://example.org/posts/b/"]


def test_every_edition_or_one(site, report):
    edition(site, '[digest.daily]\nperiod = "day"\n[digest.monthly]\nperiod = "month"\n')
    site.article("a.md")
    later = ("--now", "2025-07-01T08:00:00Z")
    found = report("--period", "2025-06-17", *later)
    names = [(each["edition"], each["issue"]) for each in found["issues"]]
    assert names == [("daily", "2025-06-17"), ("monthly", "2025-06-17")]
    assert (found["edition"], found["issue"], len(found["files"]), found["feeds"]) == (
        None,
        None,
        8,
        6,
    )
    assert report("monthly", *later)["issue"] == "2025-06"


@pytest.mark.parametrize(
    ("options", "issue"),
    [
        (["--period", "2025-06"], "2025-06"),
        (["--period", "2025-06-17"], "2025-06-17"),
        (["--since", "2025-06-10", "--until", "2025-06-18"], "2025-06-10--2025-06-18"),
        (["--since", "2025-06-10"], "2025-06-10--2025-06-24"),
        (["--until", "2025-06-18"], "2025-06-11--2025-06-18"),
        (["--tag", "Atom", "--tag", "微软"], "2025-W25--tags--atom--tags--微软"),
        (["--topic", "AI", "--limit", "1"], "2025-W25--1--topics--ai"),
    ],
)
def test_what_the_options_ask_for_is_in_the_issues_name(site, report, options, issue):
    site.article("a.md", "tags: [Atom]\nmain_topics: [AI]")
    assert report(*options)["issue"] == issue
    page = (site.out / f"digests/weekly/{issue}/index.html").read_text("utf-8")
    assert 'href="https://example.org/a/"' in page
    written = site.tree()
    assert build(site) == 0
    assert {path: site.tree()[path] for path in written} == written


@pytest.mark.parametrize(
    ("front_matter", "body", "shown"),
    [
        ("", "First *paragraph* with a [link](b.md).\n\nSecond.", "First paragraph with a link."),
        (
            "summary: '**Bold** <em>and</em> [a link](https://e.org/) &amp; more'",
            "",
            "Bold and a link & more",
        ),
        ("summary: '<script>alert(1)</script> 1 < 2'", "", "1 < 2"),
        ("summary: '\u202ereversed\u202c 👩‍💻'", "", "reversed 👩‍💻"),
        ("", "", ""),
    ],
)
def test_any_summary_is_shown_as_text(site, front_matter, body, shown):
    site.article("a.md", front_matter, body)
    assert digest(site) == 0
    page = lxml_html.document_fromstring(site.tree()[f"{ISSUE}email.html"].decode())
    paragraphs = [" ".join(p.text_content().split()) for p in page.find_class("standfirst")]
    assert paragraphs == ([shown] if shown else [])
    assert page.xpath("//script") == []
    assert f"\n{shown}\n" in site.tree()[f"{ISSUE}email.txt"].decode()


def test_it_says_what_it_wrote_and_where(site, tmp_path, capsys):
    site.article("a.md")
    elsewhere = tmp_path / "public"
    assert digest(site, "--out", str(elsewhere)) == 0
    folder = elsewhere / "digests/weekly/2025-W25"
    assert capsys.readouterr().err == f"weekly: issue 2025-W25, 1 article, in {folder}\n"
    assert (folder / "email.eml").is_file()
    assert not site.out.exists()
    assert digest(site, "--out", str(elsewhere)) == 0
    assert capsys.readouterr() == ("", "")


def test_an_empty_period_makes_no_issue_silently(site, capsys):
    site.article("a.md")
    assert digest(site, "--period", "2025-W20") == 0
    assert capsys.readouterr() == ("", "")
    assert digest(site, "--period", "2025-W20", "--verbose") == 0
    assert capsys.readouterr().err == "weekly: no article in 2025-W20, so there is no issue\n"
    assert not site.out.exists()
    assert digest(site, "--period", "2025-W20", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["issue"], found["files"], found["written"]) == (None, [], [])
    assert found["status"] == "none"
    assert digest(site, "--period", "2025-W25", "--tag", "C++", "--verbose") == 0
    assert " no article of tags/c++ in 2025-W25, so there" in capsys.readouterr().err
    assert digest(site, "--period", "2025-W20", "--stdout", "eml") == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("form", "name"), [("html", "email.html"), ("text", "email.txt"), ("eml", "email.eml")]
)
def test_stdout_has_the_bytes_of_the_file_and_nothing_is_written(site, capfdbinary, form, name):
    site.article("a.md", "title: 微软")
    assert digest(site, "--stdout", form) == 0
    printed = capfdbinary.readouterr()
    assert not site.out.exists()
    assert digest(site) == 0
    assert printed.out == site.tree()[ISSUE + name]
    assert printed.err == b""


def test_warnings_of_an_issue_that_is_only_printed(site, capsys):
    """Cron pipes it to a mailer, and nobody would hear that Gmail clips it."""
    site.article("a.md", "title: Quay")
    edition(site, "[digest.weekly]\nmax_bytes = 20000\n")
    note = site.root / "issues/weekly/2025-W25.md"
    note.parent.mkdir(parents=True)
    note.write_text("All of it, dear readers.\n\n" * 500, "utf-8")
    assert digest(site, "--stdout", "text") == 0
    assert "more than max_bytes (20000)" in capsys.readouterr().err
    assert digest(site, "--stdout", "text", "--quiet") == 0
    assert capsys.readouterr().err == ""
    assert digest(site, "--period", "2025-W20", "--stdout", "text") == 3
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["daily"], 'EDITION: "daily" is not configured; known here: weekly'),
        (["--period", "2025-W54"], '--period: "2025-W54" does not exist'),
        (["--period", "next"], '--period: "next" is not a period; write last, current, yesterday'),
        (["--period", "last", "--backfill", "2"], "--period: goes without --backfill"),
        (["--term", "Atom"], '--term: "Atom" names no taxonomy; write e.g. tags=Python'),
        (["--term", "colours=red"], "--term: the site has no colours; known here: tags"),
        (["--to", "nobody"], '--to: "nobody" is not an email address'),
        (["--since", "2025-06-18", "--until", "2025-06-17"], "--since: 2025-06-18 is not before"),
        (["--since", "2027-01-01"], "--since: 2027-01-01 is not before --until 2025-06-24"),
        (["--since", "soon"], '--since: "soon" is not a date'),
        (["--period", "2025-W25", "--since", "2025-06-18"], "--period: goes without --since"),
        (["--stdout", "eml", "--json"], "--stdout: prints an issue, and --json a report"),
    ],
)
def test_wrong_usage_is_said_and_leaves_earlier_issues_alone(site, capsys, options, says):
    site.article("a.md")
    assert digest(site) == 0
    before = site.tree()
    capsys.readouterr()
    assert digest(site, *options) == 2
    assert says in capsys.readouterr().err
    assert site.tree() == before


@pytest.mark.parametrize("options", [["--limit", "0"], ["--stdout", "pdf"], ["a", "b"]])
def test_options_that_cannot_be_read(site, options, capsys):
    with pytest.raises(SystemExit, match="2"):
        digest(site, *options)
    assert "usage: " in capsys.readouterr().err


def test_an_edition_speaks_its_own_language(site):
    edition(site, '[digest.weekly]\n[digest.english]\nlanguage = "en"\n')
    edition(site, 'all = { languages = ["en"] }\n')
    site.article("zh.md", "title: 中文")
    site.article("en.md", "title: English\nlanguage: en\ndate: 2025-06-16")
    assert digest(site) == 0
    assert build(site) == 0
    folder = site.out / "digests/english/2025-W25"
    page = lxml_html.document_fromstring((folder / "email.html").read_text("utf-8"))
    assert (page.get("lang"), page.xpath("//h2/a/text()")) == ("en", ["English"])
    message = email.message_from_bytes((folder / "email.eml").read_bytes())
    assert message["Content-Language"] == "en"
    assert "Jun 16" in (folder / "index.html").read_text("utf-8")
    feed = feedparser.parse(site.tree()["digests/english/rss.xml"])
    assert (feed.feed.language, feed.feed.title) == ("en", "测试 & Test · english")
    chinese = (site.out / "digests/weekly/2025-W25/index.html").read_text("utf-8")
    assert "2025年6月16日至22日" in chinese


def test_stdout_prints_one_letter(site, capsys):
    edition(site, '[digest.daily]\nperiod = "day"\n[digest.weekly]\n')
    site.article("a.md")
    assert digest(site, "--stdout", "eml") == 2
    assert "--stdout: prints one issue; name its edition: daily, weekly" in capsys.readouterr().err
    assert digest(site, "daily", "--period", "2025-06-17", "--stdout", "text") == 0


def test_faults_stop_it_unless_told_to_keep_going(site, capsys):
    site.article("a.md")
    site.article("b.md", "date: never")
    assert digest(site) == 1
    assert "content/b.md:2: date: " in capsys.readouterr().err
    assert not site.out.exists()
    assert digest(site, "--keep-going") == 1
    assert (site.out / ISSUE / "email.eml").is_file()


def test_a_broken_template_leaves_earlier_issues_alone(site, capsys):
    site.article("a.md")
    assert digest(site) == 0
    before = site.tree()
    (site.root / "templates/digest").mkdir(parents=True)
    (site.root / "templates/digest/letter.txt").write_text("\n{{ letter.subjekt }}")
    assert digest(site) == 1
    assert "templates/digest/letter.txt:2: " in capsys.readouterr().err
    assert site.tree() == before


def test_feeds_and_letters_leave_each_others_files_alone(site):
    site.article("a.md", "tags: [x]")
    build(site)
    feeds = site.tree()
    digest(site)
    letters = {path: content for path, content in site.tree().items() if path not in feeds}
    assert {path: site.tree()[path] for path in feeds} == feeds
    site.article("a.md", "tags: [y]")
    build(site)
    assert "tags/x/atom.xml" not in site.tree()
    assert letters.keys() <= site.tree().keys()


def test_a_build_corrects_the_web_copy_and_leaves_the_letter_as_it_was_sent(site):
    site.article("a.md", "title: Wrogn")
    digest(site)
    sent = site.tree()
    site.article("a.md", "title: Right")
    build(site)
    tree = site.tree()
    assert b"Right" in tree[f"{ISSUE}index.html"]
    assert b"Right" in tree["digests/weekly/index.html"]
    assert b"Right" in tree["digests/weekly/atom.xml"]
    for name in ("email.html", "email.txt", "email.eml"):
        assert tree[ISSUE + name] == sent[ISSUE + name]


def test_titles_keep_their_direction_in_an_archive_that_runs_right_to_left(site):
    site.article("a.md", "title: <b> from the left")
    site.config(CONFIG.replace("zh-CN", "ar"))
    digest(site)
    archive = site.tree()["digests/weekly/index.html"].decode()
    assert "\u2068&lt;b&gt; from the left\u2069" in archive


def test_no_issue_is_ever_lost(site):
    site.article("a.md")
    site.article("b.md", "date: 2025-06-25")
    digest(site, "--period", "2025-W25")
    digest(site)
    page = site.tree()[f"{ISSUE}index.html"]
    (site.root / "content/a.md").unlink()
    assert build(site) == 0
    assert site.tree()[f"{ISSUE}index.html"] == page
    archive = site.tree()["digests/weekly/index.html"].decode()
    assert "/digests/weekly/2025-W25/" in archive
    edition(site, "[digest.other]\n")
    assert build(site) == 0
    assert site.tree()[f"{ISSUE}index.html"] == page


def test_issues_know_their_neighbours_and_their_feed(site):
    for day in ("03", "17", "24"):
        site.article(f"{day}.md", f"date: 2025-06-{day}")
    later = ("--now", "2026-01-01")
    for week in ("2025-W25", "2025-W26", "2025-W23"):
        digest(site, "--period", week, *later)
    build(site, *later)
    page = lxml_html.document_fromstring(site.tree()[f"{ISSUE}index.html"].decode())
    links = {link.get("rel"): link.get("href") for link in page.iter("link")}
    assert links["prev"] == "https://example.org/digests/weekly/2025-W23/"
    assert links["next"] == "https://example.org/digests/weekly/2025-W26/"
    assert links["canonical"] == "https://example.org/digests/weekly/2025-W25/"
    feed = feedparser.parse(site.tree()["digests/weekly/atom.xml"])
    assert not feed.bozo
    assert [entry.link.split("/")[-2] for entry in feed.entries] == [
        "2025-W26",
        "2025-W25",
        "2025-W23",
    ]
    assert feed.feed.link == "https://example.org/digests/weekly/"


def test_the_lists_of_feeds_name_those_of_letters(site):
    site.article("a.md")
    digest(site)
    build(site)
    assert (
        '<a href="digests/weekly/">测试 &amp; Test 周报</a>' in site.tree()["index.html"].decode()
    )
    assert (
        'xmlUrl="https://example.org/digests/weekly/atom.xml"' in site.tree()["feeds.opml"].decode()
    )


def test_a_build_after_a_letter_lists_it_though_no_article_changed(site):
    site.article("a.md")
    build(site)
    digest(site)
    build(site)
    assert "digests/weekly/atom.xml" in site.tree()["feeds.opml"].decode()
    before = site.tree()
    build(site)
    assert site.tree() == before


def test_a_letter_keeps_which_pages_need_not_be_made_again(site):
    site.article("a.md")
    site.article("b.md", "date: 2025-06-10")
    build(site)
    digest(site, "--period", "2025-W24")
    digest(site)
    stamps = Stamps(site.root, 0)
    left = with_store(site.root / ".publish", stamps, lambda store: LastRun(store, site.out).left())
    pages = {path: signature for path, (signature, _) in left.items() if path.endswith(".html")}
    assert pages["digests/weekly/2025-W24/index.html"] != ""
    assert left["atom.xml"][1] == stamp(site.out / "atom.xml")
    assert left["digests/weekly/atom.xml"][1] == stamp(site.out / "digests/weekly/atom.xml")
    assert left[MANIFEST][1] != stamp(site.out / MANIFEST)  # So the next build looks at everything.


def test_compressed_copies_never_outlive_what_they_are_copies_of(site):
    pytest.importorskip("brotli")
    site.article("a.md")
    digest(site)
    build(site, "--precompress")
    assert f"{ISSUE}index.html.gz" in site.tree()
    site.article("b.md", "date: 2025-06-18")
    digest(site)
    assert [
        path for path in site.tree() if path.startswith("digests/") and path.endswith(".gz")
    ] == []
    assert "atom.xml.gz" in site.tree()
    build(site, "--precompress")
    build(site)
    assert [path for path in site.tree() if path.endswith((".gz", ".br"))] == []


def test_a_message_is_whole(site):
    site.article("a.md", "title: 微软\nsummary: 摘要")
    digest(site)
    message = email.message_from_bytes(
        site.tree()[f"{ISSUE}email.eml"], policy=email.policy.default
    )
    assert not message.defects
    assert "微软" in message["Subject"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.slow
def test_the_same_bytes_in_any_environment(site):
    for n in range(5):
        site.article(f"{n}.md", f"tags: [a{n}, b, c]\nsummary: s{n}")
    edition(site, '[digest.weekly]\ngroup_by = "tags"\n')
    trees = []
    for zone, seed, locale in (("UTC", "1", "C"), ("Asia/Kolkata", "2", "de_DE.UTF-8")):
        env = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANGUAGE": "ar"}
        command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "digest", *NOW]
        subprocess.run(command, env=env, check=True, capture_output=True)
        trees.append(site.tree())
        for path in site.tree():
            (site.out / path).unlink()
    assert trees[0] == trees[1]
    assert len(trees[0]) == 8


@pytest.mark.slow
def test_the_cron_line_of_a_daily_issue_carries_every_article_once(site):
    edition(site, '[digest.daily]\nperiod = "day"\nlimit = 500\n')
    for day in range(1, 8):
        for hour in (0, 7, 9, 23):
            site.article(f"{day}-{hour}.md", f"date: 2025-06-{day:02}T{hour:02}:30:00+08:00")
    for day in range(2, 9):
        assert digest(site, "daily", "--now", f"2025-06-{day:02}T08:00:00+08:00") == 0
    texts = [
        content.decode() for path, content in site.tree().items() if path.endswith("email.txt")
    ]
    assert len(texts) == 7
    for day in range(1, 8):
        for hour in (0, 7, 9, 23):
            assert sum(f"https://example.org/{day}-{hour}/\n" in text for text in texts) == 1


def test_an_issue_that_is_made_is_left_alone_if_asked(site, report, capsys):
    site.article("a.md")
    assert report("--if-new")["status"] == "made"
    made = site.tree()
    site.article("b.md")
    assert report("--if-new")["status"] == "unchanged"
    assert digest(site, "--if-new", "--stdout", "text") == 3
    assert capsys.readouterr().out == ""
    assert site.tree() == made
    assert report()["status"] == "made"
    assert report()["status"] == "unchanged"


def test_if_new_writes_what_it_prints_so_that_it_is_printed_once(site, capfdbinary):
    site.article("a.md")
    assert digest(site, "--if-new", "--stdout", "eml") == 0
    assert capfdbinary.readouterr().out == site.tree()[f"{ISSUE}email.eml"]
    assert digest(site, "--if-new", "--stdout", "eml") == 3


def test_a_preview_does_not_count_as_made(site, report):
    site.article("a.md")
    preview = report("--period", "current", "--now", "2025-06-19")
    assert (preview["issue"], preview["status"]) == ("2025-W25", "made")
    assert b"X-Preview: yes" in site.tree()[f"{ISSUE}email.eml"]
    assert report("--if-new")["status"] == "made"
    assert b"X-Preview: yes" not in site.tree()[f"{ISSUE}email.eml"]


def test_backfill_makes_what_is_missing(site, report):
    for day in ("03", "10", "17"):
        site.article(f"{day}.md", f"date: 2025-06-{day}")
    digest(site, "--period", "2025-W24")
    found = report("--backfill", "4")
    assert [(each["issue"], each["status"]) for each in found["issues"]] == [
        (None, "none"),
        ("2025-W23", "made"),
        ("2025-W24", "unchanged"),
        ("2025-W25", "made"),
    ]
    assert digest(site, "--backfill", "4") == 0
    archive = site.tree()["digests/weekly/index.html"].decode()
    assert all(f"/digests/weekly/2025-W{week}/" in archive for week in (23, 24, 25))


def test_a_recipient_and_a_term(site, capsys):
    site.article("a.md", "tags: [Atom]")
    options = ("--stdout", "eml", "--to", "Ada <ada@example.net>", "--term", "tags=atom")
    assert digest(site, *options) == 0
    message = email.message_from_string(capsys.readouterr().out)
    assert message["To"] == "Ada <ada@example.net>"


def late_articles(site, *, late):
    edition(site, f"[digest.weekly]\nlate = {'true' if late else 'false'}\n")
    site.article("a.md", "date: 2025-06-10")
    digest(site, "--now", "2025-06-16T08:00:00Z")
    site.article("late.md", "date: 2025-06-11")
    site.article("older.md", "date: 2025-01-01")
    site.article("b.md", "date: 2025-06-17")
    digest(site)
    build(site)
    digest(site, "--period", "2025-W24")
    return {
        week: [name for name in ("a", "b", "late", "older") if f"/{name}/\n" in text]
        for week in ("2025-W24", "2025-W25")
        if (text := site.tree()[f"digests/weekly/{week}/email.txt"].decode())
    }


def test_a_back_dated_article_comes_late(site):
    assert late_articles(site, late=True) == {"2025-W24": ["a"], "2025-W25": ["b", "late"]}
    page = site.tree()["digests/weekly/2025-W24/index.html"].decode()
    assert "https://example.org/late/" not in page


def test_what_issues_were_made_of_outlives_caches_and_names_no_article(site):
    edition(site, "[digest.weekly]\nlate = true\n")
    site.article("a.md", "date: 2025-06-10")
    site.article("c.md", "date: 2025-06-11")
    left_out = site.root / "issues/weekly/2025-W24.md"
    left_out.parent.mkdir(parents=True)
    left_out.write_text("---\nleave_out: [c]\n---\n")
    digest(site, "--now", "2025-06-16T08:00:00Z")
    shutil.rmtree(site.root / ".publish")
    left_out.unlink()
    site.article("b.md", "date: 2025-06-17")
    build(site)
    digest(site)
    text = site.tree()["digests/weekly/2025-W25/email.txt"].decode()
    assert "/b/" in text
    assert "/a/" not in text
    assert "/c/" not in text, "an editor did not want it"
    manifest = (site.out / ".broadsheet.json").read_text("utf-8")
    assert "example.org/c/" not in manifest


def test_without_late_a_back_dated_article_is_in_its_own_issue(site):
    assert late_articles(site, late=False) == {"2025-W24": ["a", "late"], "2025-W25": ["b"]}
