"""What `publish init` finds out of a folder without an engine."""

import json
import tomllib

import pytest

from broadsheet.cli import main


def built(root, files):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert main(["init", str(root)]) == 0
    assert main(["-C", str(root), "build"]) == 0
    items = json.loads((root / "out/feed.json").read_text("utf-8"))["items"]
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
    assert "folders in which no file has a date are left out: pages" in capsys.readouterr().err


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


def test_files_without_a_date_among_others_are_faults(tmp_path, capsys):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/2025-01-02.md").write_text("# T\n")
    (tmp_path / "posts/b.md").write_text("# T\n")
    assert main(["init", str(tmp_path)]) == 0
    assert "posts/b.md:1: has no date" in capsys.readouterr().err
