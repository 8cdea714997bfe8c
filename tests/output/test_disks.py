"""File systems as they are: some refuse fsync, and a rename may fail."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from pathlib import Path

import pytest
from disks import fail
from tools import need

from broadsheet.errors import OutputError
from broadsheet.model import OutputFile
from broadsheet.output import write_tree
from broadsheet.output.manifest import MANIFEST


def files(count=3, content=b"1"):
    return [OutputFile(f"t/{number}.xml", content) for number in range(count)]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


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


def test_the_folders_of_all_files_that_came_or_went_are_synced(tmp_path, monkeypatch):
    """A folder that is not there is made, with those above it."""
    out, synced, fsync = tmp_path / "a/b/out", [], os.fsync

    def noting(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    write_tree(out, [OutputFile("t/u/v/1.xml", b"1"), OutputFile("w/x/1.xml", b"1")])
    assert {str(out / "t/u/v"), str(out / "w/x")} <= set(synced)
    synced.clear()
    (out / "t/u/v/mine").touch()  # Else the folder goes too.
    write_tree(out, [OutputFile("w/x/1.xml", b"1")])
    assert str(out / "t/u/v") in synced


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
        told = "out/ is as it was" if not done else f"; {done} of 4 new files are in out/ already"
        assert told in str(caught.value)
        assert done == max(failing - 1, 0)
    monkeypatch.undo()
    report = write_tree(out, files(count=4, content=b"2"))
    assert len(report.written) == 4 - min(max(failing - 1, 0), 4)
    assert not [path for path in out.rglob("*") if path.name.endswith("~")]


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
