"""Syncs files and folders to the disk, if the file system can."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

_ON_WINDOWS = os.name == "nt"

_MODE = os.O_RDWR if _ON_WINDOWS else os.O_RDONLY  # Windows syncs what is writable.
_FLAGS = _MODE | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

_CANNOT_SYNC = {
    getattr(errno, name)
    for name in ("EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EBADF")
    if hasattr(errno, name)
}
"""Errors of file systems that have no fsync, as CIFS and FUSE for folders."""


def sync(path: str | Path) -> None:
    """Make the system write a file to the disk, if its file system can. Raises OSError."""
    descriptor = os.open(path, _FLAGS)
    try:
        if hasattr(os, "fsync"):
            os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def sync_folder(path: str | Path) -> None:
    """Do the same for the names in a folder; one that may not be read, or is gone, cannot be synced.

    Windows opens no folders; NTFS has a journal for the names.
    """
    if not _ON_WINDOWS:
        with contextlib.suppress(PermissionError, FileNotFoundError):
            sync(path)
