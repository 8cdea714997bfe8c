"""An editor's hand in an issue: notes, drafts of notes, and files that were edited."""

from __future__ import annotations

import json

import pytest
from lxml import html as lxml_html
from PIL import Image

from broadsheet.cli import main

ISSUE = "digests/weekly/2025-W25/"
NOTE = "issues/weekly/2025-W25.md"


def digest(site, *options):
    return main(["-C", str(site.root), "digest", "--now", "2025-06-23T08:00:00Z", *options])


def note(site, text, name=NOTE):
    (site.root / name).parent.mkdir(parents=True, exist_ok=True)
    (site.root / name).write_text(text, encoding="utf-8")


def issue(site, name="email.txt"):
    return site.tree()[ISSUE + name].decode()


@pytest.fixture
def week(site):
    for name, day in (("a", 19), ("b", 18), ("c", 17), ("d", 16)):
        site.article(f"{name}.md", f"title: Title {name}\ndate: 2025-06-{day}\nsummary: s")
    site.article("old.md", "title: Title old\ndate: 2025-05-01\nsummary: s")
    return site


def order(site):
    titles = [line for line in issue(site).splitlines() if line.startswith("Title ")]
    return "".join(title.removeprefix("Title ")[0] for title in titles)


def test_a_note_arranges_the_stories(week):
    note(week, "---\nlead: content/c.md\norder: [d, b]\nleave_out: [a.md]\n---\n")
    assert digest(week) == 0
    assert order(week) == "cdb"
    assert "Title a" not in issue(week, "index.html")


def test_unlisted_stories_follow_or_are_left_out(week):
    note(week, "---\norder: [d]\n---\n")
    digest(week)
    assert order(week) == "dabc"
    note(week, "---\nlead: a\norder: [d]\nunlisted: leave_out\n---\n")
    digest(week)
    assert order(week) == "ad"


def test_sections_and_additions(week):
    text = """---
subject: A week of tides
preheader: And ferries
sections:
  - title: At sea
    articles: [c, content/old.md]
add:
  - content/old.md
  - { title: "Title x", url: "https://talks.example/x", summary: A **talk**. }
---
"""
    note(week, text)
    digest(week)
    assert order(week) == "acobdx"
    assert "At sea\n\nTitle c" in issue(week)
    assert "A talk.\nhttps://talks.example/x\n" in issue(week)
    assert "\r\nSubject: A week of tides\r\n" in issue(week, "email.eml")
    assert "And ferries" in issue(week, "email.html")


def test_the_editors_words_stand_above_and_below_the_stories(week):
    (week.root / "static/i").mkdir(parents=True)
    Image.new("RGB", (1600, 900)).save(week.root / "static/i/a.png")
    body = "Dear *reader*, see [this](https://x.example/).\n\n![A](/i/a.png)\n\n<!-- events -->\n\n"
    note(week, f"{body}* One\n* Two\n\n<!-- after -->\n\nGood bye.\n")
    assert digest(week) == 0
    text = issue(week)
    places = [
        text.index(part)
        for part in ("Dear reader", "活动", "* One\n\n* Two", "Title a", "Good bye.")
    ]
    assert places == sorted(places)
    assert "see this <https://x.example/>" in text
    for name in ("email.html", "index.html"):
        page = lxml_html.document_fromstring(issue(week, name))
        words = page.find("body").text_content()
        places = [
            words.index(part) for part in ("Dear reader", "活动", "One", "Title a", "Good bye.")
        ]
        assert places == sorted(places)
        (picture,) = (img for img in page.iter("img") if img.get("src").endswith("/i/a.png"))
        assert picture.get("width") == "536"


def test_marks_and_tags_in_code_are_words(week):
    """Kills: marks that are looked for line by line, and tags that are looked for in code."""
    note(
        week, "Write `<script>`:\n\n```\n<!-- events -->\n```\n\n<!-- not\n<!-- after -->\n\nBye.\n"
    )
    assert digest(week) == 0
    text = issue(week)
    assert "Write <script>:" in text
    assert text.index("<!-- events -->") < text.index("Bye.") < text.index("Title a")
    assert "活动" not in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\nlead: nope\n---\n", ':2: lead: "nope" is no article of the site; write its file'),
        ("---\n\nlead: [a, b]\n---\n", ":3: lead: names 2 articles; write one"),
        ("---\nblocks: { events: Soon }\n---\n", ":2: blocks: events is missing in the text"),
        ("---\nsubject: S\n---\n\n<!-- promo -->\nBuy.\n", ":5: block promo has no label"),
        (
            f"---\nsubject: {'x' * 2000}\n---\n",
            ":2: subject: has 2000 characters; write at most 300",
        ),
        ("Words\n\n<script>alert(1)</script>\n", ":3: <script works in no e-mail"),
        ("<pre><style>\n</style></pre>\n", ":1: <style works in no e-mail"),
        ("![A](/i/broken.png)\n", ':1: "https://example.org/i/broken.png" cannot be shown'),
        ("---\ncolour: red\n---\n", ":2: colour: is no field of a note; known here: subject"),
        ("---\nleave_out: [a\n---\n", ":2: is not YAML"),
        ("---\norder: [old]\n---\n", 'order: "content/old.md" is not of this issue'),
        ("---\nadd: [{ title: x, url: nope }]\n---\n", ":2: add: "),
        ("---\nsections: x\n---\n", ":2: sections: is no list"),
        ("---\ndraft: maybe\n---\n", ':2: draft: "maybe" is unknown; write true or false'),
    ],
)
def test_what_is_wrong_with_a_note_is_named_and_no_issue_is_written(week, capsys, text, says):
    (week.root / "static/i").mkdir(parents=True)
    (week.root / "static/i/broken.png").write_bytes(b"no picture")
    note(week, text)
    assert digest(week) == 1
    assert NOTE + says in capsys.readouterr().err.replace(f"{NOTE}:2: order", f"{NOTE}order")
    assert not week.out.exists()


def test_all_that_is_wrong_is_named_at_once(week, capsys):
    note(week, "---\nlead: nope\norder: [nor, this]\nsubject: [1]\n---\n")
    assert digest(week) == 1
    assert capsys.readouterr().err.count(f"{NOTE}:") == 4


def test_a_note_of_no_period_is_named(week, capsys):
    note(week, "Words", "issues/weekly/2025-W54.md")
    assert digest(week) == 1
    assert (
        "issues/weekly/2025-W54.md: is named after no issue; write e.g. 2025-W25.md"
        in capsys.readouterr().err
    )
    assert not week.out.exists()


def test_a_draft_holds_the_issue_back(week, capsys):
    note(week, "---\ndraft: true\n---\n")
    assert digest(week, "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "held"
    assert not week.out.exists()
    assert digest(week, "--stdout", "eml") == 3


def test_the_draft_of_a_note_makes_the_same_issue(week, capsys):
    digest(week)
    before = issue(week)
    assert digest(week, "--edit") == 0
    path = week.root / NOTE
    assert capsys.readouterr().out == f"{path}\n"
    draft = path.read_text("utf-8")
    assert '  - "content/b.md"  # Title b\n' in draft
    assert digest(week, "--edit") == 1
    assert "is there already" in capsys.readouterr().err
    path.write_text(draft.replace("draft: true", "draft: false"), "utf-8")
    digest(week)
    assert issue(week) == before
    path.write_text(
        draft.replace("draft: true", "draft: false").replace('  - "content/c.md"  # Title c\n', ""),
        "utf-8",
    )
    digest(week)
    assert order(week) == "abd"


def test_an_edited_file_is_not_overwritten(week, capsys):
    digest(week)
    html = week.out / ISSUE / "email.html"
    html.write_text(html.read_text("utf-8").replace("Title a", "My own title"), "utf-8")
    week.article("e.md", "title: Title e\ndate: 2025-06-19")
    assert digest(week) == 1
    assert (
        "email.html: was edited by hand; delete it to have it made again" in capsys.readouterr().err
    )
    assert "My own title" in html.read_text("utf-8")
    html.unlink()
    assert digest(week) == 0
    assert "Title e" in html.read_text("utf-8")


def test_a_build_leaves_an_edited_web_copy_alone_and_says_so(week, capsys):
    digest(week)
    page = week.out / ISSUE / "index.html"
    page.write_text("mine", "utf-8")
    assert main(["-C", str(week.root), "build", "--now", "2025-06-23T08:00:00Z"]) == 0
    assert "was edited by hand, and is left so" in capsys.readouterr().err
    assert page.read_text("utf-8") == "mine"


def test_a_build_keeps_what_the_note_says(week):
    note(week, "---\nlead: content/c.md\n---\nHello from the editor.\n")
    digest(week)
    week.article("a.md", "title: Title aa\ndate: 2025-06-19\nsummary: s")
    assert main(["-C", str(week.root), "build", "--now", "2025-06-23T08:00:00Z"]) == 0
    page = issue(week, "index.html")
    assert "Hello from the editor." in page
    assert page.index("Title c") < page.index("Title aa")


def test_check_does_not_blame_our_own_issues(week, capsys):
    (week.root / "static/i").mkdir(parents=True)
    Image.new("RGB", (1600, 900)).save(week.root / "static/i/a.png")
    for n in range(15):
        week.article(f"{n}.md", f"title: Title {n}\ndate: 2025-06-17\nsummary: s\ntags: [t{n % 3}]")
    lead = "title: Lead\ndate: 2025-06-18\nsummary: s\nlead: true\ntags: [t1]\n"
    week.article("lead.md", f"{lead}image: {{ src: /i/a.png, alt: A view of the harbour at dusk }}")
    config = week.root / "publish.toml"
    config.write_text(config.read_text("utf-8") + '[digest.weekly]\ngroup_by = "tags"\n', "utf-8")
    assert digest(week) == 0
    capsys.readouterr()
    main(["-C", str(week.root), "check", "--json", "--now", "2025-06-23T08:00:00Z"])
    found = json.loads(capsys.readouterr().out)["problems"]
    assert [p for p in found if p["rule"].startswith("letter-text")] == []
