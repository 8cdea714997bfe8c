"""Plain folders and vaults: what no header says, a heading or the file's name does."""

import json

import pytest
from engine_sites import EngineSite

from broadsheet.cli import main


@pytest.fixture
def folder(tmp_path):
    def build(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
        assert main(["init", str(tmp_path)]) == 0
        assert main(["-C", str(tmp_path), "build"]) == 0
        return json.loads((tmp_path / "out/feed.json").read_text("utf-8"))["items"]

    return build


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ndate: 2025-01-02\n---\n# A [linked](x.md) **word**\n", "A linked word"),
        ("```sh\n# a comment\n```\n\n# Real #\n", "Real"),
        ("Underlined\n=====\n\nText.", "Underlined"),
        ("Text alone.\n\n## Of the second level", "a note"),
        ("---\ntitle: Given\n---\n# Heading", "Given"),
    ],
)
def test_the_title_is_the_first_headings_or_the_names(folder, text, title):
    items = folder("content/2025-01-03-a note.md", text)
    assert [item["title"] for item in items] == [title]


def test_a_files_name_tells_its_date(folder):
    (item,) = folder("content/2025-01-03-a.md", "Text.")
    assert item["date_published"] == "2025-01-03T00:00:00Z"


def test_wikilinks_lead_to_articles_and_citations_stay(folder, tmp_path):
    (tmp_path / "content/deep").mkdir(parents=True)
    (tmp_path / "content/deep/2025-01-01 Other.md").write_text("Text.")
    text = "[[2025-01-01 Other|that]] [[1]](https://a.example/) `[[code]]`"
    item = folder("content/2025-01-03-a.md", text)[0]
    other = "https://example.org/deep/2025-01-01-other/"
    assert f'<a href="{other}">that</a>' in item["content_html"]
    assert '<a href="https://a.example/">[1]</a>' in item["content_html"]
    assert "<code>[[code]]</code>" in item["content_html"]


def test_a_file_without_header_and_date_is_named(tmp_path, capsys):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("# A\n")
    (tmp_path / "content/README.md").write_text("# About this folder\n")
    assert main(["init", str(tmp_path)]) == 0
    assert main(["-C", str(tmp_path), "build"]) == 1
    shown = capsys.readouterr().err
    assert 'content/a.md:1: has no date; begin it with three lines: "---", "date: ' in shown
    assert "README" not in shown


def test_a_file_without_header_has_one_fault(tmp_path, capsys):
    (tmp_path / "source/_posts").mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("title: A\nnew_post_name: :title.md\n")
    (tmp_path / "source/_posts/a.md").write_text("Words.\n")
    assert main(["init", str(tmp_path)]) == 0
    assert [line for line in capsys.readouterr().err.splitlines() if "a.md:" in line] == [
        'source/_posts/a.md:1: has no date; begin it with three lines: "---", "date: 2025-06-17", "---"'
    ]


def test_notes_that_name_one_another_are_a_vault(tmp_path, capsys):
    (tmp_path / "Note.md").write_text("Undated.\n")
    (tmp_path / "Deep").mkdir()
    (tmp_path / "Deep/2025-01-02 Day.md").write_text("See [[Note|this]].\n")
    assert main(["init", str(tmp_path)]) == 0
    assert "found a site of Obsidian, 1 article in ." in capsys.readouterr().err
    assert main(["-C", str(tmp_path), "build"]) == 0


@pytest.mark.parametrize("text", ["`[[Note]]`", "[[Elsewhere]]", "[[ -f Note ]]"])
def test_brackets_alone_make_no_vault(tmp_path, capsys, text):
    (tmp_path / "Note.md").write_text("---\ndate: 2025-01-01\n---\n")
    (tmp_path / "2025-01-02 Day.md").write_text(f"{text}\n")
    assert main(["init", str(tmp_path)]) == 0
    assert "found no site engine, 2 articles" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "date", "title"),
    [
        ("2025-1-3 Day", "2025-01-03", "Day"),
        ("2025.01.03 Day", "2025-01-03", "Day"),
        ("2025_01_03_Day", "2025-01-03", "Day"),
        ("20250103 Day", "2025-01-03", "Day"),
        ("202501031530-Day", "2025-01-03", "Day"),
        ("2025年1月3日新年", "2025-01-03", "新年"),
        ("20250103", "2025-01-03", None),
        ("2025-01-03 To 2025-02-03 And", "2025-01-03", "To 2025-02-03 And"),
    ],
)
def test_dates_as_people_begin_names(folder, name, date, title):
    (item,) = folder(f"content/{name}.md", "Text.")
    assert (item["date_published"][:10], item.get("title")) == (date, title)


@pytest.mark.parametrize(
    "name", ["20251303 Day", "2025 in words", "20250103x", "12345678", "2025.1"]
)
def test_numbers_that_are_no_dates(tmp_path, capsys, name):
    (tmp_path / "content").mkdir()
    (tmp_path / f"content/{name}.md").write_text("Text.")
    assert main(["init", str(tmp_path)]) == 0
    assert "has no date" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("private: true", False),
        ("isDraft: yes", False),
        ("visibility: Private", False),
        ("state: draft", False),
        ("listed: false", False),
        ("published: no", False),
        ("publish: 'Off'", False),
        ("published: yes", True),
        ("private: false", True),
        ("visibility: public", True),
        ("status: published", True),
    ],
)
def test_what_says_that_it_is_not_for_everybody_is_no_article(tmp_path, line, is_kept):
    site = EngineSite(tmp_path)
    site.write("content/a.md", "---\ntitle: A\ndate: 2025-01-02\n---\nText.")
    site.write("content/b.md", f"---\ntitle: B\ndate: 2025-01-02\n{line}\n---\nText.")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert ("B" in {article.title for article in found.articles}) is is_kept
