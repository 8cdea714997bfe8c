"""What a run that fails, or was killed, leaves in out/."""

from __future__ import annotations

import pytest

from broadsheet.output.cleanup import Cleanup, remove_temporaries
from broadsheet.output.manifest import TEMPORARY, run_mark


@pytest.fixture
def out(tmp_path):
    made = tmp_path / "out"
    made.mkdir()
    return made


def write(out, *paths):
    for path in paths:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(path)


def everything(out):
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*"))


def test_the_temporaries_of_a_killed_run_and_their_folders_go_and_all_else_stays(out):
    (out / "empty").mkdir()
    write(out, "a.xml", f"a.xml{TEMPORARY}", f"b/c/d.xml{TEMPORARY}", f"t/e.xml{TEMPORARY}")
    write(out, "t/mine.txt", "t/mine~")
    remove_temporaries(out)
    assert everything(out) == ["a.xml", "empty", "t", "t/mine.txt", "t/mine~"]


def test_a_run_begins_with_what_a_killed_one_left(out):
    write(out, f"a/b.xml{TEMPORARY}")
    Cleanup(out).begin()
    assert everything(out) == [TEMPORARY, "a", f"a/b.xml{TEMPORARY}"], "none was killed"
    Cleanup(out).begin()
    assert everything(out) == [TEMPORARY]


def test_a_run_that_fails_removes_the_folders_that_it_made_and_no_others(out):
    write(out, "t/mine.txt")
    (out / "empty").mkdir()
    cleanup = Cleanup(out)
    paths = ("a.xml", "t/b.xml", "t/u/v/c.xml", "t/u/d.xml", "empty/e.xml", "new/f.xml")
    for path in paths:
        cleanup.expect(path)
    cleanup.begin()
    write(out, *(f"{path}{TEMPORARY}" for path in paths))
    write(out, "new/theirs")
    cleanup.remove()
    assert everything(out) == ["empty", "new", "new/theirs", "t", "t/mine.txt"]


def test_out_itself_goes_if_the_run_made_it(tmp_path):
    out = tmp_path / "site/out"
    cleanup = Cleanup(out)
    cleanup.expect("t/a.xml")
    write(out, f"t/a.xml{TEMPORARY}")
    cleanup.begin()
    cleanup.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_has_not_begun_removes_nothing_of_the_one_that_has(out):
    write(out, f"a.xml{TEMPORARY}")
    run_mark(out).touch()
    cleanup = Cleanup(out)
    cleanup.expect("a.xml")
    cleanup.remove()
    assert everything(out) == [TEMPORARY, f"a.xml{TEMPORARY}"]


def test_a_complete_run_leaves_no_mark_and_keeps_its_folders(out):
    cleanup = Cleanup(out)
    cleanup.expect("t/a.xml")
    cleanup.begin()
    (out / "t").mkdir()
    cleanup.forget()
    cleanup.remove()
    assert everything(out) == ["t"]
