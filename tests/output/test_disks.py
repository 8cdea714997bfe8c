"""File systems as they are: some refuse fsync, others have no locks, and a rename may fail."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import subprocess

import pytest
from tools import need

from broadsheet.errors import LockedError, OutputError
from broadsheet.model import OutputFile
from broadsheet.output import lock, site_lock, write_tree
from broadsheet.output.manifest import MANIFEST


def files(count=3, content=b"1"):
    return [OutputFile(f"t/{number}.xml", content) for number in range(count)]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def fail(number, real, *, when):
    """Make a system call that fails `when` its arguments say so."""

    def call(*arguments, **options):
        if when(*arguments):
            raise OSError(number, os.strerror(number), *map(str, arguments[:1]))
        return real(*arguments, **options)

    return call


def is_folder(descriptor):
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF])
@pytest.mark.parametrize("when", [is_folder, lambda _: True], ids=["folders", "everything"])
def test_a_file_system_without_fsync(out, monkeypatch, number, when):
    monkeypatch.setattr(os, "fsync", fail(number, os.fsync, when=when))
    assert len(write_tree(out, files()).written) == 3
    assert write_tree(out, files()).unchanged == 3


@pytest.mark.parametrize("when", [is_folder, lambda descriptor: not is_folder(descriptor)])
def test_a_disk_that_fails_to_sync_is_reported(out, monkeypatch, when):
    """After the renames too, and then nobody may say that out/ is as it was."""
    write_tree(out, files())
    monkeypatch.setattr(os, "fsync", fail(errno.EIO, os.fsync, when=when))
    with pytest.raises(OutputError, match="Input/output error") as caught:
        write_tree(out, files(content=b"2"))
    is_new = (out / "t/0.xml").read_bytes() == b"2"
    assert is_new is (when is is_folder)
    assert ("out/ is as it was" in str(caught.value)) is not is_new


@pytest.mark.parametrize("failing", range(6))
def test_a_rename_that_fails_is_reported_as_it_is(out, monkeypatch, failing):
    """The first and the last rename are the manifest's, those between the files'."""
    write_tree(out, files())
    renames = iter(range(9))
    broken = fail(errno.EIO, os.replace, when=lambda *_: next(renames) == failing)
    monkeypatch.setattr(os, "replace", broken)
    if failing == 5:
        write_tree(out, files(count=4, content=b"2"))
    else:
        with pytest.raises(OutputError) as caught:
            write_tree(out, files(count=4, content=b"2"))
        done = sum(file.read_bytes() == b"2" for file in (out / "t").iterdir())
        assert ("out/ is as it was" in str(caught.value)) is (done == 0)
        assert f"{done} of 4 new files are in out/ already" in str(caught.value) or not done
        assert done == max(failing - 1, 0)
    monkeypatch.undo()
    report = write_tree(out, files(count=4, content=b"2"))
    assert len(report.written) == 4 - min(max(failing - 1, 0), 4)
    assert not [path for path in out.rglob("*") if path.name.endswith("~")]


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks(tmp_path, monkeypatch, number):
    monkeypatch.setattr(fcntl, "flock", fail(number, fcntl.flock, when=lambda *_: True))
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
    dead = subprocess.Popen(["true"])
    dead.wait()
    running.write_text(f"{dead.pid} on {lock._host()}")
    with site_lock(tmp_path):
        assert running.read_text().startswith(f"{os.getpid()} on ")
    running.write_text(f"{dead.pid} on another machine")
    with pytest.raises(LockedError), site_lock(tmp_path):
        pass


@pytest.mark.parametrize("number", [errno.EWOULDBLOCK, errno.EACCES])
def test_a_lock_that_another_process_holds(tmp_path, monkeypatch, number):
    monkeypatch.setattr(fcntl, "flock", fail(number, fcntl.flock, when=lambda *_: True))
    with pytest.raises(LockedError), site_lock(tmp_path):
        pass


def test_the_state_is_not_for_git(tmp_path):
    with site_lock(tmp_path):
        pass
    ignore = tmp_path / ".publish/.gitignore"
    assert ignore.read_text() == "*\n"
    ignore.write_text("*\n!websub.json\n")
    with site_lock(tmp_path):
        assert ignore.read_text() == "*\n!websub.json\n"


def test_a_replaced_file_keeps_its_mode(out):
    """Also one that the umask (022 in tests) would not give."""
    write_tree(out, files())
    for number, mode in enumerate((0o664, 0o600)):
        (out / f"t/{number}.xml").chmod(mode)
    (out / MANIFEST).chmod(0o664)
    write_tree(out, files(content=b"2"))
    paths = (out / "t/0.xml", out / "t/1.xml", out / "t/2.xml", out / MANIFEST)
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o664, 0o600, 0o644, 0o664]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_replaced_file_keeps_its_owner(out):
    write_tree(out, files())
    os.chown(out / "t/0.xml", 1234, 5678)
    write_tree(out, files(content=b"2"))
    status = (out / "t/0.xml").stat()
    assert (status.st_uid, status.st_gid) == (1234, 5678)


def test_a_replaced_file_keeps_its_acl(out):
    def rights(path):
        done = subprocess.run(
            [need("getfacl"), "-cpE", path], check=True, capture_output=True, text=True
        )
        return done.stdout

    write_tree(out, files())
    subprocess.run([need("setfacl"), "-m", "u:1234:r", out / "t/0.xml"], check=True)
    # From now on files that are made in the folder get an ACL, which the second file has not.
    subprocess.run([need("setfacl"), "-d", "-m", "u:4321:rw", out / "t"], check=True)
    before = [rights(out / f"t/{number}.xml") for number in range(2)]
    assert "user:1234:r--" in before[0]
    write_tree(out, files(content=b"2"))
    assert [rights(out / f"t/{number}.xml") for number in range(2)] == before


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("elsewhere")])
def test_something_else_in_place_of_the_manifest(out, make):
    out.mkdir()
    make(out / MANIFEST)
    with pytest.raises(OutputError, match=f"out/{MANIFEST}: is in the way"):
        write_tree(out, files())
    assert [path.name for path in out.iterdir()] == [MANIFEST]


def test_a_disk_too_full_for_the_lock_is_named(tmp_path, monkeypatch):
    (tmp_path / ".publish").mkdir()
    full = fail(errno.ENOSPC, os.open, when=lambda path, *_: str(path).endswith("/lock"))
    monkeypatch.setattr(os, "open", full)
    message = r"^\.publish/lock: cannot be written \(No space left on device\); free some space"
    with pytest.raises(OutputError, match=message), site_lock(tmp_path):
        pass


def test_a_lock_that_cannot_be_signed_is_held_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "ftruncate", fail(errno.EROFS, os.ftruncate, when=lambda *_: True))
    with site_lock(tmp_path), pytest.raises(LockedError, match="another run"), site_lock(tmp_path):
        pass
