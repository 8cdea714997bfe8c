"""Syncing what is written: file systems without fsync are taken as they are, other errors are told."""

from __future__ import annotations

import errno
import os

import pytest
from disks import fail

from broadsheet.databases import open_database
from broadsheet.syncing import sync, sync_folder


@pytest.fixture
def refuse(monkeypatch):
    def start(number):
        monkeypatch.setattr(os, "fsync", fail(number, os.fsync))

    return start


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_fsync_is_no_error(tmp_path, refuse, number):
    (tmp_path / "a").write_text("a")
    refuse(number)
    sync(tmp_path / "a")
    sync_folder(tmp_path)


def test_a_disk_that_fails_is_one(tmp_path, refuse):
    refuse(errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)


def test_a_folder_that_is_gone_has_no_names_but_a_file_must_be_there(tmp_path):
    sync_folder(tmp_path / "gone")
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "gone")


def test_readers_are_kept_where_folders_cannot_be_synced(tmp_path, refuse):
    refuse(errno.EINVAL)
    database = open_database(tmp_path, "readers.sqlite", create=True)
    database.backup(tmp_path / "backup.sqlite")
    database.close()
    assert (tmp_path / "backup.sqlite").stat().st_size == (
        tmp_path / "readers.sqlite"
    ).stat().st_size


def test_a_backup_that_cannot_be_put_on_the_disk_is_none(tmp_path, refuse):
    database = open_database(tmp_path, "readers.sqlite", create=True)
    refuse(errno.EIO)
    with pytest.raises(Exception, match="cannot be written: Input/output error"):
        database.backup(tmp_path / "backup.sqlite")
    database.close()
    assert not (tmp_path / "backup.sqlite").exists()
