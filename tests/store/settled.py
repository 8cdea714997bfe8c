"""Sites whose files need not be two seconds old to be trusted, and what builds of them read."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from conftest import SiteFolder

from broadsheet import stamps
from broadsheet.cli import main

TICK = 0.02
"""Seconds within which the clock of this machine's files may stand still; it is 0.01 at most."""

_readers: list[list[str]] = []


def _note(event, arguments):
    # An opener that `open` is given reports the same file once more, without a mode.
    if event == "open" and _readers and arguments[1] is not None:
        _readers[-1].append(str(arguments[0]))


sys.addaudithook(_note)


@contextmanager
def trusting():
    """Let files be trusted that are older than a tick: no test can wait for seconds."""
    before = stamps.SETTLED_NS
    stamps.SETTLED_NS = int(TICK * 1e9)
    try:
        yield
    finally:
        stamps.SETTLED_NS = before


@contextmanager
def reading(folder):
    """Give a list that fills with the files below a folder that this process opens meanwhile."""
    opened: list[str] = []
    found: list[str] = []
    _readers.append(opened)
    try:
        yield found
    finally:
        _readers.remove(opened)
        found += [path for path in opened if path.startswith(f"{folder}/")]


class Site(SiteFolder):
    """A site that is built, and built anew from nothing to compare with."""

    def build(self, *options: str, now: str = "2026-01-01", code: int = 0) -> None:
        assert self.run("build", *options, now=now) == code

    def run(self, *command: str, now: str) -> int:
        time.sleep(1.5 * TICK)  # So that all files are old enough to be trusted.
        return main(["-C", str(self.root), *command, "--now", now])

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the site."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def clean_tree(self, *options: str, now: str = "2026-01-01", code: int = 0) -> dict[str, bytes]:
        """Return what a build gives that finds nothing of earlier ones but letters, which were sent."""
        clean = self.root / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        if self.out.is_dir():
            shutil.copytree(self.out, clean)
            for file in clean.rglob("*"):
                mine = file.relative_to(clean).parts[0] in {"digests", ".broadsheet.json"}
                if file.is_file() and not mine:
                    file.unlink()
        assert self.run("build", "--no-cache", "--out", str(clean), *options, now=now) == code
        return tree_of(clean)


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, but for the manifest."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".broadsheet.json"
    }
