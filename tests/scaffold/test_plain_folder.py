"""What `publish init` finds out of a folder without an engine."""

import tomllib

import pytest
from first_try import first_try

from broadsheet.cli import main


def built(root, files):
    items = first_try(root, files)
    content = tomllib.loads((root / "publish.toml").read_text("utf-8"))["content"]
    return content, {item["url"]: item["date_published"] for item in items}


def header(**fields):
    return "---\ntitle: T\n" + "".join(f"{k}: {v}\n" for k, v in fields.items()) + "---\nText.\n"


def test_dates_in_another_field_and_in_words(tmp_path, capsys):
    content, found = built(
        tmp_path,
        {
            "src/content/blog/a.md": header(pubDate="'Jul 08 2022'", updatedDate="2022-08-01"),
            "src/content/blog/b.md": header(pubDate="2022-07-15", tag="[x]"),
            "src/content/pages/about.md": header(),
            "src/pages/index.md": header(),
        },
    )
    assert content["path"] == "src/content"
    assert content["fields"] == {"date": ["date", "pubdate"]}
    assert content["exclude"] == ["pages/**"]
    assert found == {
        "https://example.org/blog/b/": "2022-07-15T00:00:00Z",
        "https://example.org/blog/a/": "2022-07-08T00:00:00Z",
    }
    assert "files without a date are left out: pages/" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "path"),
    [
        (("docs/posts/2025-01-02-a.md", "docs/b/20250103.md"), "docs"),
        (("docs/2025-01-02-a.md", "blog/2025-01-03.md"), "."),
        (("2025-01-02-a.md", "blog/2025-01-03.md"), "."),
    ],
)
def test_articles_are_found_wherever_dated_files_are(tmp_path, files, path):
    content, found = built(tmp_path, dict.fromkeys(files, "# T\n\nText.\n"))
    assert (content["path"], len(found)) == (path, 2)
    assert "fields" not in content


def test_files_without_a_date_among_others_are_left_out(tmp_path, capsys):
    """By init those that are there; later ones with a warning, as other programs' notes may be."""
    content, found = built(
        tmp_path,
        {"posts/2025-01-02.md": "# T\n", "posts/b.md": "# T\n", "posts/index.md": header()},
    )
    assert (content["exclude"], len(found)) == (["b.md", "index.md"], 1)
    assert "files without a date are left out: b.md, index.md" in capsys.readouterr().err
    (tmp_path / "posts/CLAUDE.md").write_text("# Notes\n")
    (tmp_path / "posts/2025-01-03.md").write_text("# T\n")
    assert main(["-C", str(tmp_path), "build"]) == 0
    assert "posts/CLAUDE.md:1: warning: has no date" in capsys.readouterr().err
    (tmp_path / "posts/c.md").write_text(header())
    assert main(["-C", str(tmp_path), "build"]) == 1
    assert "posts/c.md:1: date: is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "path", "count"),
    [
        # A theme's page in the usual place does not hide the posts of Docusaurus.
        (("src/pages/about.md", "blog/2025-01-02-a.md"), "blog", 1),
        # Nor does one dated page in a folder of the best name.
        (
            ("content/2025-01-02-about.md", *(f"src/content/blog/2025-01-0{n}.md" for n in "345")),
            "src/content",
            3,
        ),
        (("CLAUDE.md", "public/2025-01-02-a/index.md"), "public", 1),
    ],
)
def test_the_content_folder_is_where_most_dated_files_are(tmp_path, files, path, count):
    dated = {file: header(date="2025-01-02") if "2025" in file else "# Notes\n" for file in files}
    content, found = built(tmp_path, dated)
    assert (content["path"], len(found)) == (path, count)


def test_languages_and_ids_of_other_programs_are_warnings(tmp_path, capsys):
    _, found = built(
        tmp_path, {"posts/a.md": header(date="2025-01-02", language="English", id="x")}
    )
    shown = capsys.readouterr().err
    assert list(found) == ["https://example.org/a/"]
    assert 'posts/a.md:4: warning: language: "English" is not a language tag' in shown
    assert 'posts/a.md:5: warning: id: "x" is not a URI' in shown


@pytest.mark.parametrize("ours", [False, True])
def test_templates_of_another_program_are_left_alone(tmp_path, ours):
    files = {"posts/a.md": header(date="2025-01-02"), "templates/index.html": "{% broken"}
    if ours:
        files = {"posts/a.md": files["posts/a.md"], "templates/words/en.toml": ""}
    built(tmp_path, files)
    assert ("feed-templates" in (tmp_path / "publish.toml").read_text("utf-8")) is not ours


@pytest.mark.parametrize(
    ("sign", "article", "said"),
    [
        (
            "gatsby-config.js",
            "src/content/blog/a.mdx",
            ("Gatsby", "1 article in src/content"),
        ),
        ("next.config.js", "blog/a.qmd", ("Next.js", "1 dated page not in Markdown (.qmd)")),
        ("dendron.yml", "content/a/contents.lr", ("Dendron", "1 file not in Markdown (.lr)")),
        ("book.toml", "docs/a.ipynb", ("mdBook", "1 file not in Markdown (.ipynb)")),
        ("site.hs", "posts/2025-01-02-a.md", ("Hakyll", "1 article in posts")),
    ],
)
def test_engines_without_a_room_and_their_formats_are_named(tmp_path, capsys, sign, article, said):
    own = {".lr": "title: A\n---\npub_date: 2025-01-02\n", ".ipynb": '{"cells": []}'}
    text = own.get(article[article.rindex(".") :], header(date="2025-01-02"))
    for path, text in {sign: "", article: text}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert main(["init", str(tmp_path)]) == 0
    shown = capsys.readouterr().err
    assert f"found a site of {said[0]}, whose configuration is not read" in shown
    assert said[1] in shown


def test_init_counts_what_depends_on_the_converter(tmp_path, capsys):
    (tmp_path / "content").mkdir()
    bodies = ["> a\n\n> b", "See [`x`].\n\n[`x`]: https://e.org", "Plain *words*.\n\n- a\n- b"]
    for number, body in enumerate(bodies):
        head = f"---\ntitle: T{number}\ndate: 2025-01-0{number + 1}\n---\n"
        (tmp_path / f"content/{number}.md").write_text(head + body, "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert "note: 2 of 3 articles come out otherwise" in capsys.readouterr().err
    for number in (0, 1):
        (tmp_path / f"content/{number}.md").unlink()
    (tmp_path / "publish.toml").unlink()
    assert main(["init", str(tmp_path)]) == 0
    assert "otherwise" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("head", "is_named"),
    [
        ("#+title: A\n#+DATE: 2025-01-02\n\n* B", True),
        ("#+date: 2025-01-02\n", True),
        ("#+title: A\n\n#+date: 2025-01-02 is what to write", False),
    ],
)
def test_pages_in_org_are_named_whatever_their_first_keyword(tmp_path, capsys, head, is_named):
    """Kills: a date in the first line alone, and one in the text."""
    for path, text in {"hugo.toml": 'baseURL = "https://e.org/"', "content/a.org": head}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    assert main(["init", str(tmp_path)]) == 0
    assert ("1 dated page not in Markdown (.org)" in capsys.readouterr().err) is is_named
