"""Builds that are stopped at any moment: out/ holds whole files, and nothing is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import weakref

import pytest
from stopping import (
    KILLS,
    PATIENCE,
    assert_session_ends,
    assert_whole,
    build,
    fill,
    leftovers,
    processes,
    start,
)

from broadsheet.attempt import attempt
from broadsheet.cli import INTERRUPTED, make_parser
from broadsheet.interrupts import interruptible


def test_kill_9_at_any_moment_leaves_whole_files_and_nothing_else(site):
    fill(site)
    build(site)
    chance = random.Random(9)
    for kill in range(KILLS):
        old = site.tree()
        fill(site, word=f"word{kill}")
        process = start(site, "--jobs", "2", stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.05, 1.5))
        process.kill()
        process.communicate(timeout=PATIENCE)
        assert_session_ends(process.pid)
        found = {path: content for path, content in site.tree().items() if not path.endswith("~")}
        assert build(site) == 0
        assert leftovers(site) == []
        assert_whole(found, old, site.tree())
    new = site.tree()
    assert build(site, "--no-cache", "--out", str(site.root / "clean")) == 0
    site.out = site.root / "clean"
    assert site.tree() == new


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "whom", [os.kill, os.killpg]
)  # Alone, or as a service with all it started.
def test_a_signal_at_any_moment_leaves_out_as_it_was_or_as_it_was_to_be(site, number, whom):
    fill(site)
    build(site)
    chance = random.Random(f"{number} {whom}")
    codes = set()
    for stop in range(max(2, KILLS // 5)):
        old = site.tree()
        fill(site, word=f"word{stop}")
        process = start(site, "--jobs", "2")
        time.sleep(chance.uniform(0.1, 1.5))
        whom(process.pid, number)
        _, error = process.communicate(timeout=PATIENCE)
        assert_session_ends(process.pid)
        assert "Traceback" not in error
        codes.add(process.returncode)
        assert process.returncode in {0, 130, -number}, error  # The last before it has begun.
        assert leftovers(site) == []
        found = site.tree()
        assert build(site) == 0
        assert found in (old, site.tree())


def test_an_interrupted_run_says_so_with_130(site):
    fill(site, articles=600)
    process = start(site, "--jobs", "1")
    while not (site.root / ".publish/store.sqlite").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.terminate()
    _, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, error) == (
        130,
        "interrupted; nothing is half done, so run it again\n",
    )
    assert not site.out.exists()


def test_an_interrupt_where_python_ignores_exceptions_comes_again(capsys):
    class Gone:
        """Something whose end calls back."""

    gone = Gone()
    callback = weakref.ref(gone, lambda _: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(KeyboardInterrupt), interruptible():
        del gone
        time.sleep(20)
    assert callback() is None
    assert capsys.readouterr().err == ""


def interrupted_class():
    """Make a class while an interrupt comes; Python 3.11 wraps it in RuntimeError."""

    class Field:
        def __set_name__(self, owner, name):
            raise KeyboardInterrupt

    class Record:
        text = Field()

    return Record


@pytest.mark.parametrize("around", [interruptible, lambda: attempt("a.md", "read")])
def test_an_interrupt_while_a_class_is_made_is_no_fault_of_the_article(around):
    with pytest.raises(KeyboardInterrupt), around():
        interrupted_class()


def test_an_interrupt_while_a_class_is_made_gives_130(monkeypatch, site, capsys):
    site.article("a.md")
    monkeypatch.setattr("broadsheet.commands.build.run", lambda _: interrupted_class())
    make_parser.cache_clear()
    assert build(site) == INTERRUPTED
    make_parser.cache_clear()
    assert capsys.readouterr().err == "interrupted; nothing is half done, so run it again\n"


def test_an_interrupt_amid_an_exec_gives_130_too(tmp_path):
    """CPython remembers it, though it was caught, and ends `python -m` by SIGINT."""
    program = """
from broadsheet import __main__, cli
def interrupted():
    try:
        exec("raise KeyboardInterrupt")
    except KeyboardInterrupt:
        return cli.INTERRUPTED
cli.main = interrupted
raise SystemExit(__main__.main())
"""
    (tmp_path / "interrupted.py").write_text(program, encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "interrupted"], check=False, cwd=tmp_path)
    assert run.returncode == 130


def test_a_killed_worker_stops_the_build_and_the_next_completes(site):
    fill(site)
    build(site)
    before = site.tree()
    fill(site, word="other", articles=600)
    process = start(site, "--jobs", "2")
    workers = []
    while not workers and process.poll() is None:
        workers = [each.pid for each in processes() if each.parent == process.pid]
    os.kill(workers[0], signal.SIGKILL)
    _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "was killed from outside" in error
    assert "Traceback" not in error
    assert_session_ends(process.pid)
    assert site.tree() == before
    assert build(site) == 0


def test_leftovers_go_though_nothing_changed(site):
    """A run that was killed may have been one with other options, or of another command."""
    site.article("a.md", "tags: [x]")
    for file in site.root.rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    build(site)
    (site.out / "tags/new").mkdir()
    for path in (
        ".broadsheet-new~",
        "atom.xml.broadsheet-new~",
        "tags/new/rss.xml.broadsheet-new~",
    ):
        (site.out / path).touch()
    build(site)
    assert leftovers(site) == []
    assert not (site.out / "tags/new").exists()


def test_the_output_does_not_depend_on_the_number_of_processes(site):
    fill(site)
    trees = []
    for jobs in ("1", "2", "3", "8"):
        assert build(site, "--no-cache", "--jobs", jobs) == 0
        trees.append(site.tree())
        for path in trees[-1]:
            (site.out / path).unlink()
    assert trees[0] == trees[1] == trees[2] == trees[3]
