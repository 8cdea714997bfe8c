"""`[digest.NAME] each`: an edition for each of some terms, from one table."""

from __future__ import annotations

import json

import pytest
from conftest import CONFIG

from broadsheet.cli import main

NOW = ("--now", "2025-06-24T08:00:00Z")


def digest(site, *options):
    return main(["-C", str(site.root), "digest", *NOW, *options])


@pytest.fixture
def topics(site):
    site.config(
        CONFIG
        + '[digest.daily]\nperiod = "day"\n[digest.by]\neach = { topics = ["AI", "C++", "芯片"] }\n'
    )
    site.article("a.md", "title: 模型\nmain_topics: [AI]")
    site.article("b.md", "title: 标准\nmain_topics: [C++, ai]")
    site.article("c.md", "title: 无题")
    return site


def issues(site):
    return sorted(file.parent.parent.name for file in site.out.glob("digests/*/*/email.eml"))


def test_each_term_has_an_issue_of_its_articles(topics, capsys):
    assert digest(topics, "by", "--json") == 0
    found = json.loads(capsys.readouterr().out)["issues"]
    made = {each["edition"]: each["status"] for each in found}
    cpp = next(name for name in made if name.startswith("by-c"))
    assert made == {"by-ai": "made", cpp: "made", "by-芯片": "none"}
    text = topics.tree()["digests/by-ai/2025-W25/email.txt"].decode()
    assert "测试 & Test · AI" in text
    assert ("模型" in text, "标准" in text, "无题" in text) == (True, True, False)
    assert "模型" not in topics.tree()[f"digests/{cpp}/2025-W25/email.txt"].decode()


def test_one_of_them_or_all_editions(topics):
    assert digest(topics, "by-ai") == 0
    assert issues(topics) == ["by-ai"]
    assert digest(topics) == 0
    assert len(issues(topics)) == 2  # Nothing is of yesterday.


def test_titles_and_subjects_name_the_term(topics):
    topics.config(
        CONFIG
        + '[digest.by]\neach = { topics = ["AI"] }\ntitle = "{term} 周报"\nsubject = "{term}：{lead}"\n'
    )
    digest(topics)
    message = topics.tree()["digests/by-ai/2025-W25/email.html"].decode()
    assert "AI 周报" in message
    assert "<title>AI：模型</title>" in message


def test_a_form_to_print_must_be_of_one_edition(topics, capsys):
    assert digest(topics, "by", "--stdout", "text") == 2
    assert "by-ai" in capsys.readouterr().err
    assert digest(topics, "by-ai", "--stdout", "text") == 0


@pytest.mark.parametrize(
    ("keys", "where", "message"),
    [
        ('each = { colours = ["red"] }', 13, "digest.by.each.colours: is nothing to choose by"),
        ('each = ["AI"]', 13, "digest.by.each: "),
        ('each = { topics = ["AI"] }\n[digest.by-ai]', 13, "[digest.by-ai] already; rename one"),
        ('title = "{term"', 13, "is not a pattern"),
    ],
)
def test_errors(site, capsys, keys, where, message):
    site.config(f"{CONFIG}[digest.by]\n{keys}\n")
    site.article("a.md")
    assert digest(site) == 1
    shown = capsys.readouterr().err
    assert f"publish.toml:{where}:" in shown
    assert message in shown


def test_notes_and_previews_are_of_an_edition(topics):
    note = topics.root / "issues/by-ai/2025-W25.md"
    note.parent.mkdir(parents=True)
    note.write_text("---\nsubject: 本期\n---\n")
    digest(topics)
    assert "<title>本期</title>" in topics.tree()["digests/by-ai/2025-W25/email.html"].decode()


def test_check_names_the_table_once(topics, capsys):
    digest(topics)
    assert main(["-C", str(topics.root), "check", *NOW]) == 0
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert text.count("[digest.by] has no postal address") == 1
