"""Writes files so that they survive a power cut, and explains why one could not be written."""

from __future__ import annotations

import contextlib
import errno
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from broadsheet.errors import Problem
from broadsheet.output.manifest import TEMPORARY
from broadsheet.syncing import sync, sync_folder

_AT_ONCE = 16
"""How many files are synced at once: a journal commits all that wait together."""

_ON_WINDOWS = os.name == "nt"

_COMMON = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _COMMON


class Syncs:
    """Syncs files while others are still being made."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._waiting: list[Future[None]] = []

    def add(self, path: str) -> None:
        """Begin to sync a file."""
        self._waiting.append(self._pool.submit(sync, path))

    def add_folder(self, path: str) -> None:
        """Begin to sync a folder, which keeps the names of the files in it."""
        self._waiting.append(self._pool.submit(sync_folder, path))

    def finish(self) -> None:
        """Wait until everything that was added is synced. Raises OSError."""
        for waiting in self._waiting:
            waiting.result()
        self._waiting.clear()

    def stop(self) -> None:
        """Drop the syncs that have not begun."""
        self._pool.shutdown(cancel_futures=True)


def write(path: str, content: bytes, mode: int, like: str = "") -> None:
    """Write a file, not yet synced, with a mode less the umask. Raises OSError.

    If it is to replace a file, `like`, it gets exactly that file's mode, owner, group and ACL, as
    far as the system allows. (Python cannot copy the ACLs of macOS and Windows; those that files
    inherit from their folder stay.)
    """
    descriptor = os.open(path, _WRITING, mode)
    with open(descriptor, "wb", buffering=0) as stream:  # noqa: PTH123 - a descriptor
        if like:
            _copy_rights(like, descriptor)
        rest = memoryview(content)
        while rest:
            rest = rest[stream.write(rest) :]


def _copy_rights(like: str, descriptor: int) -> None:
    status, made = os.lstat(like), os.fstat(descriptor)
    if hasattr(os, "fchown") and (status.st_uid, status.st_gid) != (made.st_uid, made.st_gid):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "listxattr"):  # Linux keeps ACLs there.
        with contextlib.suppress(OSError):
            _copy_attributes(like, descriptor)
    if hasattr(os, "fchmod"):
        with contextlib.suppress(OSError):  # FAT has no modes.
            os.fchmod(descriptor, status.st_mode & 0o777)


def _copy_attributes(like: str, descriptor: int) -> None:
    names = os.listxattr(like)
    for name in names:
        with contextlib.suppress(OSError):  # Only the system may set some attributes.
            os.setxattr(descriptor, name, os.getxattr(like, name))
    for name in set(os.listxattr(descriptor)) - set(names):  # The folder's default ACL gave it one.
        with contextlib.suppress(OSError):
            os.removexattr(descriptor, name)


def explain(error: OSError, out: Path, outcome: str) -> Problem:
    """Return what the system refused, what to do about it, and the `outcome` for out/."""
    advice = {
        errno.ENOSPC: "free some space",
        getattr(errno, "EDQUOT", errno.ENOSPC): "free some space",
        errno.EROFS: "choose another folder with --out",
        errno.EACCES: "make it writable, or choose another folder with --out",
        errno.EPERM: "make it writable, or choose another folder with --out",
        errno.EEXIST: "move that file away, or choose another folder with --out",
        errno.ENOTDIR: "move that file away, or choose another folder with --out",
    }.get(error.errno or 0, "fix it and run again")
    place = Path(error.filename or out)
    if place.name.endswith(TEMPORARY):  # The file's folder has to be fixed.
        place = place.parent
    return Problem(str(place), 0, "", f"{error.strerror or error}; {advice}; {outcome}")
