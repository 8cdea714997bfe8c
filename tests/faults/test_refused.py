"""Disks that are full or read-only, files that change meanwhile, and runs that meet."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import SiteFolder
from stopping import NOW, PATIENCE, build, fill, leftovers, start

from broadsheet.cli import main
from broadsheet.output import site_lock
from broadsheet.source.files import BodyOfFile


@contextmanager
def mounted(folder: Path, options: str):
    """Mount a small disk in memory; where that is not allowed, the test is left out."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "broadsheet", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def limit_files(size):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # Python 3.11 would leave half a .pyc file.
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def assert_fails_clearly(process, *texts):
    _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "Traceback" not in error
    for text in texts:
        assert text in error


@pytest.mark.parametrize("size", [0, 1000, 20_000, 60_000])
def test_files_that_cannot_grow(site, size):
    """The store, its stand-in and the feeds meet the limit, each at another size."""
    site.article("a.md")
    build(site)
    before = site.tree()
    fill(site, word="x" * 1000)
    assert_fails_clearly(start(site, preexec_fn=limit_files(size)))
    assert site.tree() == before
    assert build(site) == 0
    assert leftovers(site) == []


def test_a_disk_that_fills_up(site):
    with mounted(site.root / "out", "size=400k"):
        site.article("a.md")
        build(site)
        before = site.tree()
        fill(site, word="x" * 100)
        assert_fails_clearly(
            start(site), "No space left on device; free some space; out/ is as it was"
        )
        assert site.tree() == before
        for article in (site.root / "content").glob("?*.md"):
            article.unlink()
        site.article("a.md", "title: New")
        assert build(site) == 0
        assert leftovers(site) == []


def test_no_room_for_the_store(site):
    with mounted(site.root / ".publish", "size=100k"):
        fill(site)
        assert build(site) == 0
        first = site.tree()
        assert build(site) == 0
    assert build(site) == 0
    assert site.tree() == first


def test_a_site_that_cannot_be_written_is_built_elsewhere(tmp_path):
    with mounted(tmp_path / "disk", "size=1m"):
        disk = SiteFolder(tmp_path / "disk")
        disk.article("a.md")
        subprocess.run(["mount", "-o", "remount,ro", str(disk.root)], check=True)
        for _ in range(2):
            assert build(disk, "--out", str(tmp_path / "elsewhere")) == 0
        with site_lock(disk.root):
            assert build(disk, "--out", str(tmp_path / "elsewhere")) == 75
        assert not (disk.root / ".publish").exists()
    assert (tmp_path / "elsewhere/atom.xml").is_file()


def test_the_store_is_a_file_or_a_folder(site):
    fill(site, articles=3)
    build(site)
    before = site.tree()
    store = site.root / ".publish/store.sqlite"
    store.unlink()
    store.mkdir()
    (store / "in the way").touch()
    site.article("b.md")
    assert build(site) == 0
    assert site.tree().keys() == before.keys()
    assert (store / "in the way").exists()


def test_two_runs_started_together(site):
    fill(site, articles=200)
    runs = [start(site), start(site)]
    results = [(*run.communicate(timeout=PATIENCE), run.returncode) for run in runs]
    assert sorted(code for *_, code in results) in ([0, 75], [0, 0])
    for _, error, code in results:
        if code == 75:
            holder = re.search(r"another run \(process (\d+) on ", error)
            assert holder and int(holder[1]) in {run.pid for run in runs}, error
            assert "Traceback" not in error


def test_an_article_that_changes_while_it_is_read(site, monkeypatch):
    """Its header was read, and its body is another by now: the run begins anew."""
    for name in ("a", "b"):
        site.article(f"{name}.md", f"title: {name}", "old body\n")
    read = BodyOfFile.__call__
    changed = []

    def late(self):
        if not changed:
            changed.append(self.source.path)
            site.article(self.source.path, "title: Changed", "new body\n")
        return read(self)

    monkeypatch.setattr(BodyOfFile, "__call__", late)
    assert build(site, "--jobs", "1") == 0
    assert changed
    assert "new body" in site.tree()["atom.xml"].decode()
    assert ">Changed<" in site.tree()["atom.xml"].decode()


def test_an_article_that_never_rests_is_named(site, monkeypatch, capsys):
    site.article("a.md")
    read = BodyOfFile.__call__

    def late(self):
        site.article("a.md", f"title: {time.monotonic_ns()}")
        return read(self)

    monkeypatch.setattr(BodyOfFile, "__call__", late)
    assert build(site, "--jobs", "1") == 1
    assert "content/a.md: was changed while it was read; run again" in capsys.readouterr().err
    assert not site.out.exists()


def test_json_has_the_same_keys_when_a_run_fails(site, capsys):
    site.article("a.md")
    assert build(site, "--json") == 0
    keys = json.loads(capsys.readouterr().out).keys()
    site.article("a.md", "date: soon")
    assert build(site, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report.keys() == keys
    assert (report["articles"], report["written"]) == (0, [])
    assert [problem["line"] for problem in report["problems"]] == [2]


def test_what_a_run_says_under_cron(site, capsys):
    def said(*options):
        capsys.readouterr()
        assert build(site, *options) == 0
        return capsys.readouterr().err

    site.article("a.md")
    assert "1 article, " in said()
    assert said() == ""
    assert "0 files written" in said("--verbose")
    site.article("a.md", "title: New")
    assert said("--quiet") == ""


def test_a_name_that_is_no_text(site, capsys):
    site.article("a.md")
    (site.root / "content" / os.fsdecode(b"\xb1\xea.md")).write_text("---\ntitle: B\n---\n")
    assert build(site) == 1
    assert r"content/\xb1\xea.md: has a name that is not UTF-8" in capsys.readouterr().err
    assert build(site, "--keep-going") == 1
    assert (site.out / "atom.xml").is_file()


def test_a_pipe_as_a_picture(site):
    """Who opens one waits until somebody writes into it."""
    os.mkfifo(site.root / "content/p.png")
    os.mkfifo(site.root / "content/v.svg")
    site.article("a.md", "image: p.png", "![A](p.png) ![B](v.svg)\n")
    site.article("b.md", "image: v.svg")
    process = start(site)
    _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert 'content/a.md:2: warning: image: "p.png" is not an image' in error
    assert main(["-C", str(site.root), "digest", "--period", "2025-W25", *NOW]) == 0


def test_a_site_folder_whose_name_is_no_text(tmp_path):
    root = tmp_path / os.fsdecode(b"sit\xe9")
    root.mkdir()
    site = SiteFolder(root)
    site.article("a.md")
    for _ in range(2):
        assert build(site) == 0
    assert main(["-C", str(root), "digest", "--period", "2025-W25", *NOW]) == 0
    assert (site.out / "atom.xml").is_file()
    assert list(site.out.rglob("email.eml"))


@pytest.mark.parametrize("stream", ["2>&-", ">&- 2>&-", ">/dev/full 2>/dev/full"])
def test_a_build_needs_nobody_to_speak_to(site, stream):
    site.article("a.md")
    command = f"{sys.executable} -m broadsheet -C {site.root} build --now 2026-01-01 {stream}"
    assert subprocess.run(["/bin/sh", "-c", command], check=False).returncode == 0
    assert (site.out / "atom.xml").is_file()


def test_a_report_that_cannot_be_printed_is_a_failure(site):
    site.article("a.md")
    command = f"{sys.executable} -m broadsheet -C {site.root} build --quiet --json >/dev/full"
    run = subprocess.run(["/bin/sh", "-c", command], check=False, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr == "standard output: No space left on device; fix it and run again\n"


def test_a_reader_that_leaves_early_is_no_fault_to_speak_of(site):
    site.article("a.md")
    reading, writing = os.pipe()
    os.close(reading)
    command = [
        sys.executable,
        "-m",
        "broadsheet",
        "-C",
        str(site.root),
        "build",
        "--quiet",
        "--json",
    ]
    run = subprocess.run(command, check=False, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (run.returncode, run.stderr) == (1, "")
