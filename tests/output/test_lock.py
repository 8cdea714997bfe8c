"""One run at a time: who holds the lock is named, on systems with locks and without."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import time

import pytest
from disks import fail

from broadsheet.errors import LockedError, OutputError
from broadsheet.output import lock, site_lock

HOLD = """
import sys
from pathlib import Path
from broadsheet.output import site_lock
with site_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_run_at_a_time(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match=f"process {process.pid}"), site_lock(tmp_path):
            pass
        process.kill()
    with site_lock(tmp_path):
        pass


@pytest.fixture
def meanwhile(monkeypatch):
    """Return a function that sets what happens while a run waits, and the list of its waits."""

    def start(act):
        waits = []

        def sleep(seconds):
            waits.append(seconds)
            act()

        monkeypatch.setattr(time, "sleep", sleep)
        return waits

    return start


@pytest.mark.parametrize("host", ["a machine", "a \udcff"])
def test_a_run_that_has_just_begun_is_named(tmp_path, meanwhile, host):
    """It holds the lock a moment before it signs; a refused run waits for that."""
    with site_lock(tmp_path):
        pass
    with (tmp_path / ".publish/lock").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert held.read() == b"", "the run before took its signature with it"
        meanwhile(lambda: os.pwrite(held.fileno(), os.fsencode(f"123 on {host}"), 0))
        with pytest.raises(LockedError, match=r"process 123 on a [m\ufffd]"), site_lock(tmp_path):
            pass


def test_a_run_that_ends_at_once_is_waited_for(tmp_path, meanwhile):
    (tmp_path / ".publish").mkdir()
    with (tmp_path / ".publish/lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waits = meanwhile(lambda: fcntl.flock(held, fcntl.LOCK_UN))
        with site_lock(tmp_path):
            assert len(waits) == 1


def test_a_file_where_the_state_lies_is_named(tmp_path):
    (tmp_path / ".publish").touch()
    with (
        pytest.raises(OutputError, match="^.publish: is no folder; move it away"),
        site_lock(tmp_path),
    ):
        pass


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks(tmp_path, monkeypatch, number):
    monkeypatch.setattr(fcntl, "flock", fail(number, fcntl.flock))
    running = tmp_path / ".publish/running"
    with site_lock(tmp_path):
        assert running.read_text() == (tmp_path / ".publish/lock").read_text()
        with (
            pytest.raises(LockedError, match=f"process {os.getpid()} on ") as caught,
            site_lock(tmp_path),
        ):
            pass
        assert "if it was killed, delete .publish/running" in str(caught.value)
    assert not running.exists()


@pytest.fixture
def running(tmp_path, monkeypatch):
    """The file that is the lock where there is no other."""
    monkeypatch.setattr(fcntl, "flock", fail(errno.ENOLCK, fcntl.flock))
    (tmp_path / ".publish").mkdir()
    return tmp_path / ".publish/running"


def ended():
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_the_lock_of_a_dead_run_is_taken_over(tmp_path, running):
    running.write_text(f"{ended()} on {lock._host()}")
    with site_lock(tmp_path):
        assert running.read_text().startswith(f"{os.getpid()} on ")


@pytest.mark.parametrize(
    ("signature", "named"),
    [
        ("{ended} on another machine", r"\d+ on another machine"),
        ("1180591620717411303424 on {here}", "1180591620717411303424 on "),
        ("12x on {here}", "12x on "),
        ("\udcff on a damaged disk", "\ufffd on a damaged disk"),
        ("", "unknown"),
    ],
)
def test_whoever_may_be_alive_keeps_the_lock(tmp_path, running, meanwhile, signature, named):
    waits = meanwhile(lambda: None)
    text = signature.format(ended=ended(), here=lock._host())
    running.write_text(text, errors="surrogateescape")
    with pytest.raises(LockedError, match=rf"\(process {named}"), site_lock(tmp_path):
        pass
    assert sum(waits) == pytest.approx(0 if signature else 0.5)


@pytest.mark.parametrize("number", [errno.EWOULDBLOCK, errno.EACCES])
def test_a_holder_that_never_signs_is_unknown(tmp_path, monkeypatch, meanwhile, number):
    monkeypatch.setattr(fcntl, "flock", fail(number, fcntl.flock))
    waits = meanwhile(lambda: None)
    told = r"^\.publish/lock: another run \(process unknown\) is at work on this site; wait until it is done"
    with pytest.raises(LockedError, match=told), site_lock(tmp_path):
        pass
    assert sum(waits) == pytest.approx(0.5)


def test_who_may_only_read_the_lock_finds_who_holds_it(tmp_path, monkeypatch):
    """The folder is another lock, which nobody can sign: it is for disks without a lock's file."""
    to_write = fail(errno.EACCES, os.open, when=lambda _, flags, *__: flags & os.O_CREAT)
    with site_lock(tmp_path):
        monkeypatch.setattr(os, "open", to_write)
        with pytest.raises(LockedError, match=f"process {os.getpid()} on"), site_lock(tmp_path):
            pass


def test_where_the_lock_has_no_file_the_sites_folder_is_the_lock(tmp_path, monkeypatch):
    to_write = fail(errno.EROFS, os.open, when=lambda _, flags, *__: flags & os.O_CREAT)
    monkeypatch.setattr(os, "open", to_write)
    with (
        site_lock(tmp_path),
        pytest.raises(LockedError, match=r"\(process unknown\)"),
        site_lock(tmp_path),
    ):
        pass


class Msvcrt:
    """Windows's locks: of so many bytes from where the file is read, which nobody else can read."""

    LK_NBLCK = 2

    def locking(self, descriptor, mode, count):
        assert (mode, count) == (self.LK_NBLCK, 1)
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > 200, "the signature is to be read"
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def test_a_lock_on_windows(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "fcntl", None)
    monkeypatch.setattr(lock, "msvcrt", Msvcrt())
    with (
        site_lock(tmp_path),
        pytest.raises(LockedError, match=f"process {os.getpid()} on"),
        site_lock(tmp_path),
    ):
        pass


def test_the_state_is_not_for_git(tmp_path):
    with site_lock(tmp_path):
        pass
    ignore = tmp_path / ".publish/.gitignore"
    assert ignore.read_text() == "*\n"
    ignore.write_text("*\n!websub.json\n")
    with site_lock(tmp_path):
        assert ignore.read_text() == "*\n!websub.json\n"


@pytest.mark.parametrize(
    ("put", "message"),
    [
        (
            lambda state: (state / "lock").mkdir(parents=True),
            r"/lock: cannot be written \(Is a dir",
        ),
        (lambda state: state.symlink_to(state.name), r": cannot be written \(File exists\)"),
    ],
)
def test_what_is_in_the_place_of_the_lock_is_to_be_moved(tmp_path, put, message):
    put(tmp_path / ".publish")
    wanted = rf"^\.publish{message}.*; move it away$"
    with pytest.raises(OutputError, match=wanted), site_lock(tmp_path):
        pass


def test_a_disk_too_full_for_the_lock_is_named(tmp_path, monkeypatch):
    (tmp_path / ".publish").mkdir()
    full = fail(errno.ENOSPC, os.open, when=lambda path, *_: str(path).endswith("/lock"))
    monkeypatch.setattr(os, "open", full)
    message = r"^\.publish/lock: cannot be written \(No space left on device\); free some space"
    with pytest.raises(OutputError, match=message), site_lock(tmp_path):
        pass


def test_a_lock_that_cannot_be_signed_is_held_all_the_same(tmp_path, monkeypatch, meanwhile):
    meanwhile(lambda: None)
    monkeypatch.setattr(os, "ftruncate", fail(errno.EROFS, os.ftruncate))
    with site_lock(tmp_path), pytest.raises(LockedError, match="another run"), site_lock(tmp_path):
        pass


def test_a_disk_that_takes_nothing_needs_no_lock(tmp_path, monkeypatch):
    """Nothing can be written to it, so no two runs can disturb each other."""
    monkeypatch.setattr(os, "open", fail(errno.EROFS, os.open))
    before = time.time_ns()
    with site_lock(tmp_path) as begun, site_lock(tmp_path):
        assert before <= begun <= time.time_ns()


def test_a_run_that_cannot_sign_begins_by_the_clock(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "ftruncate", fail(errno.ENOSPC, os.ftruncate))
    before = time.time_ns()
    with site_lock(tmp_path) as begun:
        assert before <= begun <= time.time_ns()


@pytest.mark.parametrize("locks", [True, False])
def test_locks_of_two_names_do_not_exclude_each_other(tmp_path, monkeypatch, locks):
    if not locks:
        monkeypatch.setattr(fcntl, "flock", fail(errno.ENOLCK, fcntl.flock))
    with site_lock(tmp_path), site_lock(tmp_path, "send"):
        made = {path.name for path in (tmp_path / ".publish").iterdir()}
        assert made == {".gitignore", "lock", "send"} | (
            set() if locks else {"running", "send.running"}
        )
        with pytest.raises(LockedError, match=r"^\.publish/send"), site_lock(tmp_path, "send"):
            pass


def test_a_system_without_any_locks_and_names(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "fcntl", None)
    monkeypatch.delattr(os, "uname")
    monkeypatch.setenv("COMPUTERNAME", "DESK")
    with site_lock(tmp_path):
        assert (tmp_path / ".publish/running").read_text() == f"{os.getpid()} on DESK"
        monkeypatch.delenv("COMPUTERNAME")
        assert lock._host() == "this machine"


def test_a_file_that_cannot_be_the_lock_holds_up_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(fcntl, "flock", fail(errno.ENOLCK, fcntl.flock))
    full = fail(errno.ENOSPC, os.open, when=lambda path, *_: str(path).endswith("/running"))
    monkeypatch.setattr(os, "open", full)
    with site_lock(tmp_path), site_lock(tmp_path):
        assert not (tmp_path / ".publish/running").exists()
