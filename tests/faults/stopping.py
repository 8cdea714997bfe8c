"""A site large enough to be stopped in the middle of, and how builds of it are started and stopped."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from broadsheet.cli import main

KILLS = int(os.environ.get("KILLS", "6"))
"""How often a build is stopped at a random moment; `KILLS=200 make test` takes some minutes."""

NOW = ("--now", "2026-01-01")

PATIENCE = 300
"""Seconds after which a build hangs, on however slow a machine."""


def fill(site, word="text", articles=90):
    for number in range(articles):
        text = f"**{word}** [^1]\n\n[^1]: n\n" * 20
        site.article(f"{number}.md", f"tags: [t{number % 40}]", text)


def build(site, *options):
    return main(["-C", str(site.root), "build", *NOW, *options])


BEGIN = """
import os, sys
os.write(1, b".")
from broadsheet.__main__ import main
sys.exit(main())
"""


def start(site, *options, **given):
    """Start a build; returns once it is Broadsheet that runs, however long Python took to start."""
    command = [sys.executable, "-c", BEGIN, "-C", str(site.root), "build", *NOW, *options]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, start_new_session=True, text=True, **(streams | given))
    assert process.stdout.read(1) == "."
    return process


class Process(NamedTuple):
    """What `/proc/<pid>/stat` tells of a process (proc(5))."""

    pid: int
    parent: int
    session: int


def processes():
    """Yield the processes of this machine; `ps` and `pgrep` are not on every one."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # It may have ended.
            pid, _, rest = status.read_text(errors="replace").partition(" ")
            _, parent, _, session, *_ = rest.rpartition(")")[2].split()
            yield Process(int(pid), int(parent), int(session))


def assert_session_ends(session):
    """No process outlives its build, give or take the time a signal takes."""
    for _ in range(1200):
        if not any(process.session == session for process in processes()):
            return
        time.sleep(0.05)
    pytest.fail("a process is left")


def assert_whole(found, old, new):
    """Each file is as it was or as it was to be, and none is missing that both have."""
    assert old.keys() & new.keys() <= found.keys() <= old.keys() | new.keys()
    assert all(content in {old.get(path), new.get(path)} for path, content in found.items())


def leftovers(site):
    """Return the temporary files and marks below out/."""
    return [path for path in site.out.rglob("*") if path.name.endswith("~")]
