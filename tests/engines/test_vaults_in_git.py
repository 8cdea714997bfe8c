"""Vaults whose notes are dated by their commits."""

import json
import shutil

import pytest
from repositories import made_repository

from broadsheet.cli import main

if not shutil.which("git"):
    pytest.skip("needs git", allow_module_level=True)

CONFIG = """\
const config = {
  configuration: {
    pageTitle: "Garden",
    baseUrl: "garden.example",
  },
}
"""
BY_GIT = '\n[content.fields]\ndate = ["date", ":filename", ":git"]\n'


@pytest.fixture
def garden(tmp_path):
    """Return a vault that Quartz publishes, in a repository."""
    git = made_repository(tmp_path / "garden")
    (git.root / "quartz.config.ts").write_text(CONFIG)
    dated = "---\ncreated: 2025-01-02\n---\nWords."
    git.commit(3, **{"content/A": "See [[B]].", "content/B": dated, "content/2025-02-01": "Words."})
    git.commit(9, **{"content/A": "See [[B]] too.", "content/C": "Words."})
    return git


def built(root, *options):
    code = main(["-C", str(root), "build", *options])
    items = json.loads((root / "out/feed.json").read_text("utf-8"))["items"] if not code else []
    dates = {i["title"]: (i["date_published"][:10], i["date_modified"][:10]) for i in items}
    return code, dates


DATES = {
    "A": ("2025-03-03", "2025-03-09"),
    "B": ("2025-01-02", "2025-03-03"),
    "2025-02-01": ("2025-02-01", "2025-03-03"),
    "C": ("2025-03-09", "2025-03-09"),
}


def test_notes_that_quartz_publishes_have_the_dates_of_their_commits(garden, capsys):
    (garden.root / "content/New.md").write_text("It is not committed.")
    assert main(["init", str(garden.root)]) == 0
    told = capsys.readouterr().err
    assert "4 articles in content\nnote: Quartz publishes notes without a date too" in told
    assert built(garden.root) == (0, DATES)
    garden.commit(12, **{"content/C": "More words."})
    assert built(garden.root) == (0, {**DATES, "C": ("2025-03-09", "2025-03-12")} | NEW)
    assert built(garden.root, "--no-cache")[1] == built(garden.root)[1]


NEW = {"New": ("2025-03-12", "2025-03-12")}


def test_a_shallow_clone_stops_the_build_if_a_note_needs_git(garden, tmp_path, capsys):
    assert main(["init", str(garden.root)]) == 0
    garden.commit(12)
    clone = tmp_path / "clone"
    garden("clone", "-q", "--depth", "1", garden.root.as_uri(), str(clone))
    capsys.readouterr()
    assert built(clone)[0] == 1
    told = capsys.readouterr().err
    assert told.count("is shallow") == 1
    assert told.startswith(
        'publish.toml: content.fields: ":git" asks git for dates, but this clone'
    )
    for name in "AC":
        (clone / f"content/{name}.md").unlink()
    code, dates = built(clone)
    assert (code, dates["B"]) == (0, ("2025-01-02", "2025-01-02"))
    assert "publish.toml: warning: content.fields" in capsys.readouterr().err


def test_a_vault_without_dates_has_empty_feeds_and_says_so(tmp_path, capsys):
    git = made_repository(tmp_path / "vault")
    (git.root / ".obsidian").mkdir()
    git.commit(3, A="See [[B]].", B="Words.")
    assert main(["init", str(git.root)]) == 0
    advice = 'date of each file\'s first commit, date = ["date", ":filename", ":git"]'
    told = capsys.readouterr().err
    assert "feeds hold pages that have a date" in told
    assert advice in told
    assert built(git.root) == (0, {})
    told = capsys.readouterr().err
    assert (
        ".: warning: date: none of 2 files is an article, so the feeds are empty; feeds hold"
        in told
    )
    assert advice in told
    with (git.root / "publish.toml").open("a") as file:
        file.write(BY_GIT)
    assert set(built(git.root)[1]) == {"A", "B"}


def test_plain_folders_may_ask_git_too(tmp_path, capsys):
    git = made_repository(tmp_path / "notes")
    git.commit(3, **{name: f"# {name}" for name in "ABCD"})
    assert main(["init", str(git.root)]) == 0
    assert 'first commit, date = ["date", ":filename", ":git"]' in capsys.readouterr().err
    with (git.root / "publish.toml").open("a") as file:
        file.write(BY_GIT)
    (git.root / "E.md").write_text("# E")
    code, dates = built(git.root)
    assert (code, dates) == (0, dict.fromkeys("ABCD", ("2025-03-03", "2025-03-03")))
