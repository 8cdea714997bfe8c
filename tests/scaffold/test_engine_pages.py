"""`init` compares the articles with the pages that the engine has made of them, if there are some."""

import pytest

from broadsheet.cli import main

HUGO = 'baseURL = "https://example.org/"\ntitle = "T"\n'


def article(folder, number):
    (folder / f"content/posts/a{number}.md").write_text(
        f"---\ntitle: A{number}\ndate: 2025-01-01T{number // 60:02}:{number % 60:02}:00Z\n---\nRed green blue number {number}.\n",
        "utf-8",
    )


def page(folder, number, words):
    file = folder / f"public/posts/a{number}/index.html"
    file.parent.mkdir(parents=True)
    file.write_text(f"<title>A</title><main><p>{words}</p></main>", "utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "hugo.toml").write_text(HUGO, "utf-8")
    (tmp_path / "content/posts").mkdir(parents=True)
    for number in range(1, 11):
        article(tmp_path, number)
    return tmp_path


def told(folder, capsys):
    assert main(["init", str(folder)]) == 0
    assert not (folder / ".publish").exists()
    return capsys.readouterr().err


@pytest.mark.parametrize("lacking", [1, 10])
def test_pages_with_more_than_the_articles_are_named_with_what_takes_them(folder, capsys, lacking):
    for number in range(1, 11):
        computed = " Computed by a shortcode, word for word." * 6 if number <= lacking else ""
        page(folder, number, f"Red green blue number {number}.{computed}")
    has = "has" if lacking == 1 else "have"
    said = told(folder, capsys)
    assert f"{lacking} of 10 articles {has} less than the engine's pages in public/" in said
    assert 'write bodies = "output" below [content], with selector for what holds the text' in said


@pytest.mark.parametrize("lacks", ["nothing", "pages", "an article element", "only a byline"])
def test_nothing_is_said_where_pages_have_no_more_or_cannot_be_read(folder, capsys, lacks):
    for number in range(1, 11) if lacks != "pages" else ():
        page(folder, number, f"Red green blue number {number}.")
        file = folder / f"public/posts/a{number}/index.html"
        if lacks == "only a byline":
            byline = f"On day {number}, by Ann Number{number}, in Blue{number} and Red{number}"
            file.write_text(
                f"<main><p>{byline}</p><p>Red green blue number {number}.</p></main>", "utf-8"
            )
        if lacks == "an article element":
            file.write_text(f"<p>Only a paragraph, and more, on {number}.</p>", "utf-8")
    assert "engine's pages" not in told(folder, capsys)


def test_some_of_many_articles_are_compared(folder, capsys):
    for number in range(1, 71):
        article(folder, number)
        page(
            folder, number, f"Red green blue number {number}. " + "What a program adds to it. " * 6
        )
    assert "35 of 35 articles have less" in told(folder, capsys)
