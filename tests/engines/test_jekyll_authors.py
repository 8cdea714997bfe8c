"""Authors of Jekyll's posts: names, or keys in `_data/authors.yml`."""

from __future__ import annotations

import json

import pytest

from broadsheet import stamps
from broadsheet.cli import main

AUTHORS = """\
ada:
  name: Ada Lovelace
  email: ada@example.org
  web: https://ada.example/
bob: Bob
nobody: {twitter: x}
"""
TOML = '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = { name = "Site" }\n[content]\ndialect = "jekyll"\npath = "_posts"\n'


def authors(folder, capsys, code=0):
    assert main(["-C", str(folder), "build", "--now", "2026-01-01"]) == code
    items = json.loads((folder / "out/feed.json").read_text("utf-8"))["items"]
    return [tuple(author.values()) for author in items[0]["authors"]], capsys.readouterr().err


def post(folder, author):
    (folder / "publish.toml").write_text(TOML)
    (folder / "_posts").mkdir(exist_ok=True)
    (folder / "_posts/2025-01-02-a.md").write_text(f"---\ntitle: A\nauthor: {author}\n---\nx\n")


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("ada", [("Ada Lovelace", "https://ada.example/")]),
        ("[ada, bob]", [("Ada Lovelace", "https://ada.example/"), ("Bob",)]),
        ("nobody", [("nobody",)]),
        ("Carl Carlson", [("Carl Carlson",)]),
        ("{name: ada, url: https://other.example/}", [("ada", "https://other.example/")]),
    ],
)
def test_who_wrote_a_post(tmp_path, capsys, author, shown):
    post(tmp_path, author)
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/authors.yml").write_text(AUTHORS)
    assert authors(tmp_path, capsys)[0] == shown


def test_another_name_in_the_file_is_seen_by_the_next_build(tmp_path, capsys, monkeypatch):
    """No file counts as young here: a run would make all anew for a young one."""
    monkeypatch.setattr(stamps, "SETTLED_NS", -1_000_000_000_000)
    post(tmp_path, "ada")
    (tmp_path / "_data").mkdir()
    file = tmp_path / "_data/authors.yml"
    file.write_text(AUTHORS)
    authors(tmp_path, capsys)
    file.write_text(AUTHORS.replace("Ada Lovelace", "Ada King"))
    assert authors(tmp_path, capsys)[0] == [("Ada King", "https://ada.example/")]


def test_a_file_that_cannot_be_read_is_a_warning(tmp_path, capsys):
    post(tmp_path, "ada")
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/authors.yml").write_text("a: b: c")
    shown, told = authors(tmp_path, capsys)
    assert shown == [("ada",)]
    assert "_data/authors.yml:1: warning: is not YAML" in told
