"""The dates of commits, in repositories that git itself makes."""

import shutil
import time

import pytest
from repositories import day, made_repository

from broadsheet.source import Keys, in_repository, read_history
from broadsheet.source import git_history as module
from broadsheet.stamps import stamp

if not shutil.which("git"):
    pytest.skip("needs git", allow_module_level=True)


@pytest.fixture
def repository(tmp_path):
    return made_repository(tmp_path / "notes")


def dates(repository, folder=""):
    history = read_history(repository.root / folder)
    assert not history.missing
    return {path: tuple(int(date[8:10]) for date in both) for path, both in history.dates.items()}


def test_the_first_and_the_last_commit_of_each_file(repository):
    repository.commit(3, a="one", b="one")
    repository.commit(5, a="two")
    repository.commit(4, b="two", c="one")
    assert dates(repository) == {"a.md": (3, 5), "b.md": (3, 4), "c.md": (4, 4)}
    assert read_history(repository.root).dates["a.md"] == (day(3), day(5))


def test_a_file_that_moves_unchanged_keeps_its_dates(repository):
    repository.commit(1, a="A long text.\n" * 9, b="Another one.\n" * 9)
    (repository.root / "deep").mkdir()
    repository("mv", "a.md", "deep/ä b.md")
    repository("mv", "b.md", "c.md")
    repository.commit(6, c="Another one.\n" * 10)
    repository("mv", "deep/ä b.md", "d.md")
    repository.commit(7, a="It has the old name.")
    found = dates(repository)
    assert {path: found[path] for path in ("a.md", "c.md", "d.md")} == {
        "a.md": (7, 7),  # A new file with an old name.
        "c.md": (6, 6),  # It moved, and was changed.
        "d.md": (1, 1),
    }


def test_paths_are_those_below_the_folder(repository):
    (repository.root / "vault" / "in").mkdir(parents=True)
    repository.commit(2, **{"vault/in/a": "x", "b": "y"})
    assert dates(repository, "vault") == {"in/a.md": (2, 2)}


def test_files_that_only_a_merge_has(repository):
    repository.commit(1, a="x")
    repository("checkout", "-qb", "other")
    repository.commit(2, b="x")
    repository("checkout", "-q", "-")
    repository.commit(3, c="x")
    repository("merge", "-q", "--no-commit", "--no-ff", "other")
    repository.commit(4, d="only here")
    assert dates(repository) == {"a.md": (1, 1), "b.md": (2, 2), "c.md": (3, 3), "d.md": (4, 4)}


def test_files_that_are_not_committed_have_no_dates(repository):
    assert dates(repository) == {}  # Nor is there any commit.
    repository.commit(1, a="x")
    (repository.root / "b.md").write_text("x")
    assert dates(repository) == {"a.md": (1, 1)}


def test_a_shallow_clone_knows_no_dates(repository, tmp_path):
    repository.commit(1, a="x")
    repository.commit(2, b="x")
    repository("clone", "-q", "--depth", "1", repository.root.as_uri(), str(tmp_path / "clone"))
    history = read_history(tmp_path / "clone")
    assert history.dates == {}
    assert "shallow" in history.missing
    assert history.rule().give("a.md") == {Keys.NO_COMMITS: history.missing}


def test_without_a_repository_and_without_git(tmp_path, monkeypatch):
    assert not in_repository(tmp_path)
    assert "not a git repository" in read_history(tmp_path).missing
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(tmp_path).missing == "git is not installed here; install it"


def test_nothing_of_the_repository_or_the_environment_runs(repository, tmp_path, monkeypatch):
    repository.commit(1, a="x")
    made = tmp_path / "made"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {made}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "gpg.program", "diff.external", "pager.log"):
        repository("config", name, str(program))
    repository("config", "log.showSignature", "true")
    repository("config", "log.showRoot", "false")
    repository("config", "diff.relative", "true")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))
    assert dates(repository) == {"a.md": (1, 1)}
    assert not made.exists()


class Kept(dict):
    """A store for one text."""

    def record(self, name):
        return self.get(name, "")

    def save_record(self, name, content):
        self[name] = content


def test_the_answer_is_kept_until_another_commit(repository, monkeypatch):
    repository.commit(1, a="x")
    kept = Kept()
    first = read_history(repository.root, kept)
    asked = []
    git = module._git

    def counting(folder, *arguments, **options):
        asked.append(arguments[0])
        return git(folder, *arguments, **options)

    monkeypatch.setattr(module, "_git", counting)
    assert read_history(repository.root, kept) == first
    assert "log" not in asked
    repository.commit(2, b="x")
    assert set(read_history(repository.root, kept).dates) == {"a.md", "b.md"}
    assert "log" in asked


def test_files_change_with_the_history(repository):
    repository.commit(1, a="x")
    files = read_history(repository.root).files

    def stamps():
        return list(map(stamp, files))

    before = stamps()
    time.sleep(0.02)
    repository.commit(2, b="x")
    assert stamps() != before


def test_names_of_any_signs(repository):
    names = ["\u0001 x", 'quote"s', "日本\n語"]
    repository.commit(1, **dict.fromkeys(names, "x"))
    assert set(dates(repository)) == {f"{name}.md" for name in names}
