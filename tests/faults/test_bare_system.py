"""The product on a system that lacks what Windows and macOS lack.

This is not Windows: a test takes away the modules and functions that Unix alone has, and makes folders
refuse fsync. Whether all files are opened as binary is checked as well.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request

import pytest
from conftest import NOW
from stopping import PATIENCE

from broadsheet.output.conflicts import path_conflict
from broadsheet.output.manifest import MANIFEST, TEMPORARY

BARE = """
import asyncio, builtins, errno, json, multiprocessing, os, signal, stat, subprocess, sys, tempfile
try:
    import anyio, starlette, uvicorn, uvicorn.loops.auto, watchfiles
except ImportError:
    pass

for module in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[module] = None
for name in '''O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK fchmod fchown fork forkpty getegid geteuid
    getgid getuid getxattr killpg listxattr mkfifo pread pwrite removexattr sched_getaffinity setxattr
    uname'''.split():
    delattr(os, name)
for name in "SIGHUP SIGKILL SIGALRM pthread_sigmask".split():
    delattr(signal, name)

# Text mode is what a file is opened in on Windows, unless told otherwise.
os.O_BINARY = 1 << 30
opened, synced = os.open, os.fsync

def open_(path, flags, *rest, **options):
    caller = sys._getframe(1).f_code.co_filename
    if "broadsheet" in caller and not flags & os.O_BINARY:
        sys.exit(f"{caller} opens {path} as text")
    return opened(path, flags & ~os.O_BINARY, *rest, **options)

def fsync(descriptor):
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    synced(descriptor)

os.open, os.fsync = open_, fsync
from broadsheet.__main__ import main
sys.exit(main())
"""


def command(site, *arguments):
    return [sys.executable, "-c", BARE, "-C", str(site.root), *arguments]


def run(site, *arguments, code=0):
    done = subprocess.run(
        command(site, *arguments), check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def full(site):
    """More articles than one process would render, with names that Windows keeps for itself."""
    for number in range(70):
        site.article(f"{number}.md", f"tags: [t{number % 3}]")
    site.article("b.md", "tags: [con, aux.txt, 'etc.', etc, 'Nul ', 'a:b', 'a?b', C, C++]")
    return site


def test_build_digest_and_check(full):
    now = ("--now", NOW.isoformat())
    run(full, "build", "--jobs", "4", *now)
    names = {path.name for path in (full.out / "tags").iterdir() if path.is_dir()}
    assert len(names) == 3 + 9
    assert len({name.casefold() for name in names}) == len(names)
    paths = [path.relative_to(full.out).as_posix() for path in full.out.rglob("*")]
    assert [path for path in paths if path_conflict(path, windows=True)] == []
    full.article("b.md", "tags: [t1]")
    run(full, "build", *now)
    assert not (full.out / "tags/c").exists()
    assert run(full, "build", *now).stderr == ""
    run(full, "digest", "--period", "2025-06", *now)
    assert list(full.out.rglob("email.eml"))
    run(full, "check", *now)
    assert (full.out / MANIFEST).is_file()
    assert not [path for path in full.root.rglob("*") if path.name.endswith(TEMPORARY)]


def test_init(site):
    site.article("a.md")
    (site.root / "publish.toml").unlink()
    run(site, "init")
    assert b"\r" not in (site.root / "publish.toml").read_bytes()


def test_a_second_run_is_refused_by_name(full):
    full.article("a.md")
    running = full.root / ".publish/running"
    running.parent.mkdir()
    running.write_text("123 on another machine")
    assert "process 123 on another machine" in run(full, "build", code=75).stderr


def test_serve(site):
    site.article("a.md")
    served = command(site, "serve", "--port", "0")
    with subprocess.Popen(served, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = [process.stderr.readline()]
            while not lines[-1].startswith("built"):
                assert lines[-1], lines
                lines.append(process.stderr.readline())
            url = re.search(r"http://127\.0\.0\.1:\d+/", lines[0])[0]
            with urllib.request.urlopen(f"{url}atom.xml", timeout=PATIENCE) as response:
                assert b"<feed" in response.read()
        finally:
            process.terminate()
        assert process.wait(PATIENCE) == 130
        assert "Traceback" not in process.stderr.read()
